import type { Queryable } from '../../../src/database/queryable.js'
import type { Plan } from '../../../src/migrate/plan.js'
import { ident, qualified } from '../../../src/schema/quote.js'
import type { Schema } from '../../../src/schema/schema.js'
import { isNamed } from './state.js'

/** A row as texts, by column. */
export type Row = Readonly<Record<string, string | null>>

/** All rows of all tables, in an order of their own. */
export type Rows = Readonly<Record<string, readonly Row[]>>

/** Every row of every table. What differs from run to run is named instead, unless `said` has it. */
export async function readAllRows(db: Queryable, { tables }: Schema, said: string): Promise<Rows> {
  const found: [string, Row[]][] = []
  for (const table of tables) {
    const names = table.columns.map(({ name }) => name).sort()
    const columns = names.map((name) => `${ident(name)}::text as ${ident(name)}`).join(', ')
    const rows = await db.query(`select ${columns} from ${qualified(table)}`)
    found.push([qualified(table), sorted(rows.map((row) => steadyRow(row, said)))])
  }
  return Object.fromEntries(found)
}

function steadyRow(row: Readonly<Record<string, unknown>>, said: string): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : steady(String(value), said)]),
  )
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d)?$/
const HOUR = 3_600_000

function steady(value: string, said: string): string {
  if (said.includes(value)) return value
  if (UUID.test(value)) return 'a new uuid'
  const isNow = TIME.test(value) && Math.abs(Date.now() - Date.parse(`${value.slice(0, 19)}Z`)) < HOUR
  return isNow ? 'the time of the migration' : value
}

function sorted(rows: readonly Row[]): Row[] {
  return rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ row }) => row)
}

/** The same rows without the values that the plan says down cannot bring back. */
export function withoutLost(rows: Rows, schema: Schema, plan: Plan): Rows {
  const kept = withoutLostColumns(schema, plan).tables.map((table): [string, Row[]] => {
    const names = table.columns.map(({ name }) => name)
    return [qualified(table), sorted((rows[qualified(table)] ?? []).map((row) => only(row, names)))]
  })
  return Object.fromEntries(kept)
}

/** The same schema without the tables and columns whose values the plan says down cannot bring back. */
export function withoutLostColumns(schema: Schema, { irreversible }: Plan): Schema {
  const isLost = (name: string): boolean => irreversible.some((line) => isNamed(line, name))
  const tables = schema.tables.flatMap((table) => {
    const name = qualified(table)
    const columns = table.columns.filter(
      (column) => !isLost(`${name}.${ident(column.name)}`) && !isLost(column.type.replace(/\[\]$/, '')),
    )
    return isLost(name) || columns.length === 0 ? [] : [{ ...table, columns }]
  })
  return { ...schema, tables }
}

function only(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
}

/** JSON with a line for each row. */
export function printRows(states: Readonly<Record<string, Rows | undefined>>): string {
  const list = (lines: readonly string[], indent: string): string =>
    lines.map((line) => `\n${indent}  ${line}`).join(',') + (lines.length === 0 ? '' : `\n${indent}`)
  const tables = (rows: Rows): string[] =>
    Object.entries(rows).map(([name, some]) => {
      const lines = some.map((row) => JSON.stringify(row))
      return `${JSON.stringify(name)}: [${list(lines, '    ')}]`
    })
  const parts = Object.entries(states).map(
    ([name, rows]) => `${JSON.stringify(name)}: ${rows === undefined ? 'null' : `{${list(tables(rows), '  ')}}`}`,
  )
  return `{${list(parts, '')}}\n`
}
