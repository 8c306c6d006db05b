-- migration 20260102000000_change, up
-- parent: none

-- step 1/2: create schema billing
create schema billing;

-- step 2/2: create table billing.invoices
-- locks: notes share row exclusive
create table billing.invoices (
  id integer generated always as identity not null,
  note_id bigint,
  total numeric(10,2) not null,
  constraint invoices_pkey primary key (id),
  constraint invoices_note_id_fkey foreign key (note_id) references notes (id)
);
