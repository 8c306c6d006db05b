import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type Connection, connect } from '../../src/database/connect.js'
import { exists } from '../../src/database/ledger.js'
import type { Queryable } from '../../src/database/queryable.js'
import { text } from '../../src/database/row.js'
import { type Rows, readAllRows } from '../support/migrations/rows.js'
import { type Catalog, readCatalog } from '../support/migrations/state.js'

/** All that a migration leaves in a database. */
export interface State {
  readonly catalog: Catalog
  readonly rows: Rows
  /** The ledgers, dbgen's and Kysely's, without times. */
  readonly ledger: readonly string[]
  /** Steps under way. */
  readonly progress: readonly string[]
  /** Advisory locks of sessions. */
  readonly locks: readonly string[]
}

/** `said` is SQL with values that may not be taken for new ones. */
export async function readState(url: string, said: string): Promise<State> {
  const db = await connect(url)
  try {
    const catalog = await readCatalog(db)
    return {
      catalog,
      rows: await readAllRows(db, catalog.schema, said),
      ledger: await readLedgers(db),
      progress: await linesOf(db, 'dbgen.migration_steps', 'migration, direction, step'),
      locks: await readLocks(db),
    }
  } finally {
    await db.close()
  }
}

async function readLedgers(db: Queryable): Promise<string[]> {
  return [
    ...(await linesOf(db, 'dbgen.migrations', 'id, checksum, parent, chain, steps', 'position')),
    ...(await linesOf(db, 'public.kysely_migration', 'name', 'timestamp, name')),
  ]
}

async function linesOf(db: Queryable, table: string, columns: string, order = columns): Promise<string[]> {
  if (!(await exists(db, table))) return []
  const rows = await db.query(`select row(${columns})::text as line from ${table} order by ${order}`)
  return rows.map((row) => text(row, 'line'))
}

/** A process of the server that has just lost its client takes a moment to notice. */
async function readLocks(db: Connection): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const rows = await db.query(`
      select row(pid, classid, objid)::text as lock from pg_locks
      where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)
    if (rows.length === 0 || attempt === 20) return rows.map((row) => text(row, 'lock'))
    await sleep(100)
  }
}

/** Throws where the state is not what an undisturbed run leads to, with what differs. */
export function expectState(expected: State, actual: State): void {
  if (isDeepStrictEqual(expected, actual)) return
  const parts = (Object.keys(expected) as (keyof State)[]).filter(
    (part) => !isDeepStrictEqual(expected[part], actual[part]),
  )
  const lines = parts.flatMap((part) => [
    `${part} differ:`,
    ...differences(linesIn(expected[part]), linesIn(actual[part])),
  ])
  throw new Error(lines.join('\n'))
}

const MOST_LINES = 12

function differences(expected: readonly string[], actual: readonly string[]): string[] {
  const missing = expected.filter((line) => !actual.includes(line)).map((line) => `  - ${line}`)
  const added = actual.filter((line) => !expected.includes(line)).map((line) => `  + ${line}`)
  return [...missing.slice(0, MOST_LINES), ...added.slice(0, MOST_LINES)]
}

/** JSON in lines, with maps and undefined values. */
function linesIn(value: unknown): string[] {
  const plain = (_: string, part: unknown): unknown => (part instanceof Map ? [...part.entries()] : part)
  return JSON.stringify(value, plain, 1).split('\n')
}
