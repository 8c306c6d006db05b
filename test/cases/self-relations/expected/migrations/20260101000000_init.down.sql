-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of friendships
-- cannot bring back: the rows of people

-- step 1/6: drop foreign key friendships.friendships_friend_id_fkey
alter table friendships drop constraint friendships_friend_id_fkey;

-- step 2/6: drop foreign key friendships.friendships_person_id_fkey
alter table friendships drop constraint friendships_person_id_fkey;

-- step 3/6: drop foreign key people.people_father_id_fkey
alter table people drop constraint people_father_id_fkey;

-- step 4/6: drop foreign key people.people_mother_id_fkey
alter table people drop constraint people_mother_id_fkey;

-- step 5/6: drop table friendships
drop table friendships;

-- step 6/6: drop table people
drop table people;
