insert into notes (code) values ('a');
