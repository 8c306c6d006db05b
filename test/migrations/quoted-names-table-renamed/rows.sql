insert into "Users" ("Id", name) values (1, 'a');
insert into "all Posts" ("userId") values (1);
