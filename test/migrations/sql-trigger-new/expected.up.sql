-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: sql count_changes
-- locks: products share row exclusive
create function count_changes() returns trigger language plpgsql as $$
begin
  new.changes := old.changes + 1;
  return new;
end
$$;
create trigger count_changes before update on products for each row execute function count_changes();
