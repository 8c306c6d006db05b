-- migration 20260102000000_change, down
-- parent: none

-- step 1/4: drop column notes.key
alter table notes drop column key;

-- step 2/4: add column notes.key
alter table notes add column key text generated always as (lower(title)) stored not null;
comment on column notes.key is 'The title.';

-- step 3/4: add unique notes.notes_key_key
alter table notes add constraint notes_key_key unique (key);

-- step 4/4: add check notes.notes_key_check
alter table notes add constraint notes_key_check check (key <> 'x');
