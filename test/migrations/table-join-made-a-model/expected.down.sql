-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of memberships.role
-- cannot bring back: the values of memberships.joined_at

-- step 1/6: rename table memberships to team_users
alter table memberships rename to team_users;

-- step 2/6: rename constraint memberships_pkey to team_users_pkey, memberships_user_id_fkey to team_users_user_id_fkey, memberships_team_id_fkey to team_users_team_id_fkey of team_users
alter table team_users rename constraint memberships_pkey to team_users_pkey;
alter table team_users rename constraint memberships_user_id_fkey to team_users_user_id_fkey;
alter table team_users rename constraint memberships_team_id_fkey to team_users_team_id_fkey;

-- step 3/6: create index team_users_team_id_user_id_idx on team_users
-- outside a transaction
create index concurrently team_users_team_id_user_id_idx on team_users (team_id, user_id);

-- step 4/6: drop index memberships_team_id_idx of team_users
-- outside a transaction
drop index concurrently memberships_team_id_idx;

-- step 5/6: drop column team_users.role
alter table team_users drop column role;

-- step 6/6: drop column team_users.joined_at
alter table team_users drop column joined_at;
