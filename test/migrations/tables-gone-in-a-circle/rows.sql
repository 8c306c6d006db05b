insert into notes (id, title) values (1, 'first');
insert into teams (id) values (1);
insert into people (id, team_id, note_id) values (1, 1, 1);
update teams set leader_id = 1;
