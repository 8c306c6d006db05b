import type { Queryable } from '../database/queryable.js'
import { text } from '../database/row.js'
import { ident, literal, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'

/** What is read of a table. */
export interface Selection {
  /** What the table is called in messages, and in what is read. */
  readonly name: string
  /** As SQL writes it. */
  readonly table: string
  /** SQL expressions of the type text, one for each value of a row. */
  readonly values: readonly string[]
}

/** Rows by the name of their selection, in no order. */
export type ReadRows = ReadonlyMap<string, readonly ReadRow[]>

export type ReadRow = readonly (string | null)[]

const TABLES_AT_ONCE = 40

/** Every row of the selected tables. */
export async function readRows(db: Queryable, selections: readonly Selection[]): Promise<ReadRows> {
  const found = new Map<string, ReadRow[]>()
  for (let start = 0; start < selections.length; start += TABLES_AT_ONCE) {
    const queries = selections.slice(start, start + TABLES_AT_ONCE).map(rowsSql)
    for (const row of await db.query(queries.join('\nunion all\n'))) {
      const rows: ReadRow[] = JSON.parse(text(row, 'rows'))
      found.set(text(row, 'name'), rows)
    }
  }
  return found
}

/** All that the tables of a schema hold. */
export function everything({ tables }: Schema): Selection[] {
  return tables.map((table) => ({
    name: qualified(table),
    table: qualified(table),
    values: table.columns.map(({ name }) => `${ident(name)}::text`),
  }))
}

function rowsSql({ name, table, values }: Selection): string {
  return `select ${literal(name)} as name, (select coalesce(json_agg(array[${values.join(', ')}]::text[]), '[]')::text from ${table}) as rows`
}

/** The rows as PostgreSQL prints them, `(1,a1)`, in an order that does not depend on theirs. */
export function rowTexts(rows: ReadRows): Map<string, string[]> {
  return new Map([...rows].map(([name, list]) => [name, list.map(rowText).sort()]))
}

function rowText(row: ReadRow): string {
  return `(${row.map(valueText).join(',')})`
}

function valueText(value: string | null): string {
  if (value === null) return ''
  return value === '' || /[\s"\\(),]/.test(value) ? `"${value.replace(/["\\]/g, '$&$&')}"` : value
}
