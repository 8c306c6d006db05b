insert into notes default values;
