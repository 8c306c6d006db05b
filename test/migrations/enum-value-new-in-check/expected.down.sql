-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the enum size keeps the value "huge"

-- step 1/1: drop check shirts.shirts_size_check
alter table shirts drop constraint shirts_size_check;
