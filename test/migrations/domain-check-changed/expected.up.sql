-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every votes.share fulfils share between -100 and 100
-- otherwise: change or delete the rows that do not
select id from votes where not (share between -100 and 100);

-- step 1/2: alter domain percent
alter domain percent drop constraint percent_range;
alter domain percent add constraint percent_range check (value between -100 and 100) not valid;

-- step 2/2: validate check percent_range of domain percent
-- locks: votes share
-- reads all rows: votes
alter domain percent validate constraint percent_range;
