-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of shelves
-- cannot bring back: the rows of reviews
-- cannot bring back: the rows of books
-- cannot bring back: the rows of agents
-- cannot bring back: the rows of authors

-- step 1/5: drop table shelves
drop table shelves;

-- step 2/5: drop table reviews
drop table reviews;

-- step 3/5: drop table books
drop table books;

-- step 4/5: drop table agents
drop table agents;

-- step 5/5: drop table authors
drop table authors;
