-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create table pages
-- locks: notes share row exclusive
create table pages (
  note_id bigint not null,
  number integer not null,
  text text not null default '',
  constraint pages_pkey primary key (note_id, number),
  constraint pages_note_id_fkey foreign key (note_id) references notes (id)
);

-- step 2/2: create table lines
create table lines (
  note_id bigint not null,
  page_number integer not null,
  number integer not null,
  constraint lines_pkey primary key (note_id, page_number, number),
  constraint lines_note_id_page_number_fkey foreign key (note_id, page_number) references pages (note_id, number) on delete cascade
);
