import type { Queryable } from '../database/queryable.js'
import { ident, qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, Table } from '../schema/schema.js'
import type { Turn } from './row-order.js'

/**
 * Lets rows refer to tables that were filled after theirs, where the columns were left NULL: the first row to the first
 * row of the target, and so on; the last one stays NULL. Where a constraint forbids it they all stay NULL.
 */
export async function connectWaiting(db: Queryable, turns: readonly Turn[]): Promise<void> {
  for (const { tables, waiting } of turns) {
    for (const table of tables) {
      for (const foreignKey of table.foreignKeys.filter((key) => waiting.has(key))) await connect(db, table, foreignKey)
    }
  }
}

async function connect(db: Queryable, table: Table, foreignKey: ForeignKeyConstraint): Promise<void> {
  try {
    await db.run(connectSql(table, foreignKey))
  } catch {
    // NULL is as good a value as any: what forbids more, a check or a key, is the table's own affair.
  }
}

/** Rows are paired by their place, in a table that refers to itself each with the one before. */
function connectSql(table: Table, { columns, target, targetColumns }: ForeignKeyConstraint): string {
  const pairs = columns.map((column, index) => ({
    column: ident(column),
    value: `p.${ident(targetColumns[index] ?? '')}`,
    isOpen: table.columns.some(({ name, nullable }) => nullable && name === column),
  }))
  const open = pairs.filter(({ isOpen }) => isOpen)
  const fixed = pairs.filter(({ isOpen }) => !isOpen).map(({ column, value }) => ` and t.${column} = ${value}`)
  const empty = open.map(({ column }) => ` and t.${column} is null`)
  const step = qualified(target) === qualified(table) ? ' + 1' : ''
  return `update ${qualified(table)} as t set ${open.map(({ column, value }) => `${column} = ${value}`).join(', ')}
    from (select ctid as place, row_number() over (order by ctid) as n from ${qualified(table)}) as o,
      (select *, row_number() over (order by ctid) as n from ${qualified(target)}) as p
    where t.ctid = o.place and o.n = p.n${step} and o.n < 3${fixed.join('')}${empty.join('')}`
}
