insert into notes (state) values ('draft'), (null);
