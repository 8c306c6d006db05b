-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of posts.signed

-- step 1/1: drop column posts.signed
alter table posts drop column signed;
