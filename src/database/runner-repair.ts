import { qualified } from '../schema/quote.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'

/** Whether a statement that was begun outside of a transaction took effect. */
export type Outcome = 'done' | 'open'

const NAME = '(?:"(?:[^"]|"")+"|[a-z_][\\w$]*)'
const CREATE_INDEX = new RegExp(
  `^create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?(${NAME})` +
    `\\s+on\\s+(?:only\\s+)?(${NAME}(?:\\.${NAME})?)`,
  'i',
)
const DETACH = new RegExp(
  `^alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?(${NAME}(?:\\.${NAME})?)` +
    `\\s+detach\\s+partition\\s+(${NAME}(?:\\.${NAME})?)\\s+concurrently`,
  'i',
)
const DROP_INDEX = new RegExp(`^drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?(${NAME}(?:\\.${NAME})?)`, 'i')

/**
 * What became of a statement that was cut off or refused half-way, and what it left behind is removed:
 * - `create index concurrently`: an index that is valid is done; one that is not was left unfinished and is dropped.
 * - `drop index concurrently`: done where the index is gone.
 * - `detach partition ... concurrently`: done where it is no partition; half of it cannot be taken back and is finished.
 * - anything else can only be run again, as `alter type ... add value if not exists` is made for.
 */
export async function settle(db: Queryable, sql: string): Promise<Outcome> {
  const { outcome, tidySql } = await inspect(db, sql)
  if (tidySql !== undefined) await db.run(tidySql)
  return outcome
}

/** What became of a statement. */
export interface Inspection {
  /** As it is when `tidySql` was run. */
  readonly outcome: Outcome
  /** SQL that removes what the statement left, or finishes it; undefined where there is nothing to do. */
  readonly tidySql: string | undefined
}

/** The same as `settle`, and nothing is changed. */
export async function inspect(db: Queryable, sql: string): Promise<Inspection> {
  const [, created, table] = CREATE_INDEX.exec(sql) ?? []
  if (created !== undefined && table !== undefined) return inspectCreation(db, created, table)
  const [, parent, partition] = DETACH.exec(sql) ?? []
  if (parent !== undefined && partition !== undefined) return inspectDetachment(db, parent, partition)
  const [, dropped] = DROP_INDEX.exec(sql) ?? []
  if (dropped === undefined) return open
  const [row] = await db.query('select to_regclass($1) is null as is_gone', [dropped])
  return row?.['is_gone'] === true ? done : open
}

const open: Inspection = { outcome: 'open', tidySql: undefined }
const done: Inspection = { outcome: 'done', tidySql: undefined }

/**
 * Throws where the index that the statement is to create is there before it was begun: once begun, an index of that
 * name counts as made by it.
 */
export async function expectNoIndex(db: Queryable, sql: string): Promise<void> {
  const [, name, table] = CREATE_INDEX.exec(sql) ?? []
  if (name === undefined || table === undefined) return
  if ((await findIndex(db, name, table)) === undefined) return
  throw new Error(`relation ${name} exists already, and this migration did not make it: drop it or rename it`)
}

async function inspectCreation(db: Queryable, name: string, table: string): Promise<Inspection> {
  const index = await findIndex(db, name, table)
  if (index === undefined) return open
  return index.isValid ? done : { outcome: 'open', tidySql: `drop index concurrently ${qualified(index)};` }
}

async function inspectDetachment(db: Queryable, table: string, partition: string): Promise<Inspection> {
  const [row] = await db.query(
    'select inhdetachpending as is_pending from pg_inherits where inhrelid = to_regclass($1) and inhparent = to_regclass($2)',
    [partition, table],
  )
  if (row === undefined) return done
  if (row['is_pending'] !== true) return open
  return { outcome: 'done', tidySql: `alter table ${table} detach partition ${partition} finalize;` }
}

interface FoundIndex {
  readonly schema: string
  readonly name: string
  readonly isValid: boolean
}

/** An index lies in the schema of its table. */
async function findIndex(db: Queryable, name: string, table: string): Promise<FoundIndex | undefined> {
  const [row] = await db.query(
    `select n.nspname, c.relname, coalesce(i.indisvalid, true) as is_valid
      from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
      where c.relname = $1 and c.relnamespace = (select t.relnamespace from pg_class t where t.oid = to_regclass($2))`,
    [unquote(name), table],
  )
  if (row === undefined) return undefined
  return { schema: text(row, 'nspname'), name: text(row, 'relname'), isValid: row['is_valid'] === true }
}

function unquote(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()
}
