import { type Hints, noHints } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { Column, Schema, Table } from '../schema/schema.js'

/** What a migration renames, by the names afterwards: `qualified` for tables and types, `posts.title` for columns. */
export interface Moves {
  /** `{ users: 'people', 'billing.invoices': 'invoices' }` */
  readonly tables: Readonly<Record<string, string>>
  /** The old name alone: `{ 'users.full_name': 'name' }` */
  readonly columns: Readonly<Record<string, string>>
  /** Enums and domains: `{ post_status: 'status' }` */
  readonly types: Readonly<Record<string, string>>
  /** Values of an enum, by its name: `{ post_status: { published: 'live' } }` */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** A migration that renames nothing. */
export const noMoves: Moves = { tables: {}, columns: {}, types: {}, values: {} }

/** What there is to know about the way from one schema to the next, beside the two. */
export interface Way {
  readonly moves: Moves
  readonly hints: Hints
}

/** A way about which nothing was said. */
export const plainWay: Way = { moves: noMoves, hints: noHints }

/** `posts.title` */
export function columnKey(table: { readonly schema: string; readonly name: string }, column: string): string {
  return `${qualified(table)}.${ident(column)}`
}

/** A table that both schemas have, and its columns that both have. */
export interface TablePair {
  readonly before: Table
  readonly target: Table
  readonly columns: readonly ColumnPair[]
}

export interface ColumnPair {
  readonly before: Column
  readonly target: Column
}

/** The tables that are in both schemas, by whatever name, in the order of the target. */
export function pairsOf(before: Schema, target: Schema, moves: Moves): TablePair[] {
  const old = new Map(before.tables.map((table) => [qualified(table), table]))
  return target.tables.flatMap((table) => {
    const known = old.get(own(moves.tables, qualified(table)) ?? staying(table, moves) ?? '')
    return known === undefined ? [] : [{ before: known, target: table, columns: columnPairs(known, table, moves) }]
  })
}

function columnPairs(before: Table, target: Table, { columns }: Moves): ColumnPair[] {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  return target.columns.flatMap((column) => {
    const known = old.get(own(columns, columnKey(target, column.name)) ?? column.name)
    return known === undefined ? [] : [{ before: known, target: column }]
  })
}

/** A new table may have the name that another one had before. */
function staying(table: Table, { tables }: Moves): string | undefined {
  const name = qualified(table)
  return Object.values(tables).includes(name) ? undefined : name
}

/** The same moves seen from the other side: by the names before. */
export function invertMoves({ tables, columns, types, values }: Moves, target: Schema): Moves {
  const back = target.tables.flatMap((table) => {
    const old = own(tables, qualified(table)) ?? qualified(table)
    return table.columns.flatMap(({ name }) => {
      const oldName = own(columns, columnKey(table, name))
      return oldName === undefined ? [] : [[`${old}.${ident(oldName)}`, name] as const]
    })
  })
  const oldValues = Object.entries(values).map(([type, names]) => [own(types, type) ?? type, swapped(names)])
  return {
    tables: swapped(tables),
    columns: Object.fromEntries(back),
    types: swapped(types),
    values: Object.fromEntries(oldValues),
  }
}

/** New names by the old ones, where these were by the new. */
export function swapped(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([now, old]) => [old, now]))
}

/** What a record has itself for a name that may be `constructor`. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
