import { KYSELY_IMPORT } from './print-kysely.js'
import { NOT_WRITTEN, OUTSIDE } from './step-text.js'

/** The files of a migration to be filled in by hand, by their names. */
export function templateByHand(id: string, format: 'sql' | 'kysely'): Record<string, string> {
  if (format === 'kysely') return { [`${id}.ts`]: moduleTemplate(id) }
  return { [`${id}.down.sql`]: downTemplate(id), [`${id}.up.sql`]: upTemplate(id) }
}

function upTemplate(id: string): string {
  return `-- migration ${id}, up
-- Written by hand. dbgen generate takes it in: it runs it with rows in the tables, reverses it and runs it again.
-- It may change rows alone, or lead to exactly the schema that the spec says.
--
-- The whole file is one step, and one transaction. For several steps, each a transaction of its own that a run which
-- was cut off goes on with, put a line like this above each:
--   -- step: what it does
-- A statement that PostgreSQL refuses in a transaction (create index concurrently) has a step to itself, and below
-- that line:
--   -- ${OUTSIDE}
-- What must hold before the first step: a query that finds the rows for which it does not, above the first step:
--   -- check: every post has a title
--   -- otherwise: give these posts a title
--   select id from posts where title is null;

-- ${NOT_WRITTEN} replace this line by the SQL of the way up
`
}

function downTemplate(id: string): string {
  return `-- migration ${id}, down
-- The catalog must be afterwards what it was before up. Where up changes rows alone and nothing is to be undone, leave
-- no SQL here.

-- ${NOT_WRITTEN} replace this line by the SQL of the way down
`
}

function moduleTemplate(id: string): string {
  return `// migration ${id}
// Written by hand. dbgen generate takes it in: it runs it with rows in the tables, reverses it and runs it again.
// It may change rows alone, or lead to exactly the schema that the spec says.
//
// It is read, not run: statements stand in the form below, without interpolation, on one line or on lines of their own
// that are indented by four spaces. Each step has a comment with what it does. All are one transaction; a statement that
// PostgreSQL refuses in one (create index concurrently) has a step to itself, with this below its comment:
//   // ${OUTSIDE}
// Then each of the steps is a transaction of its own.
// Where nothing is to be undone: export async function down(): Promise<void> {}

${KYSELY_IMPORT}

export async function up(db: Kysely<unknown>): Promise<void> {
  // step: what it does
  // ${NOT_WRITTEN} replace this line and the statement below
  await sql\`select 1\`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  // step: undo what it does
  // ${NOT_WRITTEN} replace this line and the statement below
  await sql\`select 1\`.execute(db);
}
`
}
