insert into "Users" ("theName", "parentId") values ('Ann', null), ('Ben', 1);
