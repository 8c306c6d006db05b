-- migration 20260102000000_change, down
-- parent: none

-- step 1/2: rename column heading to title, title to subtitle of notes
alter table notes rename column title to subtitle;
alter table notes rename column heading to title;
do $$
begin
  if exists (select from pg_constraint where conrelid = 'notes'::regclass and contype = 'n' and conname = 'notes_title_not_null') then
    alter table notes rename constraint notes_title_not_null to notes_subtitle_not_null;
  end if;
  if exists (select from pg_constraint where conrelid = 'notes'::regclass and contype = 'n' and conname = 'notes_heading_not_null') then
    alter table notes rename constraint notes_heading_not_null to notes_title_not_null;
  end if;
end
$$;

-- step 2/2: drop not null of notes.subtitle
alter table notes alter column subtitle drop not null;
