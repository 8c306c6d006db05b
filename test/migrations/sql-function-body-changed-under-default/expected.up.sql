-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: sql codes
create or replace function new_code() returns text language sql as $$ select gen_random_uuid()::text $$;
