-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no row of events_other belongs into events_2026
-- otherwise: move the rows out of events_other, and back into events behind the migration
select id, happened from events_other where not (happened is null or happened < '2026-01-01' or happened >= '2027-01-01');

-- step 1/3: expect no rows of events_2026 in events_other
-- locks: events_other access exclusive
alter table events_other add constraint events_2026__apart check (happened is null or happened < '2026-01-01' or happened >= '2027-01-01') not valid;

-- step 2/3: validate check events_other.events_2026__apart
-- locks: events_other share update exclusive
-- reads all rows: events_other
alter table events_other validate constraint events_2026__apart;

-- step 3/3: create partition events_2026
-- locks: events share update exclusive, events_other access exclusive
create table events_2026 (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_2026 for values from ('2026-01-01') to ('2027-01-01');
alter table events_other drop constraint events_2026__apart;
