-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: rename table team_users to memberships
-- locks: team_users access exclusive
alter table team_users rename to memberships;

-- step 2/6: rename constraint team_users_pkey to memberships_pkey, team_users_user_id_fkey to memberships_user_id_fkey, team_users_team_id_fkey to memberships_team_id_fkey of memberships
-- locks: memberships access exclusive
alter table memberships rename constraint team_users_pkey to memberships_pkey;
alter table memberships rename constraint team_users_user_id_fkey to memberships_user_id_fkey;
alter table memberships rename constraint team_users_team_id_fkey to memberships_team_id_fkey;

-- step 3/6: add column memberships.role
-- locks: memberships access exclusive
alter table memberships add column role character varying(20) not null default 'member';

-- step 4/6: add column memberships.joined_at
-- locks: memberships access exclusive
alter table memberships add column joined_at timestamp with time zone not null default now();

-- step 5/6: create index memberships_team_id_idx on memberships
-- outside a transaction
-- locks not measured
create index concurrently memberships_team_id_idx on memberships (team_id);

-- step 6/6: drop index team_users_team_id_user_id_idx of memberships
-- outside a transaction
-- locks not measured
drop index concurrently team_users_team_id_user_id_idx;
