-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: drop index users_email_lower_idx of users
-- outside a transaction
drop index concurrently users_email_lower_idx;

-- step 2/2: drop index users_name_email_idx of users
-- outside a transaction
drop index concurrently users_name_email_idx;
