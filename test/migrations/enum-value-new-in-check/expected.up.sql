-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: add "huge" to enum size
-- outside a transaction
alter type size add value if not exists 'huge';

-- step 2/3: add check shirts.shirts_size_check
-- locks: shirts access exclusive
alter table shirts add constraint shirts_size_check check (size <> 'huge') not valid;

-- step 3/3: validate check shirts.shirts_size_check
-- locks: shirts share update exclusive
-- reads all rows: shirts
alter table shirts validate constraint shirts_size_check;
