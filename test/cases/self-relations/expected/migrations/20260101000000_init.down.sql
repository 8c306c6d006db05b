-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of friendships
-- cannot bring back: the rows of people

-- step 1/2: drop table friendships
drop table friendships;

-- step 2/2: drop table people
drop table people;
