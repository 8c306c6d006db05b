-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: sql note_count
create or replace function note_count() returns bigint language sql stable security definer as $$ select count(*) from notes $$;
revoke execute on function note_count() from public;
