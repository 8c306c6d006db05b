-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.slug
-- cannot bring back: the values of notes.token

-- step 1/3: drop column notes.length
alter table notes drop column length;

-- step 2/3: drop column notes.slug
alter table notes drop column slug;

-- step 3/3: drop column notes.token
alter table notes drop column token;
