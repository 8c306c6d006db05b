insert into pages (language) values ('fr'), ('en');
