-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: rename "small" to "tiny" in enum size
alter type size rename value 'small' to 'tiny';

-- step 2/6: add "huge" to enum size
-- outside a transaction
alter type size add value if not exists 'huge';

-- step 3/6: set default of shirts.size
-- locks: shirts access exclusive
alter table shirts alter column size set default 'tiny';

-- step 4/6: create index shirts_id_idx__new on shirts
-- outside a transaction
-- locks not measured
create index concurrently shirts_id_idx__new on shirts (id) where size = 'tiny';

-- step 5/6: drop index shirts_id_idx of shirts
-- outside a transaction
-- locks not measured
drop index concurrently shirts_id_idx;

-- step 6/6: rename index shirts_id_idx__new to shirts_id_idx
alter index shirts_id_idx__new rename to shirts_id_idx;
