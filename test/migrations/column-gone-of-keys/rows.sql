insert into prices (item, day, shop, amount) values
  ('bread', '2026-01-01', 'north', 3), ('bread', '2026-01-02', 'south', 4), ('milk', '2026-01-01', 'north', 1);
