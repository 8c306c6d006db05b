-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every scores.rank fits integer
-- otherwise: change the values that do not
select id from scores where rank not between -2147483648 and 2147483647;

-- step 1/5: change scores.rank to integer: columns beside, kept in step by a trigger
alter table scores add column rank__new integer;
create function zz_scores_in_step() returns trigger language plpgsql as $$
begin
  new.rank__new := new.rank;
  return new;
end
$$;
create trigger zz_scores_in_step before insert or update on scores
for each row execute function zz_scores_in_step();

-- step 2/5: fill scores.rank__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first scores.id%type;
  batch_last scores.id%type;
begin
  select id into batch_first from scores order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from scores where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update scores set rank__new = rank
    where id >= batch_first and id <= batch_last and rank__new is null and rank is not null;
    commit;
    select id into batch_first from scores where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/5: build index scores_rank_once__new on scores
-- outside a transaction
create unique index concurrently scores_rank_once__new on scores ((abs(rank__new)), season);

-- step 4/5: build index scores_season_one_winner__new on scores
-- outside a transaction
create unique index concurrently scores_season_one_winner__new on scores (season) where rank__new = 1;

-- step 5/5: change scores.rank to integer: columns change places
lock table scores in access exclusive mode;
drop trigger zz_scores_in_step on scores;
drop function zz_scores_in_step();
-- what the old columns alone were granted, and their statistics target, go with them
do $$
declare
  statement text;
begin
  for statement in
    with places (owner, gone, beside) as (values ('scores'::regclass, 'rank', 'rank__new'))
    select format('grant %s (%I) on %s to %s%s', privilege_type, beside, owner,
      coalesce(nullif(grantee, 0)::regrole::text, 'public'), case when is_grantable then ' with grant option' end)
    from places join pg_attribute on attrelid = owner and attname = gone, aclexplode(attacl)
    union all
    select format('alter table %s alter column %I set statistics %s', owner, beside, attstattarget)
    from places join pg_attribute on attrelid = owner and attname = gone where attstattarget >= 0
  loop
    execute statement;
  end loop;
end
$$;
alter table scores drop column rank;
alter table scores rename column rank__new to rank;
alter index scores_rank_once__new rename to scores_rank_once;
alter index scores_season_one_winner__new rename to scores_season_one_winner;
