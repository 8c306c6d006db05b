-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of cities.country

-- check 1/2: no two rows of countries are the same in id
-- otherwise: change or delete the rows that have the same values
select code from (select code, count(*) over (partition by id) as rows_alike from countries where id is not null) as counted where rows_alike > 1;

-- check 2/2: every country_id of cities is in countries
-- otherwise: repair or delete the rows, or write "orphans: delete" at the foreign key cities.cities_country_id_fkey
select id from cities where cities.country_id is not null and not exists (select from countries as target where target.id = cities.country_id);

-- step 1/8: drop foreign key cities.cities_country_fkey
lock table countries in access exclusive mode;
alter table cities drop constraint cities_country_fkey;

-- step 2/8: build unique index countries_code_key on countries
-- outside a transaction
create unique index concurrently countries_code_key on countries (code);

-- step 3/8: add unique countries.countries_code_key
alter table countries add constraint countries_code_key unique using index countries_code_key;

-- step 4/8: build unique index countries_pkey__new on countries
-- outside a transaction
create unique index concurrently countries_pkey__new on countries (id);

-- step 5/8: replace primary key countries.countries_pkey
lock table countries in access exclusive mode;
alter table countries drop constraint countries_pkey;
alter table countries add constraint countries_pkey primary key using index countries_pkey__new;

-- step 6/8: add foreign key cities.cities_country_id_fkey
lock table countries in share row exclusive mode;
alter table cities add constraint cities_country_id_fkey foreign key (country_id) references countries (id) not valid;

-- step 7/8: validate foreign key cities.cities_country_id_fkey
alter table cities validate constraint cities_country_id_fkey;

-- step 8/8: drop column cities.country
alter table cities drop column country;
