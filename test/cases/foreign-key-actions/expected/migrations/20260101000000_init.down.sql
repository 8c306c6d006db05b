-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of eggs
-- cannot bring back: the rows of hens
-- cannot bring back: the rows of things
-- cannot bring back: the rows of owners

-- step 1/12: drop foreign key hens.hens_egg_id_fkey
alter table hens drop constraint hens_egg_id_fkey;

-- step 2/12: drop foreign key eggs.eggs_hen_id_fkey
alter table eggs drop constraint eggs_hen_id_fkey;

-- step 3/12: drop foreign key things.things_handle_fkey
alter table things drop constraint things_handle_fkey;

-- step 4/12: drop foreign key things.things_refused_fkey
alter table things drop constraint things_refused_fkey;

-- step 5/12: drop foreign key things.things_defaulted_fkey
alter table things drop constraint things_defaulted_fkey;

-- step 6/12: drop foreign key things.things_nulled_fkey
alter table things drop constraint things_nulled_fkey;

-- step 7/12: drop foreign key things.things_restricted_fkey
alter table things drop constraint things_restricted_fkey;

-- step 8/12: drop foreign key things.things_cascaded_fkey
alter table things drop constraint things_cascaded_fkey;

-- step 9/12: drop table eggs
drop table eggs;

-- step 10/12: drop table hens
drop table hens;

-- step 11/12: drop table things
drop table things;

-- step 12/12: drop table owners
drop table owners;
