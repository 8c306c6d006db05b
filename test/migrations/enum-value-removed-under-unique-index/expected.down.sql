-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: add "medium" to enum size
-- outside a transaction
alter type size add value if not exists 'medium' before 'large';
