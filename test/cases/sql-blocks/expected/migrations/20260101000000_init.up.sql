-- migration 20260101000000_init, up
-- parent: none

-- step 1/6: sql is_code
create function is_code(code text) returns boolean language sql immutable
return code ~ '^[A-Z]{2}[0-9]+$';

-- step 2/6: create table products
create table products (
  id bigint generated always as identity not null,
  code text not null,
  owner text not null,
  changes integer not null default 0,
  constraint products_pkey primary key (id),
  constraint products_code_key unique (code)
);

-- step 3/6: sql count_changes
create function count_changes() returns trigger language plpgsql as $$
begin
  new.changes := old.changes + 1;
  return new;
end
$$;
create trigger count_changes before update on products for each row execute function count_changes();

-- step 4/6: sql codes
create view codes as select id, code from products;
comment on view codes is 'It''s a view';

-- step 5/6: sql own_products
create policy own_products on products using (owner = current_user);

-- step 6/6: row-level security of products
alter table products enable row level security;
