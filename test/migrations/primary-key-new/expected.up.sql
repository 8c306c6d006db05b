-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of events are the same in number
-- otherwise: change or delete the rows that have the same values
select ctid from (select ctid, count(*) over (partition by number) as rows_alike from events where number is not null) as counted where rows_alike > 1;

-- step 1/2: build unique index events_pkey on events
-- outside a transaction
-- locks not measured
create unique index concurrently events_pkey on events (number);

-- step 2/2: add primary key events.events_pkey
-- locks: events access exclusive
alter table events add constraint events_pkey primary key using index events_pkey;
