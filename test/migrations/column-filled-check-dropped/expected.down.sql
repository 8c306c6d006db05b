-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which rows had no notes.state
-- cannot bring back: the check notes_state_check comes back not valid

-- step 1/2: add check notes.notes_state_check
alter table notes add constraint notes_state_check check (state in ('draft', 'live')) not valid;

-- step 2/2: drop not null of notes.state
alter table notes alter column state drop not null;
