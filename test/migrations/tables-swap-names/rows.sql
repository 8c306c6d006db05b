insert into buyers (id, name) values (1, 'was a buyer'), (2, 'was one too');
insert into sellers (id, name, buyer_id) values (1, 'was a seller', 2);
