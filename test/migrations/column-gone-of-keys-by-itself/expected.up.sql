-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column notes.code, and notes_code_key, notes_ranks, notes_code_place with it
-- the spec allows: drop column notes.place, and notes_one_place with it

-- step 1/2: drop column notes.code
-- locks: notes access exclusive
alter table notes drop column code;

-- step 2/2: drop column notes.place
-- locks: notes access exclusive
alter table notes drop column place;
