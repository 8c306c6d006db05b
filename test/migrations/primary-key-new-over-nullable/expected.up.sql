-- migration 20260102000000_change, up
-- parent: none

-- check 1/3: every row has events.code
-- otherwise: fill it, or write "backfill: <expression>" at events.code
select ctid from events where code is null;

-- check 2/3: no two rows of events are the same in code
-- otherwise: change or delete the rows that have the same values
select ctid from (select ctid, count(*) over (partition by code) as rows_alike from events where code is not null) as counted where rows_alike > 1;

-- check 3/3: every row of events has code
-- otherwise: fill them, or delete the rows
select ctid from events where code is null;

-- step 1/5: expect values of events.code
-- locks: events access exclusive
alter table events add constraint events_code__not_null check (code is not null) not valid;

-- step 2/5: validate check events.events_code__not_null
-- locks: events share update exclusive
-- reads all rows: events
alter table events validate constraint events_code__not_null;

-- step 3/5: set not null of events.code
-- locks: events access exclusive
alter table events alter column code set not null;
alter table events drop constraint events_code__not_null;

-- step 4/5: build unique index events_pkey on events
-- outside a transaction
-- locks not measured
create unique index concurrently events_pkey on events (code);

-- step 5/5: add primary key events.events_pkey
-- locks: events access exclusive
alter table events add constraint events_pkey primary key using index events_pkey;
