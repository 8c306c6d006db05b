-- migration 20260101000000_init, down
-- parent: none
-- cannot bring back: the rows of project_labels
-- cannot bring back: the rows of labels
-- cannot bring back: the rows of tasks
-- cannot bring back: the rows of projects
-- cannot bring back: the rows of tenants

-- step 1/9: drop foreign key project_labels.project_labels_label_id_fkey
alter table project_labels drop constraint project_labels_label_id_fkey;

-- step 2/9: drop foreign key project_labels.project_labels_project_tenant_id_project_number_fkey
alter table project_labels drop constraint project_labels_project_tenant_id_project_number_fkey;

-- step 3/9: drop foreign key tasks.tasks_tenant_id_project_number_fkey
alter table tasks drop constraint tasks_tenant_id_project_number_fkey;

-- step 4/9: drop foreign key projects.projects_tenant_id_fkey
alter table projects drop constraint projects_tenant_id_fkey;

-- step 5/9: drop table project_labels
drop table project_labels;

-- step 6/9: drop table labels
drop table labels;

-- step 7/9: drop table tasks
drop table tasks;

-- step 8/9: drop table projects
drop table projects;

-- step 9/9: drop table tenants
drop table tenants;
