insert into users (id, email) values (1, 'ann@example.com'), (2, 'ben@example.com');
insert into teams (id, name) values (1, 'red'), (2, 'blue');
insert into team_users (user_id, team_id) values (1, 1), (2, 1), (2, 2);
