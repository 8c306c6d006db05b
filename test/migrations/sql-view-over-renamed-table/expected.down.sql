-- migration 20260102000000_change, down
-- parent: none

-- step 1/1: undo sql has_code, undo sql codes, rename table items to products, rename constraint items_pkey to products_pkey of products, sql codes, sql has_code
drop trigger has_code on items;
drop function has_code();
drop view codes;
alter table items rename to products;
alter table products rename constraint items_pkey to products_pkey;
create view codes as select id, code from products;
create function has_code() returns trigger language plpgsql as $$
begin
  if exists (select from products where code = new.code) then raise exception 'taken'; end if;
  return new;
end
$$;
create trigger has_code before insert on products for each row execute function has_code();
