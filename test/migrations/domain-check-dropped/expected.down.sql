-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every votes.share fulfils share between 0 and 100
-- otherwise: change or delete the rows that do not
select id from votes where not (share between 0 and 100);

-- step 1/2: alter domain percent
alter domain percent add constraint percent_check check (value between 0 and 100) not valid;

-- step 2/2: validate check percent_check of domain percent
alter domain percent validate constraint percent_check;
