-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: no two rows of things are the same in number
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by number) as rows_alike from things where number is not null) as counted where rows_alike > 1;

-- step 1/2: build unique index things_number_key on things
-- outside a transaction
create unique index concurrently things_number_key on things (number);

-- step 2/2: add unique things.things_number_key
alter table things add constraint things_number_key unique using index things_number_key;
