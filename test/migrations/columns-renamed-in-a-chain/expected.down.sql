-- migration 20260102000000_change, down
-- parent: none

-- step 1/3: rename column second to first, third to second, fourth to third of names
alter table names rename column second to first;
alter table names rename column third to second;
alter table names rename column fourth to third;

-- step 2/3: rename constraint names_fourth_key to names_third_key of names
alter table names rename constraint names_fourth_key to names_third_key;

-- step 3/3: rename index names_third_idx to names_second_idx
alter index names_third_idx rename to names_second_idx;
