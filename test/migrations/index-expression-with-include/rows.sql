insert into users (email, name) values ('Ann@example.com', 'Ann'), ('ben@example.com', 'Ben');
