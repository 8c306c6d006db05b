insert into posts (id, title) values (1, 'first'), (2, 'second');
insert into tags (id, name) values (1, 'red'), (2, 'blue');
insert into post_tags (post_id, tag_id) values (1, 1), (1, 2), (2, 2);
