// migration 20260101000000_init
// parent: none

import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  // step 1/2: create extension pg_trgm
  await sql`create extension if not exists pg_trgm`.execute(db);

  // step 2/2: create table notes
  await sql`
    create table notes (
      id bigint generated always as identity not null,
      body text not null default E'\`\${1}\` \\\\n',
      constraint notes_pkey primary key (id),
      constraint notes_body_check check (body <> '\\')
    )
  `.execute(db);
  await sql`comment on table notes is E'Back\`tick, \${not} a \\\\ template'`.execute(db);
  await sql`comment on column notes.body is 'It''s "quoted"'`.execute(db);
}

// cannot bring back: the rows of notes
export async function down(db: Kysely<unknown>): Promise<void> {
  // step 1/1: drop table notes
  await sql`drop table notes`.execute(db);
}
