-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: undo sql code_counts, change products.code from character varying(20) to text
-- locks: products access exclusive
drop materialized view code_counts;
alter table products alter column code type text;

-- step 2/2: sql code_counts
-- locks: products access share
create materialized view code_counts as select code, count(*) as rows from products group by code;
create unique index code_counts_code_idx on code_counts (code);
