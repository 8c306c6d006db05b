import type { Queryable } from '../database/queryable.js'
import { qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, Schema, Table } from '../schema/schema.js'
import { chooseRows, type NewRow } from './choose-rows.js'
import { withDomainRules } from './domain-rules.js'
import { asTexts, type Filling, type GivenValues, knownRow, startFilling } from './filling.js'
import { type Filled, insertSql, messageOf } from './insert-sql.js'
import { partitionRules } from './partition-rules.js'
import { connectWaiting } from './row-connect.js'
import { fillCycle } from './row-cycle.js'
import { orderTables, type Turn } from './row-order.js'
import { type DistinctKey, distinctKeys, type SlotsResult, slotsOf } from './slots.js'
import { solveChecks } from './solve.js'

/** What insertRows did. */
export interface InsertedRows {
  /** Rows put into each table: `billing.invoices`. */
  readonly counts: ReadonlyMap<string, number>
  /** Tables for which no row could be made. */
  readonly empty: readonly EmptyTable[]
}

/** A table without rows, and why: the message of the server, or what was missing. */
export interface EmptyTable {
  readonly table: string
  readonly message: string
}

const ROWS = 3
/** Rows tried one by one where all at once were refused. */
const MOST_ALONE = 8

/**
 * Puts a few rows into every table, the same ones each time: keys, foreign keys and checks are respected, columns that
 * may be NULL are NULL in one of them. `from` is the number of the first value: another one gives other rows. `given` are
 * the only values that some columns may have.
 */
export async function insertRows(
  db: Queryable,
  schema: Schema,
  from = 0,
  given: GivenValues = new Map(),
): Promise<InsertedRows> {
  const plain = withDomainRules(schema)
  const filling = await startFilling(db, plain, from, given)
  const turns = orderTables(plain.tables)
  const counts = new Map<string, number>()
  const empty: EmptyTable[] = []
  for (const turn of turns) {
    for (const { table, rows, message } of await fillTurn(filling, turn)) {
      counts.set(table, rows)
      if (rows === 0) empty.push({ table, message })
    }
  }
  await connectWaiting(db, turns)
  return { counts, empty }
}

async function fillTurn(filling: Filling, { tables, isCycle, waiting }: Turn): Promise<readonly Filled[]> {
  if (isCycle) return fillCycle(filling, tables, waiting)
  const [table] = tables
  return table === undefined ? [] : [await fillTable(filling, table, waiting)]
}

async function fillTable(filling: Filling, table: Table, waiting: ReadonlySet<ForeignKeyConstraint>): Promise<Filled> {
  const name = qualified(table)
  const result = await solvedSlots(filling, table, waiting)
  if (result.kind === 'none') return { table: name, rows: 0, message: result.reason }
  const keys = distinctKeys(table)
  const existing = await existingRows(filling, table, keys)
  const choose = (count: number): NewRow[] => chooseRows(result.slots, keys, count, existing)
  const { rows, message } = await insertAll(filling, table, choose(ROWS))
  if (rows > 0 || message === '') return { table: name, rows, message: message || NO_ROOM }
  return { table: name, ...(await insertAlone(filling, table, choose(MOST_ALONE))) }
}

const NO_ROOM = 'its keys hold all rows that could be made'

/** What rows that were made before have in the keys: a key may be one that only a later step of a migration makes. */
async function existingRows(
  { db, from }: Filling,
  table: Table,
  keys: readonly DistinctKey[],
): Promise<readonly NewRow[]> {
  const columns = [...new Set(keys.flatMap((key) => key.columns))]
  if (from === 0 || columns.length === 0) return []
  const found = await db.query(`select ${asTexts(columns)} from ${qualified(table)} limit 50`)
  return found.map((row) => new Map(Object.entries(knownRow(row, columns))))
}

async function solvedSlots(
  filling: Filling,
  table: Table,
  waiting: ReadonlySet<ForeignKeyConstraint>,
): Promise<SlotsResult> {
  const result = await slotsOf(filling, table, waiting)
  const checks = [...table.checks, ...(await partitionRules(filling.db, table))]
  return result.kind === 'none' || checks.length === 0
    ? result
    : solveChecks(filling, { ...table, checks }, result.slots)
}

type Inserted = Omit<Filled, 'table'>

/** One statement; rows that are there already are passed over. */
async function insertAll(filling: Filling, table: Table, rows: readonly NewRow[]): Promise<Inserted> {
  if (rows.length === 0) return { rows: 0, message: '' }
  try {
    return { rows: await insert(filling, table, rows, ' on conflict do nothing'), message: '' }
  } catch (error) {
    return { rows: 0, message: messageOf(error) }
  }
}

async function insertAlone(filling: Filling, table: Table, rows: readonly NewRow[]): Promise<Inserted> {
  let count = 0
  let message = ''
  for (const row of rows) {
    if (count === ROWS) break
    try {
      count += await insert(filling, table, [row], '')
    } catch (error) {
      message = messageOf(error)
    }
  }
  return { rows: count, message }
}

async function insert(
  { db, wanted, rows: known }: Filling,
  table: Table,
  rows: readonly NewRow[],
  ending: string,
): Promise<number> {
  const columns = wanted.get(qualified(table)) ?? []
  const added = await db.query(`${insertSql(table, rows)}${ending} returning ${asTexts(columns)}`)
  const before = known.get(qualified(table)) ?? []
  known.set(qualified(table), [...before, ...added.map((row) => knownRow(row, columns))])
  return added.length
}
