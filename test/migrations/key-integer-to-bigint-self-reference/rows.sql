insert into folders (parent_id, name) values (null, 'root'), (1, 'left'), (1, 'right'), (3, 'leaf');
