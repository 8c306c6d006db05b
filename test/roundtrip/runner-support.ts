import { connect } from '../../src/database/connect.js'
import { introspect } from '../../src/database/introspect.js'
import type { MigrationFormat } from '../../src/database/migration-files.js'
import type { Queryable } from '../../src/database/queryable.js'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { extendChain, headOf, type MigrationFiles } from '../../src/migrate/chain.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { printSql } from '../../src/migrate/print-sql.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import { type Hints, noHints } from '../../src/schema/hints.js'
import { type Column, emptySchema, type KeyConstraint, type Schema, type Table } from '../../src/schema/schema.js'
import type { ChainEntry } from '../../src/schema/snapshot.js'
import { createTestDatabase } from '../support/server.js'

/** A database to run migrations on. */
export interface Place {
  readonly db: Queryable
  close(): Promise<void>
}

/** Where every test of the runner that needs one session only is run. */
export const places: readonly (readonly [string, () => Promise<Place>])[] = [
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
]

/** A fresh database on the server of the test run. */
export async function openServer(): Promise<Place> {
  const { url, drop } = await createTestDatabase()
  const db = await connect(url)
  return {
    db,
    close: async () => {
      await db.close()
      await drop()
    },
  }
}

let embedded: ReturnType<typeof openEmbedded> | undefined

/** One for the tests of a file: it takes seconds to start. */
async function openPglite(): Promise<Place> {
  embedded ??= openEmbedded({ extensions: [] })
  const db = await embedded
  await db.run('discard all')
  await db.run('drop schema if exists dbgen cascade; drop schema public cascade; create schema public')
  return { db, close: async () => {} }
}

const column = (name: string, type: string, more: Partial<Column> = {}): Column => ({
  name,
  type,
  collation: undefined,
  nullable: false,
  default: undefined,
  identity: undefined,
  identityOptions: undefined,
  generated: undefined,
  isVirtual: undefined,
  comment: undefined,
  ...more,
})

const key = (name: string, column: string): KeyConstraint => ({
  name,
  columns: [column],
  include: undefined,
  nullsNotDistinct: false,
  deferrable: undefined,
})

const table = (name: string, columns: readonly Column[], more: Partial<Table> = {}): Table => ({
  schema: 'public',
  name,
  columns: [column('id', 'bigint', { identity: 'always' }), ...columns],
  primaryKey: key(`${name}_pkey`, 'id'),
  uniques: [],
  foreignKeys: [],
  checks: [],
  exclusions: [],
  indexes: [],
  unlogged: undefined,
  options: [],
  rowSecurity: undefined,
  partitionBy: undefined,
  partitions: [],
  comment: undefined,
  ...more,
})

const users = table('users', [
  column('email', 'text'),
  column('full name', 'character varying(100)', { nullable: true }),
])
const posts = table('posts', [column('title', 'text'), column('author_id', 'bigint')], {
  comment: "Don't `look`: ${sql} and \\ and\na second line",
  foreignKeys: [
    {
      name: 'posts_author_id_fkey',
      columns: ['author_id'],
      target: { schema: 'public', name: 'users' },
      targetColumns: ['id'],
      onDelete: 'cascade',
      onDeleteColumns: undefined,
      onUpdate: 'no action',
      match: undefined,
      deferrable: undefined,
      notValid: undefined,
    },
  ],
  checks: [
    {
      name: 'posts_title_check',
      sql: "title <> 'two\n    `lines`\n${here}' and title <> E'\\\\'",
      notValid: undefined,
    },
  ],
})
const status = { schema: 'public', name: 'post_status', values: ['draft', 'published'], comment: undefined }

/** What the first migration leads to. */
export const blog: Schema = { ...emptySchema, enums: [status], tables: [users, posts] }

/** What the second leads to: every recipe that needs steps outside of a transaction, or apart from each other. */
export const grownBlog: Schema = {
  ...blog,
  enums: [{ ...status, values: ['draft', 'in review', 'published'] }],
  tables: [
    {
      ...users,
      uniques: [key('users_email_key', 'email')],
      checks: [{ name: 'users_email_check', sql: "email <> ''", notValid: undefined }],
    },
    {
      ...posts,
      columns: [...posts.columns, column('status', 'post_status', { nullable: true })],
      indexes: [
        {
          name: 'Posts "by" author',
          unique: false,
          method: 'btree',
          terms: [
            {
              kind: 'column',
              value: 'author_id',
              direction: 'asc',
              nulls: undefined,
              collation: undefined,
              operatorClass: undefined,
            },
          ],
          include: [],
          nullsNotDistinct: undefined,
          options: undefined,
          where: undefined,
        },
      ],
    },
  ],
}

/** What a third leads to, by steps that all go into one transaction. */
export const taggedBlog: Schema = {
  ...grownBlog,
  tables: [...grownBlog.tables, table('tags', [column('name', 'text')])],
}

/** What a second may lead to instead: a column that is filled in batches. */
export const sluggedBlog: Schema = {
  ...blog,
  tables: [users, { ...posts, columns: [...posts.columns, column('slug', 'text')] }],
}

/** How the rows of `sluggedBlog` get their values. */
export const slugHints: Hints = {
  ...noHints,
  columns: { 'posts.slug': { using: undefined, usingBack: undefined, backfill: 'lower(title)' } },
}

/** The migrations `20260101000001_step` and so on that lead through the schemas. */
export function migrationsThrough(schemas: readonly Schema[], format: MigrationFormat = 'sql'): MigrationFiles[] {
  const migrations: MigrationFiles[] = []
  let chain: readonly ChainEntry[] = []
  for (const [index, schema] of schemas.entries()) {
    const migration = migrationBetween(
      schemas[index - 1] ?? emptySchema,
      schema,
      `2026010100000${index + 1}_step`,
      headOf(chain),
      format,
    )
    migrations.push(migration)
    chain = extendChain(chain, migration)
  }
  return migrations
}

/** One migration, as `dbgen generate` would write it. */
export function migrationBetween(
  from: Schema,
  to: Schema,
  id: string,
  parent: string,
  format: MigrationFormat = 'sql',
  hints: Hints = noHints,
): MigrationFiles {
  const plan = planSchemas(from, to, hints)
  const head = { id, parent, proof: [] }
  if (format === 'kysely') return { id, files: { [`${id}.ts`]: printKysely(plan, head, []) } }
  const { up, down } = printSql(plan, head, [])
  return { id, files: { [`${id}.up.sql`]: up, [`${id}.down.sql`]: down } }
}

/** The tables of the spec: without those of Kysely's ledger. */
export async function catalogOf(db: Queryable): Promise<Schema> {
  const schema = await introspect(db)
  return { ...schema, tables: schema.tables.filter(({ name }) => !name.startsWith('kysely_')) }
}

/** Rows that come behind the checks of a migration, while its first step is done. */
export function arrivingLate(db: Queryable, sql: string): { onStep: (progress: StepProgress) => void } {
  let isDone = false
  return {
    onStep: ({ state }) => {
      if (state !== 'done' || isDone) return
      isDone = true
      // Queued before the statement of the next step.
      void db.run(sql)
    },
  }
}
