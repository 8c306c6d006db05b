-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: sql code_counts
-- locks: products access share
create materialized view code_counts as select code, count(*) as rows from products group by code;
create unique index code_counts_code_idx on code_counts (code);
