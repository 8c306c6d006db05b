-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: sql tidy_title
-- spaces at the ends say nothing
create or replace function tidy_title() returns trigger language plpgsql as $$
begin
  new.title := initcap(trim(new.title));
  return new;
end
$$;
comment on function tidy_title() is 'titles as they are shown';

-- step 2/2: sql title_length
create or replace function title_length(title text) returns integer language sql immutable
begin atomic
  select case when title <> '' then octet_length(title) end;
end;
