-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the enum size keeps the value "medium"

-- step 1/1: set default of shirts.size
alter table shirts alter column size set default 'small';
