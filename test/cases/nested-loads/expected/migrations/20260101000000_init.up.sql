-- migration 20260101000000_init, up
-- parent: none

-- step 1/11: create table authors
create table authors (
  id bigint generated always as identity not null,
  name text not null,
  constraint authors_pkey primary key (id)
);

-- step 2/11: create table agents
create table agents (
  id bigint generated always as identity not null,
  author_id bigint not null,
  constraint agents_pkey primary key (id),
  constraint agents_author_id_key unique (author_id)
);

-- step 3/11: create table books
create table books (
  id bigint generated always as identity not null,
  title text not null,
  price numeric not null,
  published_on date,
  author_id bigint not null,
  translator_id bigint,
  constraint books_pkey primary key (id)
);

-- step 4/11: create table reviews
create table reviews (
  id bigint generated always as identity not null,
  stars smallint not null,
  book_id bigint not null,
  reviewer_id bigint,
  constraint reviews_pkey primary key (id)
);

-- step 5/11: create table shelves
create table shelves (
  id bigint generated always as identity not null,
  book_id bigint not null,
  constraint shelves_pkey primary key (id)
);

-- step 6/11: add foreign key agents.agents_author_id_fkey
alter table agents add constraint agents_author_id_fkey foreign key (author_id) references authors (id);

-- step 7/11: add foreign key books.books_author_id_fkey
alter table books add constraint books_author_id_fkey foreign key (author_id) references authors (id);

-- step 8/11: add foreign key books.books_translator_id_fkey
alter table books add constraint books_translator_id_fkey foreign key (translator_id) references authors (id);

-- step 9/11: add foreign key reviews.reviews_book_id_fkey
alter table reviews add constraint reviews_book_id_fkey foreign key (book_id) references books (id);

-- step 10/11: add foreign key reviews.reviews_reviewer_id_fkey
alter table reviews add constraint reviews_reviewer_id_fkey foreign key (reviewer_id) references authors (id);

-- step 11/11: add foreign key shelves.shelves_book_id_fkey
alter table shelves add constraint shelves_book_id_fkey foreign key (book_id) references books (id);
