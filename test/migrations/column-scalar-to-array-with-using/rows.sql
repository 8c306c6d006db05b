insert into notes (tag) values ('red'), (''), (null);
