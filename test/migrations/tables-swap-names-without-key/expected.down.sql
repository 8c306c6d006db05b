-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of firsts are the same in id
-- otherwise: change or delete the rows that have the same values
select ctid from (select ctid, count(*) over (partition by id) as rows_alike from seconds as firsts where id is not null) as counted where rows_alike > 1;

-- step 1/4: rename table firsts to seconds, seconds to firsts
alter table firsts rename to firsts__aside;
alter table seconds rename to firsts;
alter table firsts__aside rename to seconds;
alter sequence if exists firsts_id_seq rename to firsts_id_seq__aside;
alter sequence if exists seconds_id_seq rename to firsts_id_seq;
alter sequence if exists firsts_id_seq__aside rename to seconds_id_seq;

-- step 2/4: rename constraint firsts_pkey to seconds_pkey of seconds
alter table seconds rename constraint firsts_pkey to seconds_pkey;

-- step 3/4: build unique index firsts_pkey on firsts
-- outside a transaction
create unique index concurrently firsts_pkey on firsts (id);

-- step 4/4: add primary key firsts.firsts_pkey
alter table firsts add constraint firsts_pkey primary key using index firsts_pkey;
