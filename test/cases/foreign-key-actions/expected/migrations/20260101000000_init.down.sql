-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of hens
-- cannot bring back: the rows of eggs
-- cannot bring back: the rows of things
-- cannot bring back: the rows of owners

-- step 1/3: drop table eggs, hens
drop table eggs, hens;

-- step 2/3: drop table things
drop table things;

-- step 3/3: drop table owners
drop table owners;
