-- migration 20260102000000_change, down
-- parent: none
-- cannot bring back: the rows of orders

-- step 1/3: create sequence orders_id_seq
create sequence orders_id_seq;

-- step 2/3: create table orders
create table orders (
  id bigint not null default nextval('orders_id_seq'),
  constraint orders_pkey primary key (id)
);

-- step 3/3: sequence orders_id_seq owned by orders.id
alter sequence orders_id_seq owned by orders.id;
