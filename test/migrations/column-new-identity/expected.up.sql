-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: number the rows of notes in number

-- step 1/7: add column notes.number
-- locks: notes access exclusive
create sequence notes_number_numbers as integer;
alter table notes add column number integer;
alter table notes alter column number set default nextval('notes_number_numbers');

-- step 2/7: number the rows in notes.number
-- outside a transaction
-- locks: notes row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first notes.id%type;
  batch_last notes.id%type;
begin
  select id into batch_first from notes order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from notes where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update notes set number = nextval('notes_number_numbers')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/7: expect values of notes.number
-- locks: notes access exclusive
alter table notes add constraint notes_number__not_null check (number is not null) not valid;

-- step 4/7: number the rows in notes.number
-- outside a transaction
-- locks: notes row exclusive
do $$
#variable_conflict use_variable
declare
  batch_first notes.id%type;
  batch_last notes.id%type;
begin
  select id into batch_first from notes order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from notes where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update notes set number = nextval('notes_number_numbers')
    where id >= batch_first and id <= batch_last and number is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/7: validate check notes.notes_number__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_number__not_null;

-- step 6/7: set not null of notes.number
-- locks: notes access exclusive
alter table notes alter column number set not null;
alter table notes drop constraint notes_number__not_null;

-- step 7/7: let identity number notes.number
-- locks: notes access exclusive
-- reads all rows: notes
lock table notes in access exclusive mode;
alter table notes alter column number drop default;
drop sequence notes_number_numbers;
alter table notes alter column number add generated always as identity;
select setval(pg_get_serial_sequence('notes', 'number'), max(number)) from notes having max(number) is not null;
