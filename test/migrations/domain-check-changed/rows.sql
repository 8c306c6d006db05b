insert into votes (share) values (0), (50), (100);
