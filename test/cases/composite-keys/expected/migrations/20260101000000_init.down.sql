-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of project_labels
-- cannot bring back: the rows of labels
-- cannot bring back: the rows of tasks
-- cannot bring back: the rows of projects
-- cannot bring back: the rows of tenants

-- step 1/5: drop table project_labels
drop table project_labels;

-- step 2/5: drop table labels
drop table labels;

-- step 3/5: drop table tasks
drop table tasks;

-- step 4/5: drop table projects
drop table projects;

-- step 5/5: drop table tenants
drop table tenants;
