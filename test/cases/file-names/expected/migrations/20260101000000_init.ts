// migration 20260101000000_init
// parent: none

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  // step 1/2: create table user_accounts
  await sql`
    create table user_accounts (
      id bigint generated always as identity not null,
      email_address text not null,
      constraint user_accounts_pkey primary key (id),
      constraint user_accounts_email_address_key unique (email_address)
    )
  `.execute(db);

  // step 2/2: create table login_logs
  await sql`
    create table login_logs (
      user_id bigint not null,
      constraint login_logs_user_id_fkey foreign key (user_id) references user_accounts (id)
    )
  `.execute(db);
}

// cannot bring back: the rows of login_logs
// cannot bring back: the rows of user_accounts
export async function down(db: Kysely<unknown>): Promise<void> {
  // step 1/2: drop table login_logs
  await sql`drop table login_logs`.execute(db);

  // step 2/2: drop table user_accounts
  await sql`drop table user_accounts`.execute(db);
}
