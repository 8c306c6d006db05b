-- migration 20260102000000_change, up
-- parent: none

-- step 1/5: create sequence shared_seq
create sequence shared_seq as integer increment by 5 minvalue 0 maxvalue 99999 cache 10 cycle;

-- step 2/5: create sequence order_number_seq
create sequence order_number_seq;

-- step 3/5: create table orders
create table orders (
  id bigint not null default nextval('shared_seq'),
  number bigint not null default nextval('order_number_seq'),
  constraint orders_pkey primary key (id)
);

-- step 4/5: create table offers
create table offers (
  id bigint not null default nextval('shared_seq'),
  constraint offers_pkey primary key (id)
);

-- step 5/5: sequence order_number_seq owned by orders.number
alter sequence order_number_seq owned by orders.number;
