-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create table pages
create table pages (
  note_id bigint not null,
  number integer not null,
  text text not null default '',
  constraint pages_pkey primary key (note_id, number)
);

-- step 2/4: create table lines
create table lines (
  note_id bigint not null,
  page_number integer not null,
  number integer not null,
  constraint lines_pkey primary key (note_id, page_number, number)
);

-- step 3/4: add foreign key pages.pages_note_id_fkey
-- locks: notes share row exclusive
alter table pages add constraint pages_note_id_fkey foreign key (note_id) references notes (id);

-- step 4/4: add foreign key lines.lines_note_id_page_number_fkey
alter table lines add constraint lines_note_id_page_number_fkey foreign key (note_id, page_number) references pages (note_id, number) on delete cascade;
