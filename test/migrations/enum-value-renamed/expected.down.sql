-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the enum size keeps the value "huge"

-- step 1/5: rename "tiny" to "small" in enum size
alter type size rename value 'tiny' to 'small';

-- step 2/5: set default of shirts.size
alter table shirts alter column size set default 'small';

-- step 3/5: create index shirts_id_idx__new on shirts
-- outside a transaction
create index concurrently shirts_id_idx__new on shirts (id) where size = 'small';

-- step 4/5: drop index shirts_id_idx of shirts
-- outside a transaction
drop index concurrently shirts_id_idx;

-- step 5/5: rename index shirts_id_idx__new to shirts_id_idx
alter index shirts_id_idx__new rename to shirts_id_idx;
