insert into users (name, email) values ('Ann', 'ann@example.org'), ('Ben', null);
