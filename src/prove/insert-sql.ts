import { ident, literal, qualified } from '../schema/quote.js'
import type { Table } from '../schema/schema.js'
import type { NewRow } from './choose-rows.js'
import type { Cell } from './slots.js'

/** What became of one table. */
export interface Filled {
  readonly table: string
  readonly rows: number
  /** Why there are no more of them; empty where nothing failed. */
  readonly message: string
}

/** `insert into posts (title) values ('a1'), ('a2')`; every row has the columns of the first. */
export function insertSql(table: Table, rows: readonly NewRow[], overriding = ''): string {
  const given = [...(rows[0]?.keys() ?? [])]
  const names = given.length === 0 ? table.columns.slice(0, 1).map(({ name }) => name) : given
  if (names.length === 0) return `insert into ${qualified(table)} default values`
  const lines = rows.map((row) => `(${names.map((name) => cellSql(row.get(name))).join(', ')})`)
  return `insert into ${qualified(table)} (${names.map(ident).join(', ')})${overriding} values ${lines.join(', ')}`
}

function cellSql(cell: Cell | undefined): string {
  if (cell === null) return 'null'
  return typeof cell === 'string' ? literal(cell) : 'default'
}

/** The message of an error, with the detail that the server gives. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const detail: unknown = Reflect.get(error, 'detail')
  return typeof detail === 'string' && detail !== '' ? `${error.message} (${detail})` : error.message
}
