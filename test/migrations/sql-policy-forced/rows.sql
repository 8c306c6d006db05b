insert into notes (owner) values ('ann'), ('ben');
