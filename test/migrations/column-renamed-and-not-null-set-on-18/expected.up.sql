-- migration 20260102000000_change, up
-- parent: none

-- check 1/1: every row has notes.title
-- otherwise: fill it, or write "backfill: <expression>" at notes.title
select id from (select ctid, id, title as heading, subtitle as title from notes) as notes where title is null;

-- step 1/3: rename column title to heading, subtitle to title of notes
-- locks: notes access exclusive
alter table notes rename column title to heading;
alter table notes rename column subtitle to title;
do $$
begin
  if exists (select from pg_constraint where conrelid = 'notes'::regclass and contype = 'n' and conname = 'notes_title_not_null') then
    alter table notes rename constraint notes_title_not_null to notes_heading_not_null;
  end if;
end
$$;

-- step 2/3: set not null of notes.title
-- locks: notes access exclusive
alter table notes add constraint notes_title_not_null not null title not valid;

-- step 3/3: validate not null notes.notes_title_not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_title_not_null;
