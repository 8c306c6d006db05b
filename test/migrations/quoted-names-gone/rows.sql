insert into "Users" default values;
insert into "Other Things" ("userId") values (1);
