-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create table tags
-- locks: notes share row exclusive
create table tags (
  id uuid not null default gen_random_uuid(),
  name character varying(50) not null,
  note_id bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint tags_pkey primary key (id),
  constraint tags_name_key unique (name),
  constraint tags_name_check check (name <> ''),
  constraint tags_note_id_fkey foreign key (note_id) references notes (id) on delete cascade
);
create index tags_note_id_idx on tags (note_id);
comment on table tags is 'A word to find notes by.';
