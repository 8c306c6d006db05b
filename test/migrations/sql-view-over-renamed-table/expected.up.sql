-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: undo sql has_code, undo sql codes, rename table products to items, rename constraint products_pkey to items_pkey of items, sql codes, sql has_code
-- locks: products access exclusive
drop trigger has_code on products;
drop function has_code();
drop view codes;
alter table products rename to items;
alter table items rename constraint products_pkey to items_pkey;
create view codes as select id, code from items;
create function has_code() returns trigger language plpgsql as $$
begin
  if exists (select from items where code = new.code) then raise exception 'taken'; end if;
  return new;
end
$$;
create trigger has_code before insert on items for each row execute function has_code();
