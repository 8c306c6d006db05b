-- migration 20260102000000_change, up
-- parent: none

-- step 1/1: create table folders
create table folders (
  id bigint generated always as identity not null,
  parent_id bigint,
  name text not null,
  constraint folders_pkey primary key (id),
  constraint folders_parent_id_fkey foreign key (parent_id) references folders (id) on delete cascade
);
create index folders_parent_id_idx on folders (parent_id);
