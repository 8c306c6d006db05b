-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.mood

-- step 1/1: add column notes.mood
alter table notes add column mood text not null default 'calm';
