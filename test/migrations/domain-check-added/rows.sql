insert into users (email, other_email) values ('ann@example.org', null), ('ben@example.org', 'ben@example.com');
