-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of notes are the same in key
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by key) as rows_alike from (select ctid, id, title, lower(title) as key from notes) as notes where key is not null) as counted where rows_alike > 1;

-- step 1/4: drop column notes.key
alter table notes drop column key;

-- step 2/4: add column notes.key
alter table notes add column key text generated always as (lower(title)) stored not null;
comment on column notes.key is 'The title.';

-- step 3/4: add unique notes.notes_key_key
alter table notes add constraint notes_key_key unique (key);

-- step 4/4: add check notes.notes_key_check
alter table notes add constraint notes_key_check check (key <> 'x');
