-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of people.full_name

-- step 1/2: rename column given to first of people
alter table people rename column given to first;

-- step 2/2: drop column people.full_name
alter table people drop column full_name;
