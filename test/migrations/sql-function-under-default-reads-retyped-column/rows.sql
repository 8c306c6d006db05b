insert into counters values ('notes', 7);
insert into notes default values;
