insert into visits (text) values ('a');
