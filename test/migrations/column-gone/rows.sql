insert into notes (title, body, words, mood) values
  ('first', 'It was a dark night', 5, 'calm'),
  ('second', null, 0, null),
  ('', '', -1, '');
