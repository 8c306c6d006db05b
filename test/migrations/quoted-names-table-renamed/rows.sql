insert into "Users" (name) values ('a');
insert into "all Posts" ("userId") values (1);
