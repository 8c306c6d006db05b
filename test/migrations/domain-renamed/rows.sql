insert into users (email, other_emails) values ('ann@example.org', '{}'), ('ben@example.org', '{b@example.org}');
