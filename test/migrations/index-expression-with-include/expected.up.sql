-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of users are the same in (lower(email))
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by (lower(email))) as rows_alike from users where (lower(email)) is not null) as counted where rows_alike > 1;

-- step 1/2: create index users_email_lower_idx on users
-- outside a transaction
-- locks not measured
create unique index concurrently users_email_lower_idx on users ((lower(email)));

-- step 2/2: create index users_name_email_idx on users
-- outside a transaction
-- locks not measured
create index concurrently users_name_email_idx on users (name desc) include (email);
