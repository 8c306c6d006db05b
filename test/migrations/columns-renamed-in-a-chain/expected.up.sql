-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename column first to second, second to third, third to fourth of names
-- locks: names access exclusive
alter table names rename column third to fourth;
alter table names rename column second to third;
alter table names rename column first to second;

-- step 2/3: rename constraint names_third_key to names_fourth_key of names
-- locks: names access exclusive
alter table names rename constraint names_third_key to names_fourth_key;

-- step 3/3: rename index names_second_idx to names_third_idx
alter index names_second_idx rename to names_third_idx;
