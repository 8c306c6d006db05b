-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of offers
-- cannot bring back: the rows of orders

-- step 1/3: drop table offers
drop table offers;

-- step 2/3: drop table orders
drop table orders;

-- step 3/3: drop sequence shared_seq
drop sequence shared_seq;
