-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of events that were in events_2025

-- check 1/1: no row of events_other belongs into events_2025
-- otherwise: move the rows out of events_other, and back into events behind the migration
select id, happened from events_other where not (happened is null or happened < '2025-01-01' or happened >= '2026-01-01');

-- step 1/3: expect no rows of events_2025 in events_other
alter table events_other add constraint events_2025__apart check (happened is null or happened < '2025-01-01' or happened >= '2026-01-01') not valid;

-- step 2/3: validate check events_other.events_2025__apart
alter table events_other validate constraint events_2025__apart;

-- step 3/3: create partition events_2025
create table events_2025 (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
alter table events_other drop constraint events_2025__apart;
