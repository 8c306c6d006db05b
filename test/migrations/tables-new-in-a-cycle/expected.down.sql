-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of hens
-- cannot bring back: the rows of eggs

-- step 1/4: drop foreign key eggs.eggs_hen_id_fkey
alter table eggs drop constraint eggs_hen_id_fkey;

-- step 2/4: drop foreign key hens.hens_egg_id_fkey
alter table hens drop constraint hens_egg_id_fkey;

-- step 3/4: drop table hens
drop table hens;

-- step 4/4: drop table eggs
drop table eggs;
