-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create partition events_2026
-- locks: events access exclusive, events_other access exclusive
-- reads all rows: events_other
create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
