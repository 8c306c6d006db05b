insert into users (email, nick, mood)
select 'user' || n || '@example.org', case when n % 3 = 0 then 'nick ' || n end, (array['calm', 'cross'])[1 + n % 2]::mood
from generate_series(1, 2300) as n;
insert into posts (user_id, title, body)
select 1 + n % 2300, case when n % 2 = 0 then 'title ' || n end, 'body ' || n from generate_series(1, 1200) as n;
insert into events (id, happened) values (1, '2025-03-04'), (2, '2025-12-31'), (3, '2026-01-01'), (4, '2026-05-06');
insert into notes (text) values ('one'), ('two');
