-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create table favourites
-- locks: posts share row exclusive, users share row exclusive
create table favourites (
  user_id bigint not null,
  post_id bigint not null,
  constraint favourites_pkey primary key (user_id, post_id),
  constraint favourites_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint favourites_post_id_fkey foreign key (post_id) references posts (id) on delete cascade
);
create index favourites_post_id_user_id_idx on favourites (post_id, user_id);
