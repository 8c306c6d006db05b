-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: add "medium" to enum size
-- outside a transaction
alter type size add value if not exists 'medium' before 'large';

-- step 2/2: set default of shirts.size
-- locks: shirts access exclusive
alter table shirts alter column size set default 'medium';
