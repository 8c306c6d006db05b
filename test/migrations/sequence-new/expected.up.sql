-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create sequence ticket_seq
create sequence ticket_seq start with 1000;
comment on sequence ticket_seq is 'Drawn by hand.';
