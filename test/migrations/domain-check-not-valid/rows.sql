insert into votes (share) values (0), (500);
