-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: add "medium" to enum size
-- outside a transaction
alter type size add value if not exists 'medium' before 'large';

-- step 2/2: add "calm" to enum mood
-- outside a transaction
alter type mood add value if not exists 'calm' before 'wild';
