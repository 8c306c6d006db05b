-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: which values of enum size were "medium"

-- step 1/2: drop check shirts.shirts_check
alter table shirts drop constraint shirts_check;

-- step 2/2: add "medium" to enum size
-- outside a transaction
alter type size add value if not exists 'medium' before 'large';
