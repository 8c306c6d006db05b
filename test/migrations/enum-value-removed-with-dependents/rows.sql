insert into shirts (size, all_sizes, label) values ('large', '{medium,small}', 'a'), ('large', '{}', 'b'), (default, '{medium,medium}', 'c');
