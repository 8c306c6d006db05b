insert into notes default values; insert into notes default values;
