insert into notes (title, body, words) values ('first', 'It was a dark night', 5), ('second', null, 0);
