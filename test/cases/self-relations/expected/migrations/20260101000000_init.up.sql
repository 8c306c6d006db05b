-- migration 20260101000000_init, up
-- parent: none

-- step 1/2: create table people
create table people (
  id bigint generated always as identity not null,
  name text not null,
  mother_id bigint,
  father_id bigint,
  constraint people_pkey primary key (id),
  constraint people_mother_id_fkey foreign key (mother_id) references people (id) on delete set null,
  constraint people_father_id_fkey foreign key (father_id) references people (id) on delete set null
);

-- step 2/2: create table friendships
create table friendships (
  person_id bigint not null,
  friend_id bigint not null,
  constraint friendships_pkey primary key (person_id, friend_id),
  constraint friendships_person_id_fkey foreign key (person_id) references people (id) on delete cascade,
  constraint friendships_friend_id_fkey foreign key (friend_id) references people (id) on delete cascade
);
create index friendships_friend_id_person_id_idx on friendships (friend_id, person_id);
