insert into notes (pinned) values (true), (false);
