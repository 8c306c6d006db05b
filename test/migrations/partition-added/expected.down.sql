-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: detach partition events_2026
-- outside a transaction
alter table events detach partition events_2026 concurrently;

-- step 2/2: drop table events_2026
drop table events_2026;
