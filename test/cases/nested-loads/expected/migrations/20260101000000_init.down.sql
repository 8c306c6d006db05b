-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of shelves
-- cannot bring back: the rows of reviews
-- cannot bring back: the rows of books
-- cannot bring back: the rows of agents
-- cannot bring back: the rows of authors

-- step 1/11: drop foreign key shelves.shelves_book_id_fkey
alter table shelves drop constraint shelves_book_id_fkey;

-- step 2/11: drop foreign key reviews.reviews_reviewer_id_fkey
alter table reviews drop constraint reviews_reviewer_id_fkey;

-- step 3/11: drop foreign key reviews.reviews_book_id_fkey
alter table reviews drop constraint reviews_book_id_fkey;

-- step 4/11: drop foreign key books.books_translator_id_fkey
alter table books drop constraint books_translator_id_fkey;

-- step 5/11: drop foreign key books.books_author_id_fkey
alter table books drop constraint books_author_id_fkey;

-- step 6/11: drop foreign key agents.agents_author_id_fkey
alter table agents drop constraint agents_author_id_fkey;

-- step 7/11: drop table shelves
drop table shelves;

-- step 8/11: drop table reviews
drop table reviews;

-- step 9/11: drop table books
drop table books;

-- step 10/11: drop table agents
drop table agents;

-- step 11/11: drop table authors
drop table authors;
