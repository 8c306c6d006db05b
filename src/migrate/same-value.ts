import { ident, qualified } from '../schema/quote.js'
import type { Column, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { columnName, type Journey, originOf, refuse } from './journey.js'
import { isVolatile } from './volatility.js'

/** A new column gives all rows that exist one and the same value: no key can keep them apart by it. */
export function refuseSameValue(journey: Journey, table: Table, name: string, columns: readonly string[]): void {
  const origin = originOf(journey, table)
  if (origin === undefined || columns.length === 0) return
  const isSameInAll = (column: string): boolean => {
    const found = table.columns.find((each) => each.name === column)
    return found !== undefined && isNew(journey, table, found) && isConstant(journey, table, found)
  }
  if (!columns.every(isSameInAll)) return
  refuse(journey, {
    code: 'MG123',
    subject: `${qualified(table)}.${ident(name)}`,
    message: `all rows that exist get the same ${columns.map(ident).join(', ')}, by which they are to differ`,
    hint: 'give a column of it a "backfill" that differs from row to row, or make it nullable without a default',
  })
}

function isNew(journey: Journey, table: Table, { name }: Column): boolean {
  const old = journey.moves.columns[columnName(table, name)] ?? name
  return originOf(journey, table)?.columns.some((column) => column.name === old) === false
}

function isConstant({ hints }: Journey, table: Table, column: Column): boolean {
  const { default: value, identity, generated } = column
  const backfill = hints.columns[columnName(table, column.name)]?.backfill
  if (identity !== undefined || generated !== undefined) return false
  if (backfill !== undefined) return isOneValue(table, backfill)
  return value !== undefined && value !== 'null' && !isVolatile(value)
}

/** Whether an expression gives the same for all rows: it neither looks at them nor calls what may differ. */
function isOneValue({ columns }: Table, sql: string): boolean {
  const names = columns.map(({ name }) => name)
  return !isVolatile(sql) && !/\bselect\b/i.test(sql) && !/^null$/i.test(sql) && namesIn(sql, names).length === 0
}
