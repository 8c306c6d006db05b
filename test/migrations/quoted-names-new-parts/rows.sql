insert into "Users" ("fullName", "parentId") values ('Ann Smith', null), ('Ben', 1);
