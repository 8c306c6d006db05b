-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop table teams
-- the spec allows: drop table people

-- step 1/2: drop foreign key people.people_note_id_fkey
-- locks: notes access exclusive, people access exclusive
lock table notes in access exclusive mode;
alter table people drop constraint people_note_id_fkey;

-- step 2/2: drop table teams, people
-- locks: people access exclusive, teams access exclusive
drop table teams, people;
