insert into users (full_name) values ('Ann Smith'), ('Ben Miller');
