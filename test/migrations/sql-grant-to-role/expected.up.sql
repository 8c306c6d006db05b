-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: sql reporting_reads_notes
do $$
begin
  if exists (select from pg_roles where rolname = 'reporting') then
    grant select on notes to reporting;
  end if;
end
$$;
