-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: sql new_code
create or replace function new_code() returns text language sql as $$ select md5(random()::text) $$;
