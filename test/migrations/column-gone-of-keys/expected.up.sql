-- migration 20260102000000_change, up
-- parent: none
-- the spec allows: drop column prices.shop, and prices_amount_shop_key with it

-- check 1/2: no two rows of prices are the same in amount
-- otherwise: change or delete the rows that have the same values
select item, day, shop from (select item, day, shop, count(*) over (partition by amount) as rows_alike from prices where amount is not null) as counted where rows_alike > 1;

-- check 2/2: no two rows of prices are the same in item, day
-- otherwise: change or delete the rows that have the same values
select item, day, shop from (select item, day, shop, count(*) over (partition by item, day) as rows_alike from prices where item is not null and day is not null) as counted where rows_alike > 1;

-- step 1/5: build unique index prices_amount_key on prices
-- outside a transaction
-- locks not measured
create unique index concurrently prices_amount_key on prices (amount);

-- step 2/5: add unique prices.prices_amount_key
-- locks: prices access exclusive
alter table prices add constraint prices_amount_key unique using index prices_amount_key;

-- step 3/5: build unique index prices_pkey__new on prices
-- outside a transaction
-- locks not measured
create unique index concurrently prices_pkey__new on prices (item, day);

-- step 4/5: replace primary key prices.prices_pkey
-- locks: prices access exclusive
lock table prices in access exclusive mode;
alter table prices drop constraint prices_pkey;
alter table prices add constraint prices_pkey primary key using index prices_pkey__new;

-- step 5/5: drop column prices.shop
-- locks: prices access exclusive
alter table prices drop column shop;
