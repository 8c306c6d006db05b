-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create schema audit
create schema audit;

-- step 2/5: create schema billing
create schema billing;

-- step 3/5: create table accounts
create table accounts (
  id bigint generated always as identity not null,
  constraint accounts_pkey primary key (id)
);

-- step 4/5: create table billing.invoices
create table billing.invoices (
  id bigint generated always as identity not null,
  account_id bigint not null,
  constraint invoices_pkey primary key (id),
  constraint invoices_account_id_fkey foreign key (account_id) references accounts (id)
);
create index invoices_account_id_idx on billing.invoices (account_id);

-- step 5/5: create table audit.accounts
create table audit.accounts (
  id bigint generated always as identity not null,
  what text not null,
  constraint accounts_pkey primary key (id)
);
