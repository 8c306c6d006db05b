insert into countries (id, code) values (1, 'de'), (2, 'fr');
insert into cities (country_id) values (1), (2), (2);
