insert into products default values;
