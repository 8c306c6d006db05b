-- migration 20260102000000_change, up
-- parent: none

-- check 1/2: no row of events_other belongs into events_fr
-- otherwise: move the rows out of events_other, and back into events behind the migration
select id, country from events_other where not (country is null or country <> 'fr');

-- check 2/2: no row of events_other belongs into events_north
-- otherwise: move the rows out of events_other, and back into events behind the migration
select id, country from events_other where not (country is null or country not in ('se', 'no'));

-- step 1/6: expect no rows of events_fr in events_other
-- locks: events_other access exclusive
alter table events_other add constraint events_fr__apart check (country is null or country <> 'fr') not valid;

-- step 2/6: validate check events_other.events_fr__apart
-- locks: events_other share update exclusive
-- reads all rows: events_other
alter table events_other validate constraint events_fr__apart;

-- step 3/6: create partition events_fr
-- locks: events share update exclusive, events_other access exclusive
create table events_fr (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_fr for values in ('fr');
alter table events_other drop constraint events_fr__apart;

-- step 4/6: expect no rows of events_north in events_other
-- locks: events_other access exclusive
alter table events_other add constraint events_north__apart check (country is null or country not in ('se', 'no')) not valid;

-- step 5/6: validate check events_other.events_north__apart
-- locks: events_other share update exclusive
-- reads all rows: events_other
alter table events_other validate constraint events_north__apart;

-- step 6/6: create partition events_north
-- locks: events share update exclusive, events_other access exclusive
create table events_north (like events including all excluding comments excluding identity excluding statistics);
alter table events attach partition events_north for values in ('se', 'no');
alter table events_other drop constraint events_north__apart;
