-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every votes.share fulfils share between 0 and 100
-- otherwise: change or delete the rows that do not
select id from votes where not (share between 0 and 100);

-- step 1/1: validate check percent_check of domain percent
-- locks: votes share
-- reads all rows: votes
alter domain percent validate constraint percent_check;
