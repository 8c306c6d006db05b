-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: sql new_code
create function new_code() returns text language sql as $$ select md5(random()::text) $$;

-- step 2/2: set default of notes.code
alter table notes alter column code set default new_code();
