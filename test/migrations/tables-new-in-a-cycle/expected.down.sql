-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of eggs
-- cannot bring back: the rows of hens

-- step 1/1: drop table hens, eggs
drop table hens, eggs;
