-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.code
-- cannot bring back: the values of notes.place
-- cannot bring back: notes_code_key of notes, which rows no longer meet
-- cannot bring back: notes_one_place of notes, which rows no longer meet
-- cannot bring back: notes_code_place of notes, which rows no longer meet

-- step 1/4: add column notes.code
alter table notes add column code text not null default '-';

-- step 2/4: add column notes.place
alter table notes add column place text;

-- step 3/4: build unique index notes_ranks on notes
-- outside a transaction
create unique index concurrently notes_ranks on notes (code, rank);

-- step 4/4: add unique notes.notes_ranks
alter table notes add constraint notes_ranks unique using index notes_ranks;
