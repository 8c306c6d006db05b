-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of users.email as they were: they are converted from address
-- cannot bring back: the values of users.other_emails as they were: they are converted from address[]

-- step 1/1: rename domain address to email
alter domain address rename to email;
