-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: no two rows of notes are the same in (lower(title))
-- otherwise: change or delete the rows that have the same values
select id from (select id, count(*) over (partition by (lower(title))) as rows_alike from notes where (lower(title)) is not null) as counted where rows_alike > 1;

-- step 1/1: create index notes_title_once on notes
-- outside a transaction
-- locks not measured
create unique index concurrently notes_title_once on notes ((lower(title)));
