-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of notes are the same in title
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by title) as rows_alike from notes where title is not null) as counted where rows_alike > 1;

-- step 1/2: build unique index notes_title_key on notes
-- outside a transaction
create unique index concurrently notes_title_key on notes (title);

-- step 2/2: add unique notes.notes_title_key
alter table notes add constraint notes_title_key unique using index notes_title_key;
