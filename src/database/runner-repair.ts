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
const DROP_INDEX = new RegExp(`^drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?(${NAME}(?:\\.${NAME})?)`, 'i')

/**
 * What became of a statement that was cut off or refused half-way, and what it left behind is removed:
 * - `create index concurrently`: an index that is valid is done; one that is not was left unfinished and is dropped.
 * - `drop index concurrently`: done where the index is gone.
 * - anything else can only be run again, as `alter type ... add value if not exists` is made for.
 */
export async function settle(db: Queryable, sql: string): Promise<Outcome> {
  const created = CREATE_INDEX.exec(sql)
  if (created !== null) return settleCreation(db, created[1] ?? '', created[2] ?? '')
  const dropped = DROP_INDEX.exec(sql)
  if (dropped === null) return 'open'
  const [row] = await db.query('select to_regclass($1) is null as is_gone', [dropped[1]])
  return row?.['is_gone'] === true ? 'done' : 'open'
}

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

/** What became of a statement, and the SQL that removes what it left; nothing is changed. */
export async function inspect(db: Queryable, sql: string): Promise<{ outcome: Outcome; tidySql: string | undefined }> {
  const [, name, table] = CREATE_INDEX.exec(sql) ?? []
  if (name === undefined || table === undefined) return { outcome: await settle(db, sql), tidySql: undefined }
  const index = await findIndex(db, name, table)
  if (index === undefined) return { outcome: 'open', tidySql: undefined }
  return index.isValid
    ? { outcome: 'done', tidySql: undefined }
    : { outcome: 'open', tidySql: `drop index concurrently ${qualified(index)};` }
}

async function settleCreation(db: Queryable, name: string, table: string): Promise<Outcome> {
  const index = await findIndex(db, name, table)
  if (index === undefined) return 'open'
  if (index.isValid) return 'done'
  await db.run(`drop index concurrently ${qualified(index)}`)
  return 'open'
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
