-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of favourites

-- step 1/3: drop foreign key favourites.favourites_user_id_fkey
lock table users in access exclusive mode;
alter table favourites drop constraint favourites_user_id_fkey;

-- step 2/3: drop foreign key favourites.favourites_post_id_fkey
lock table posts in access exclusive mode;
alter table favourites drop constraint favourites_post_id_fkey;

-- step 3/3: drop table favourites
drop table favourites;
