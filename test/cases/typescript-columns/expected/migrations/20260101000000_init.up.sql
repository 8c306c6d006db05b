-- migration 20260101000000_init, up
-- parent: none

-- step 1/5: create table accounts
create table accounts (
  id bigint generated always as identity not null,
  code bigint not null,
  constraint accounts_pkey primary key (id),
  constraint accounts_code_key unique (code)
);

-- step 2/5: create table entries
create table entries (
  account_id bigint not null,
  number bigint not null,
  amount numeric(12,2) not null default 0,
  exact_amount numeric,
  booked_on date not null,
  booked_at timestamp with time zone not null default now(),
  seen_at timestamp without time zone,
  other_seen_at timestamp without time zone,
  totals numeric[] not null default '{}',
  moments timestamp with time zone[],
  account_code bigint not null,
  constraint entries_pkey primary key (account_id, number),
  constraint entries_account_id_fkey foreign key (account_id) references accounts (id),
  constraint entries_account_code_fkey foreign key (account_code) references accounts (code)
);

-- step 3/5: create table notes
create table notes (
  id bigint generated always as identity not null,
  account_id bigint not null,
  entry_number bigint not null,
  body text not null,
  constraint notes_pkey primary key (id),
  constraint notes_account_id_entry_number_fkey foreign key (account_id, entry_number) references entries (account_id, number) on delete cascade
);

-- step 4/5: create table tags
create table tags (
  id bigint generated always as identity not null,
  name text not null,
  constraint tags_pkey primary key (id),
  constraint tags_name_key unique (name)
);

-- step 5/5: create table account_tags
create table account_tags (
  account_id bigint not null,
  tag_id bigint not null,
  constraint account_tags_pkey primary key (account_id, tag_id),
  constraint account_tags_account_id_fkey foreign key (account_id) references accounts (id) on delete cascade,
  constraint account_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);
create index account_tags_tag_id_account_id_idx on account_tags (tag_id, account_id);
