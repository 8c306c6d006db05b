-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: undo code_counts
drop materialized view code_counts;

-- step 2/3: change products.code from character varying(20) to text
-- locks: products access exclusive
alter table products alter column code type text;

-- step 3/3: code_counts
-- locks: products access share
create materialized view code_counts as select code, count(*) as rows from products group by code;
create unique index code_counts_code_idx on code_counts (code);
