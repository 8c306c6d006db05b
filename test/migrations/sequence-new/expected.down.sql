-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: drop sequence ticket_seq
drop sequence ticket_seq;
