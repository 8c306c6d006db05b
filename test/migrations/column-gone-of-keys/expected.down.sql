-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the values of prices.shop
-- cannot bring back: prices.shop comes back nullable
-- cannot bring back: the primary key prices_pkey of prices

-- step 1/4: add column prices.shop
alter table prices add column shop character varying(20);

-- step 2/4: build unique index prices_amount_shop_key on prices
-- outside a transaction
create unique index concurrently prices_amount_shop_key on prices (amount, shop);

-- step 3/4: add unique prices.prices_amount_shop_key
alter table prices add constraint prices_amount_shop_key unique using index prices_amount_shop_key;

-- step 4/4: drop unique prices.prices_amount_key
alter table prices drop constraint prices_amount_key;
