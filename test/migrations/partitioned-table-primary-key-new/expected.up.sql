-- migration 20260102000000_change, up
-- parent: none

-- check 1/3: every row has events.happened
-- otherwise: fill it, or write "backfill: <expression>" at events.happened
select ctid from events where happened is null;

-- check 2/3: no two rows of events are the same in id, happened
-- otherwise: change or delete the rows that have the same values
select ctid from (select ctid, count(*) over (partition by id, happened) as rows_alike from events where id is not null and happened is not null) as counted where rows_alike > 1;

-- check 3/3: every row of events has id, happened
-- otherwise: fill them, or delete the rows
select ctid from events where id is null or happened is null;

-- step 1/6: expect values of events.happened
-- locks: events access exclusive, events_2025 access exclusive, events_other access exclusive
alter table events add constraint events_happened__not_null check (happened is not null) not valid;

-- step 2/6: validate check events.events_happened__not_null
-- locks: events share update exclusive, events_2025 share update exclusive, events_other share update exclusive
-- reads all rows: events_2025, events_other
alter table events validate constraint events_happened__not_null;

-- step 3/6: set not null of events.happened
-- locks: events access exclusive, events_2025 access exclusive, events_other access exclusive
alter table events alter column happened set not null;
alter table events drop constraint events_happened__not_null;

-- step 4/6: build unique index events_2025_pkey on events_2025
-- outside a transaction
-- locks not measured
create unique index concurrently events_2025_pkey on events_2025 (id, happened);

-- step 5/6: build unique index events_other_pkey on events_other
-- outside a transaction
-- locks not measured
create unique index concurrently events_other_pkey on events_other (id, happened);

-- step 6/6: add primary key events.events_pkey
-- locks: events access exclusive, events_2025 access exclusive, events_other access exclusive
alter table only events add constraint events_pkey primary key (id, happened);
alter table events_2025 add constraint events_2025_pkey primary key using index events_2025_pkey;
alter index events_pkey attach partition events_2025_pkey;
alter table events_other add constraint events_other_pkey primary key using index events_other_pkey;
alter index events_pkey attach partition events_other_pkey;
