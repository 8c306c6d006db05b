-- migration 20260102000000_change, down
-- parent: none

-- step 1/6: undo has_code
drop trigger has_code on items;
drop function has_code();

-- step 2/6: undo codes
drop view codes;

-- step 3/6: rename table items to products
alter table items rename to products;

-- step 4/6: rename constraint items_pkey to products_pkey of products
alter table products rename constraint items_pkey to products_pkey;

-- step 5/6: codes
create view codes as select id, code from products;

-- step 6/6: has_code
create function has_code() returns trigger language plpgsql as $$
begin
  if exists (select from products where code = new.code) then raise exception 'taken'; end if;
  return new;
end
$$;
create trigger has_code before insert on products for each row execute function has_code();
