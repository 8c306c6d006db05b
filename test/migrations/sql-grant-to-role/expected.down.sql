-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql reporting_reads_notes
do $$
begin
  if exists (select from pg_roles where rolname = 'reporting') then
    revoke select on notes from reporting;
  end if;
end
$$;
