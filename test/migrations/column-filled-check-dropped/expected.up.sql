-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill notes.state with 'new'

-- step 1/6: drop check notes.notes_state_check
-- locks: notes access exclusive
alter table notes drop constraint notes_state_check;

-- step 2/6: fill notes.state
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
    update notes set state = 'new'
    where id >= batch_first and id <= batch_last and state is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of notes.state
-- locks: notes access exclusive
alter table notes add constraint notes_state__not_null check (state is not null) not valid;

-- step 4/6: fill notes.state: what came meanwhile
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
    update notes set state = 'new'
    where id >= batch_first and id <= batch_last and state is null;
    commit;
    select id into batch_first from notes where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 5/6: validate check notes.notes_state__not_null
-- locks: notes share update exclusive
-- reads all rows: notes
alter table notes validate constraint notes_state__not_null;

-- step 6/6: set not null of notes.state
-- locks: notes access exclusive
alter table notes alter column state set not null;
alter table notes drop constraint notes_state__not_null;
