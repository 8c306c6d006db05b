-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill events.name with 'x'

-- step 1/8: add column events.place
-- locks: events access exclusive, events_2025 access exclusive
alter table events add column place text;

-- step 2/8: add column events.size
-- locks: events access exclusive, events_2025 access exclusive
alter table events add column size integer not null default 1;

-- step 3/8: add column events.name
-- locks: events access exclusive, events_2025 access exclusive
alter table events add column name text;

-- step 4/8: fill events.name
-- outside a transaction
-- locks: events row exclusive, events_2025 row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first_1 events.id%type;
  batch_first_2 events.happened%type;
  batch_last_1 events.id%type;
  batch_last_2 events.happened%type;
begin
  select id, happened into batch_first_1, batch_first_2 from events order by id, happened limit 1;
  while batch_first_1 is not null loop
    select id, happened into batch_last_1, batch_last_2
    from (select id, happened from events where (id, happened) >= (batch_first_1, batch_first_2) order by id, happened limit 1000) as batch
    order by id desc, happened desc limit 1;
    update events set name = 'x'
    where (id, happened) >= (batch_first_1, batch_first_2) and (id, happened) <= (batch_last_1, batch_last_2) and name is null;
    commit;
    select id, happened into batch_first_1, batch_first_2 from events where (id, happened) > (batch_last_1, batch_last_2) order by id, happened limit 1;
  end loop;
end
$$;

-- step 5/8: expect values of events.name
-- locks: events access exclusive, events_2025 access exclusive
alter table events add constraint events_name__not_null check (name is not null) not valid;

-- step 6/8: fill events.name: what came meanwhile
-- outside a transaction
-- locks: events row exclusive, events_2025 row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first_1 events.id%type;
  batch_first_2 events.happened%type;
  batch_last_1 events.id%type;
  batch_last_2 events.happened%type;
begin
  select id, happened into batch_first_1, batch_first_2 from events order by id, happened limit 1;
  while batch_first_1 is not null loop
    select id, happened into batch_last_1, batch_last_2
    from (select id, happened from events where (id, happened) >= (batch_first_1, batch_first_2) order by id, happened limit 1000) as batch
    order by id desc, happened desc limit 1;
    update events set name = 'x'
    where (id, happened) >= (batch_first_1, batch_first_2) and (id, happened) <= (batch_last_1, batch_last_2) and name is null;
    commit;
    select id, happened into batch_first_1, batch_first_2 from events where (id, happened) > (batch_last_1, batch_last_2) order by id, happened limit 1;
  end loop;
end
$$;

-- step 7/8: validate check events.events_name__not_null
-- locks: events share update exclusive, events_2025 share update exclusive
-- reads all rows: events_2025
alter table events validate constraint events_name__not_null;

-- step 8/8: set not null of events.name
-- locks: events access exclusive, events_2025 access exclusive
alter table events alter column name set not null;
alter table events drop constraint events_name__not_null;
