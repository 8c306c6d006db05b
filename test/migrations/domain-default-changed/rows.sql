insert into pages (language) values ('fr'), (default);
