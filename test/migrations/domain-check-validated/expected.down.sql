-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: alter domain percent
alter domain percent drop constraint percent_check;
alter domain percent add constraint percent_check check (value between 0 and 100) not valid;
