import type { Queryable } from '../database/queryable.js'
import { optionalText, text, textList } from '../database/row.js'
import { ident, qualified } from '../schema/quote.js'
import type { QualifiedName, Schema, SqlBlock } from '../schema/schema.js'
import { type EnumLabels, readValueType, sampleValue, type ValueType } from './values.js'

/** A row as far as other tables refer to it: texts by column. */
export type KnownRow = Readonly<Record<string, string | null>>

/** The only values that columns may have: `posts.title`. */
export type GivenValues = ReadonlyMap<string, readonly string[]>

/** What is known while tables are filled. */
export interface Filling {
  readonly db: Queryable
  /** Number of the first value of each column: rows of another filling have others. */
  readonly from: number
  /** The type of each column, by what `format_type` prints. */
  readonly types: ReadonlyMap<string, ValueType>
  readonly given: GivenValues
  /** Blocks of SQL whose functions rules of tables may call; not all are in the database. */
  readonly functions: readonly SqlBlock[]
  /** Columns that foreign keys refer to, by table. */
  readonly wanted: ReadonlyMap<string, readonly string[]>
  /** Rows that foreign keys may refer to, by table. */
  readonly rows: Map<string, readonly KnownRow[]>
}

/** Reads what the schema says about its types and keys; the database is asked only for types it alone knows. */
export async function startFilling(db: Queryable, schema: Schema, from: number, given: GivenValues): Promise<Filling> {
  const functions = schema.sql.filter(({ isBeforeTables }) => isBeforeTables === true)
  const types = await readTypes(db, schema)
  return { db, from, types, given, functions, wanted: wantedColumns(schema), rows: new Map() }
}

/** Rows of a table that were put in, else a few that the database has; none of a table that is not there yet. */
export async function rowsOf(filling: Filling, table: QualifiedName): Promise<readonly KnownRow[]> {
  const name = qualified(table)
  const known = filling.rows.get(name)
  if (known !== undefined && known.length > 0) return known
  const columns = filling.wanted.get(name) ?? []
  const [present] = await filling.db.query('select to_regclass($1)::text as name', [name])
  const found =
    present?.['name'] === null ? [] : await filling.db.query(`select ${asTexts(columns)} from ${name} limit 5`)
  const rows = found.map((row) => knownRow(row, columns))
  filling.rows.set(name, rows)
  return rows
}

/** `id::text as id, "key"::text as "key"` */
export function asTexts(columns: readonly string[]): string {
  return ['1 as "0"', ...columns.map((column) => `${ident(column)}::text as ${ident(column)}`)].join(', ')
}

/** The texts of a row that was read by `asTexts`. */
export function knownRow(row: Record<string, unknown>, columns: readonly string[]): KnownRow {
  return Object.fromEntries(columns.map((column) => [column, optionalText(row, column) ?? null]))
}

function wantedColumns({ tables }: Schema): Map<string, string[]> {
  const own = new Map(tables.map((table) => [qualified(table), new Set(table.columns.map(({ name }) => name))]))
  const wanted = new Map<string, string[]>()
  for (const { target, targetColumns } of tables.flatMap(({ foreignKeys }) => foreignKeys)) {
    const name = qualified(target)
    const present = targetColumns.filter((column) => own.get(name)?.has(column) !== false)
    wanted.set(name, [...new Set([...(wanted.get(name) ?? []), ...present])])
  }
  return wanted
}

async function readTypes(db: Queryable, { tables, enums }: Schema): Promise<Map<string, ValueType>> {
  const labels = new Map(enums.map((type) => [qualified(type), type.values]))
  const names = new Set(tables.flatMap(({ columns }) => columns.map(({ type }) => type)))
  const types = new Map([...names].map((name) => [name, readValueType(name, labels)]))
  const unknown = [...types].filter(([, type]) => sampleValue(type, 0) === undefined).map(([name]) => name)
  if (unknown.length === 0) return types
  for (const [name, type] of await readBaseTypes(db, unknown, labels)) types.set(name, type)
  return types
}

/** What domains are made of, and enums that the schema does not have. */
async function readBaseTypes(
  db: Queryable,
  names: readonly string[],
  labels: EnumLabels,
): Promise<[string, ValueType][]> {
  const elements = names.map((name) => name.replace(/\[\]$/, ''))
  const rows = await db.query(
    `with recursive base as (
      select name, to_regtype(name)::oid as type, -1 as modifier from unnest($1::text[]) as n (name)
      union all
      select b.name, t.typbasetype, t.typtypmod from base b join pg_type t on t.oid = b.type where t.typtype = 'd')
    select b.name, format_type(b.type, b.modifier) as type,
      (select json_agg(e.enumlabel order by e.enumsortorder)::text from pg_enum e where e.enumtypid = b.type) as labels
    from base b join pg_type t on t.oid = b.type where t.typtype <> 'd'`,
    [elements],
  )
  return rows.flatMap((row) => {
    const own = textList(row, 'labels')
    const base = readValueType(text(row, 'type'), own.length === 0 ? labels : new Map([[text(row, 'type'), own]]))
    const written = names.filter((name) => name.replace(/\[\]$/, '') === text(row, 'name'))
    return written.map((name): [string, ValueType] => [name, { ...base, isArray: base.isArray || name.endsWith('[]') }])
  })
}
