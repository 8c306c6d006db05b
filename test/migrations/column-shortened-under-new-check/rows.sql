insert into notes (code) values ('longer than that'), ('short');
