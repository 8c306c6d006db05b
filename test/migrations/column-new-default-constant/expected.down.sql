-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of notes.is_open
-- cannot bring back: the values of notes.tags
-- cannot bring back: the values of notes.price

-- step 1/3: drop column notes.is_open
alter table notes drop column is_open;

-- step 2/3: drop column notes.tags
alter table notes drop column tags;

-- step 3/3: drop column notes.price
alter table notes drop column price;
