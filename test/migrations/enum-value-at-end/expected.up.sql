-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: add "huge" to enum size
-- outside a transaction
alter type size add value if not exists 'huge';

-- step 2/2: add "enormous" to enum size
-- outside a transaction
alter type size add value if not exists 'enormous';
