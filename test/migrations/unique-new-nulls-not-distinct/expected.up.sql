-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of notes are the same in body, words
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by body, words) as rows_alike from notes) as counted where rows_alike > 1;

-- step 1/2: build unique index notes_body_once on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_body_once on notes (body, words) nulls not distinct;

-- step 2/2: add unique notes.notes_body_once
-- locks: notes access exclusive
alter table notes add constraint notes_body_once unique using index notes_body_once;
