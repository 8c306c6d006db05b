-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: rename table seconds to firsts, firsts to seconds
-- locks: seconds access exclusive, firsts access exclusive
alter table seconds rename to seconds__aside;
alter table firsts rename to seconds;
alter table seconds__aside rename to firsts;
alter sequence if exists seconds_id_seq rename to seconds_id_seq__aside;
alter sequence if exists firsts_id_seq rename to seconds_id_seq;
alter sequence if exists seconds_id_seq__aside rename to firsts_id_seq;

-- step 2/3: drop primary key seconds.firsts_pkey
-- locks: seconds access exclusive
alter table seconds drop constraint firsts_pkey;

-- step 3/3: rename constraint seconds_pkey to firsts_pkey of firsts
-- locks: firsts access exclusive
alter table firsts rename constraint seconds_pkey to firsts_pkey;
