-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create table authors
create table authors (
  id bigint generated always as identity not null,
  name text not null,
  constraint authors_pkey primary key (id)
);

-- step 2/5: create table agents
create table agents (
  id bigint generated always as identity not null,
  author_id bigint not null,
  constraint agents_pkey primary key (id),
  constraint agents_author_id_key unique (author_id),
  constraint agents_author_id_fkey foreign key (author_id) references authors (id)
);

-- step 3/5: create table books
create table books (
  id bigint generated always as identity not null,
  title text not null,
  price numeric not null,
  published_on date,
  author_id bigint not null,
  translator_id bigint,
  constraint books_pkey primary key (id),
  constraint books_author_id_fkey foreign key (author_id) references authors (id),
  constraint books_translator_id_fkey foreign key (translator_id) references authors (id)
);

-- step 4/5: create table reviews
create table reviews (
  id bigint generated always as identity not null,
  stars smallint not null,
  book_id bigint not null,
  reviewer_id bigint,
  constraint reviews_pkey primary key (id),
  constraint reviews_book_id_fkey foreign key (book_id) references books (id),
  constraint reviews_reviewer_id_fkey foreign key (reviewer_id) references authors (id)
);

-- step 5/5: create table shelves
create table shelves (
  id bigint generated always as identity not null,
  book_id bigint not null,
  constraint shelves_pkey primary key (id),
  constraint shelves_book_id_fkey foreign key (book_id) references books (id)
);
