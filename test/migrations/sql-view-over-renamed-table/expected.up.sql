-- migration 20260102000000_change, up
-- parent: none

-- step 1/6: undo has_code
-- locks: products access exclusive
drop trigger has_code on products;
drop function has_code();

-- step 2/6: undo codes
drop view codes;

-- step 3/6: rename table products to items
-- locks: products access exclusive
alter table products rename to items;

-- step 4/6: rename constraint products_pkey to items_pkey of items
-- locks: products access exclusive
alter table items rename constraint products_pkey to items_pkey;

-- step 5/6: codes
-- locks: products access share
create view codes as select id, code from items;

-- step 6/6: has_code
-- locks: products share row exclusive
create function has_code() returns trigger language plpgsql as $$
begin
  if exists (select from items where code = new.code) then raise exception 'taken'; end if;
  return new;
end
$$;
create trigger has_code before insert on items for each row execute function has_code();
