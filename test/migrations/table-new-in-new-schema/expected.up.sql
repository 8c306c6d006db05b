-- migration 20260102000000_change, up
-- parent: none

-- step 1/3: create schema billing
create schema billing;

-- step 2/3: create table billing.invoices
create table billing.invoices (
  id integer generated always as identity not null,
  note_id bigint,
  total numeric(10,2) not null,
  constraint invoices_pkey primary key (id)
);

-- step 3/3: add foreign key billing.invoices.invoices_note_id_fkey
-- locks: notes share row exclusive
alter table billing.invoices add constraint invoices_note_id_fkey foreign key (note_id) references notes (id);
