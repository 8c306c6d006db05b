insert into drafts (id, title) values (1, 'a draft'), (2, 'another draft');
insert into posts (id, title, draft_id) values (1, 'a post', 2), (2, 'another post', null);
