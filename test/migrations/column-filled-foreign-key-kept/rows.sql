insert into authors (id) values (1);
insert into posts (author_id) values (1), (null);
