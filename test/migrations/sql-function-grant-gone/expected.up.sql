-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: undo sql note_count, sql note_count
-- locks: notes access share
drop function note_count();
create function note_count() returns bigint language sql stable security definer as $$ select count(*) from notes $$;
