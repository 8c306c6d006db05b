-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: fill cities.country with (select code from countries where countries.id = cities.country_id)

-- step 1/13: drop foreign key cities.cities_country_id_fkey
-- locks: cities access exclusive, countries access exclusive
lock table countries in access exclusive mode;
alter table cities drop constraint cities_country_id_fkey;

-- step 2/13: add column cities.country
-- locks: cities access exclusive
alter table cities add column country character varying(2);

-- step 3/13: fill cities.country
-- outside a transaction
-- locks: cities row exclusive, countries access share
do $$
#variable_conflict use_variable
declare
  batch_first cities.id%type;
  batch_last cities.id%type;
begin
  select id into batch_first from cities order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from cities where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update cities set country = (select code from countries where countries.id = cities.country_id)
    where id >= batch_first and id <= batch_last and country is null;
    commit;
    select id into batch_first from cities where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 4/13: expect values of cities.country
-- locks: cities access exclusive
alter table cities add constraint cities_country__not_null check (country is not null) not valid;

-- step 5/13: fill cities.country: what came meanwhile
-- outside a transaction
-- locks: cities row exclusive, countries access share
do $$
#variable_conflict use_variable
declare
  batch_first cities.id%type;
  batch_last cities.id%type;
begin
  select id into batch_first from cities order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from cities where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update cities set country = (select code from countries where countries.id = cities.country_id)
    where id >= batch_first and id <= batch_last and country is null;
    commit;
    select id into batch_first from cities where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 6/13: validate check cities.cities_country__not_null
-- locks: cities share update exclusive
-- reads all rows: cities
alter table cities validate constraint cities_country__not_null;

-- step 7/13: set not null of cities.country
-- locks: cities access exclusive
alter table cities alter column country set not null;
alter table cities drop constraint cities_country__not_null;

-- step 8/13: build unique index countries_pkey__new on countries
-- outside a transaction
-- locks not measured
create unique index concurrently countries_pkey__new on countries (code);

-- step 9/13: replace primary key countries.countries_pkey
-- locks: countries access exclusive
lock table countries in access exclusive mode;
alter table countries drop constraint countries_pkey;
alter table countries add constraint countries_pkey primary key using index countries_pkey__new;

-- step 10/13: add foreign key cities.cities_country_fkey
-- locks: cities share row exclusive, countries share row exclusive
lock table countries in share row exclusive mode;
alter table cities add constraint cities_country_fkey foreign key (country) references countries (code) not valid;

-- step 11/13: validate foreign key cities.cities_country_fkey
-- locks: cities share update exclusive, countries row share
-- reads all rows: cities
alter table cities validate constraint cities_country_fkey;

-- step 12/13: drop unique countries.countries_code_key
-- locks: cities access exclusive, countries access exclusive
lock table countries in access exclusive mode;
alter table cities drop constraint cities_country_fkey;
alter table countries drop constraint countries_code_key;
alter table cities add constraint cities_country_fkey foreign key (country) references countries (code) not valid;

-- step 13/13: validate foreign key cities.cities_country_fkey
-- locks: cities share update exclusive, countries row share
-- reads all rows: cities
alter table cities validate constraint cities_country_fkey;
