-- migration 20260102000000_change, down
-- parent: none

-- check 1/1: every products.code fits character varying(20)
-- otherwise: change the values that do not
select id from products where length(code) > 20;

-- step 1/6: change products.code to character varying(20): columns beside, kept in step by a trigger
alter table products add column code__new character varying(20);
create function zz_products_in_step() returns trigger language plpgsql as $$
begin
  new.code__new := new.code;
  return new;
end
$$;
create trigger zz_products_in_step before insert or update on products
for each row execute function zz_products_in_step();

-- step 2/6: fill products.code__new
-- outside a transaction
do $$
#variable_conflict use_variable
declare
  batch_first products.id%type;
  batch_last products.id%type;
begin
  select id into batch_first from products order by id limit 1;
  while batch_first is not null loop
    select id into batch_last
    from (select id from products where id >= batch_first order by id limit 1000) as batch
    order by id desc limit 1;
    update products set code__new = code
    where id >= batch_first and id <= batch_last and code__new is null and code is not null;
    commit;
    select id into batch_first from products where id > batch_last order by id limit 1;
  end loop;
end
$$;

-- step 3/6: expect values of products.code__new
alter table products add constraint products_code__not_null check (code__new is not null) not valid;

-- step 4/6: validate check products.products_code__not_null
alter table products validate constraint products_code__not_null;

-- step 5/6: undo sql code_counts, change products.code to character varying(20): columns change places
drop materialized view code_counts;
lock table products in access exclusive mode;
drop trigger zz_products_in_step on products;
drop function zz_products_in_step();
alter table products drop column code;
alter table products rename column code__new to code;
alter table products alter column code set not null;
alter table products drop constraint products_code__not_null;

-- step 6/6: sql code_counts
create materialized view code_counts as select code, count(*) as rows from products group by code;
create unique index code_counts_code_idx on code_counts (code);
