import { ident, literal, qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, Table } from '../schema/schema.js'
import type { NewRow } from './choose-rows.js'
import { type Filling, rowsOf } from './filling.js'
import { type Filled, insertSql, messageOf } from './insert-sql.js'
import { type Cell, isWritten, slotsOf } from './slots.js'
import { sampleValue } from './values.js'

const ROWS = 3

/**
 * Fills tables of which each needs a row of another one first: row n of one refers to row n of the next. One statement
 * inserts a row into all of them, as foreign keys are checked at its end; so their keys are chosen here, not by the
 * database.
 */
export async function fillCycle(
  filling: Filling,
  tables: readonly Table[],
  waiting: ReadonlySet<ForeignKeyConstraint>,
): Promise<Filled[]> {
  const cycle: Cycle = { tables, waiting, links: linkColumns(tables) }
  let count = 0
  let message = ''
  for (let index = 0; index < ROWS; index += 1) {
    try {
      await filling.db.query(await rowOfEachSql(filling, cycle, index))
      count += 1
    } catch (error) {
      message = messageOf(error)
    }
  }
  await advanceIdentities(filling, tables)
  return tables.map((table) => ({ table: qualified(table), rows: count, message }))
}

interface Cycle {
  readonly tables: readonly Table[]
  readonly waiting: ReadonlySet<ForeignKeyConstraint>
  /** Columns that hold the same value in row n of their tables, by the one of them that stands for all. */
  readonly links: ReadonlyMap<string, string>
}

function columnKey(table: Table | ForeignKeyConstraint['target'], column: string): string {
  return `${qualified(table)}.${ident(column)}`
}

function isWithin(tables: readonly Table[], { target }: ForeignKeyConstraint): boolean {
  return tables.some((table) => qualified(table) === qualified(target))
}

function linkColumns(tables: readonly Table[]): Map<string, string> {
  const links = new Map<string, string>()
  for (const table of tables) {
    for (const foreignKey of table.foreignKeys.filter((key) => isWithin(tables, key))) {
      for (const [place, column] of foreignKey.columns.entries()) {
        const own = columnKey(table, column)
        const other = columnKey(foreignKey.target, foreignKey.targetColumns[place] ?? '')
        unite(links, own, other)
      }
    }
  }
  return links
}

function unite(links: Map<string, string>, one: string, other: string): void {
  const [from, to] = [links.get(one) ?? one, links.get(other) ?? other]
  for (const [key, root] of links) if (root === from) links.set(key, to)
  for (const key of [one, other, from]) links.set(key, to)
}

async function rowOfEachSql(filling: Filling, cycle: Cycle, index: number): Promise<string> {
  const values = await decidedValues(filling, cycle, index)
  const parts: string[] = []
  for (const [number, table] of cycle.tables.entries()) {
    const row: NewRow = new Map(await cellsOf(filling, cycle, table, values, index))
    parts.push(`r${number} as (${insertSql(table, [row], ' overriding system value')})`)
  }
  return `with ${parts.join(', ')} select 1 as "0"`
}

/** Values by column that hang together: from a row outside where a foreign key leads there, else a sample of the type. */
async function decidedValues(
  filling: Filling,
  { tables, waiting, links }: Cycle,
  index: number,
): Promise<Map<string, string>> {
  const values = new Map<string, string>()
  const decide = (key: string, value: string | null | undefined): void => {
    const root = links.get(key) ?? key
    if (typeof value === 'string' && !values.has(root)) values.set(root, value)
  }
  for (const table of tables) {
    for (const foreignKey of table.foreignKeys.filter((key) => !isWithin(tables, key) && !waiting.has(key))) {
      const rows = await rowsOf(filling, foreignKey.target)
      const row = rows[index % Math.max(rows.length, 1)] ?? {}
      for (const [place, column] of foreignKey.columns.entries()) {
        decide(columnKey(table, column), row[foreignKey.targetColumns[place] ?? ''])
      }
    }
  }
  for (const table of tables) {
    for (const { name, type } of table.columns.filter((column) => links.has(columnKey(table, column.name)))) {
      const valueType = filling.types.get(type)
      decide(columnKey(table, name), valueType === undefined ? undefined : sampleValue(valueType, filling.from + index))
    }
  }
  return values
}

async function cellsOf(
  filling: Filling,
  { waiting, links }: Cycle,
  table: Table,
  values: ReadonlyMap<string, string>,
  index: number,
): Promise<[string, Cell][]> {
  const known = (name: string): string | undefined =>
    values.get(links.get(columnKey(table, name)) ?? columnKey(table, name))
  const decided = table.columns.flatMap(({ name }): [string, Cell][] => {
    const value = known(name)
    return value === undefined ? [] : [[name, value]]
  })
  const columns = table.columns.filter((column) => isWritten(column) && known(column.name) === undefined)
  const foreignKeys = table.foreignKeys.filter((key) => key.columns.every((column) => known(column) === undefined))
  const result = await slotsOf(filling, { ...table, columns, foreignKeys }, waiting)
  if (result.kind === 'none') throw new Error(result.reason)
  const others = result.slots.flatMap(({ columns: names, tuples }) => {
    const tuple = tuples[index % tuples.length] ?? []
    return names.map((name, place): [string, Cell] => [name, tuple[place] ?? null])
  })
  return [...decided, ...others]
}

/** Behind the values that were given to identity columns. */
async function advanceIdentities({ db }: Filling, tables: readonly Table[]): Promise<void> {
  for (const table of tables) {
    for (const { name } of table.columns.filter(({ identity }) => identity !== undefined)) {
      const sequence = `pg_get_serial_sequence(${literal(qualified(table))}, ${literal(name)})`
      await db.query(`select setval(${sequence}, greatest(max(${ident(name)}), 1)) as "0" from ${qualified(table)}`)
    }
  }
}
