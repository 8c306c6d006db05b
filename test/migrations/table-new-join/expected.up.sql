-- migration 20260102000000_change, up
-- parent: none

-- step 1/4: create table favourites
create table favourites (
  user_id bigint not null,
  post_id bigint not null,
  constraint favourites_pkey primary key (user_id, post_id)
);

-- step 2/4: create index favourites_post_id_user_id_idx on favourites
create index favourites_post_id_user_id_idx on favourites (post_id, user_id);

-- step 3/4: add foreign key favourites.favourites_user_id_fkey
-- locks: users share row exclusive
alter table favourites add constraint favourites_user_id_fkey foreign key (user_id) references users (id) on delete cascade;

-- step 4/4: add foreign key favourites.favourites_post_id_fkey
-- locks: posts share row exclusive
alter table favourites add constraint favourites_post_id_fkey foreign key (post_id) references posts (id) on delete cascade;
