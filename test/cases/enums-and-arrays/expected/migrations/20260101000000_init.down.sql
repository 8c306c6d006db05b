-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of shop.shirts

-- step 1/4: drop table shop.shirts
drop table shop.shirts;

-- step 2/4: drop enum colour
drop type colour;

-- step 3/4: drop enum shop.shirt_size
drop type shop.shirt_size;

-- step 4/4: drop schema shop
drop schema shop;
