import { ident, literal, qualified } from '../schema/quote.js'
import type { QualifiedName, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { madeBy } from './blocks.js'
import { columnName, findNamed, type Journey, originOf } from './journey.js'

/** A table as it was before the first step, under the names that it has now, for a query that runs before. */
export interface EarlierRows {
  /** What stands behind `from`: `posts`, or a subquery that gives columns their new names and values. */
  readonly from: string
  /** The columns of its primary key, or its `ctid`. */
  readonly keys: string
  /** The names that it has for a query. */
  readonly alias: string
  /** Columns that were there, by the names that they have now. */
  readonly columns: ReadonlySet<string>
}

/** The rows that a table had before the first step; undefined for one that was not there. */
export function earlierRows(journey: Journey, table: QualifiedName): EarlierRows | undefined {
  const old = originOf(journey, table)
  if (old === undefined) return undefined
  const names = new Map(old.columns.map(({ name }) => [name, name]))
  for (const { name } of findNamed(journey.goal.tables, table)?.columns ?? []) {
    const before = journey.moves.columns[columnName(table, name)]
    if (before !== undefined) names.set(before, name)
  }
  const isRenamed = [...names].some(([before, now]) => before !== now)
  const isMoved = qualified(old) !== qualified(table)
  const list = [...names].map(([before, now]) => (before === now ? ident(now) : `${ident(before)} as ${ident(now)}`))
  const alias = ident(table.name)
  const key = old.primaryKey?.columns.map((column) => ident(names.get(column) ?? column)).join(', ')
  const from = isRenamed
    ? `(select ctid, ${list.join(', ')} from ${qualified(old)}) as ${alias}`
    : `${qualified(old)}${isMoved ? ` as ${alias}` : ''}`
  return {
    from: convertedFrom(journey, table, from, [...names.values()]),
    keys: key ?? 'ctid',
    alias,
    columns: new Set(names.values()),
  }
}

/** The rows with the values that they are to have, where the steps so far convert some. */
function convertedFrom({ conversions }: Journey, table: QualifiedName, from: string, names: readonly string[]): string {
  if (!names.some((name) => conversions.has(columnName(table, name)))) return from
  const list = names.map((name) => {
    const value = conversions.get(columnName(table, name))
    return value === undefined ? ident(name) : `${value} as ${ident(name)}`
  })
  return `(select ctid, ${list.join(', ')} from ${from}) as ${ident(table.name)}`
}

/** Adds a check that no row that was there before the first step, with the values that it is to have, fulfils the condition. */
export function checkNoRow(journey: Journey, table: Table, condition: string, title: string, advice: string): void {
  const rows = earlierRows(journey, table)
  if (rows === undefined || mentionsNew(journey, table, condition, rows)) return
  journey.checks.push({ title, sql: `select ${rows.keys} from ${rows.from} where ${condition}`, advice })
}

/** Adds a check that no two rows have the same values; where `nullsNotDistinct`, NULL is a value too. */
export function checkDistinct(
  journey: Journey,
  table: Table,
  { values, where, nullsNotDistinct }: DistinctValues,
  title: string,
): void {
  const rows = earlierRows(journey, table)
  const condition = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(nullsNotDistinct ? [] : values.map((value) => `${value} is not null`)),
  ]
  if (rows === undefined || mentionsNew(journey, table, [...values, ...condition].join(' '), rows)) return
  const filter = condition.length === 0 ? '' : ` where ${condition.join(' and ')}`
  const counted = `select ${rows.keys}, count(*) over (partition by ${values.join(', ')}) as rows_alike from ${rows.from}${filter}`
  journey.checks.push({
    title,
    sql: `select ${rows.keys} from (${counted}) as counted where rows_alike > 1`,
    advice: 'change or delete the rows that have the same values',
  })
}

export interface DistinctValues {
  /** SQL of each. */
  readonly values: readonly string[]
  readonly where: string | undefined
  readonly nullsNotDistinct: boolean
}

/** Whether the condition is about something that was not there yet: a column, a value of an enum, a type, a function. */
function mentionsNew({ goal, origin }: Journey, table: Table, condition: string, { columns }: EarlierRows): boolean {
  const fresh = table.columns.map(({ name }) => name).filter((name) => !columns.has(name))
  const types = [...goal.enums, ...goal.domains].filter(
    (type) => findNamed<QualifiedName>([...origin.enums, ...origin.domains], type) === undefined,
  )
  const blocks = goal.sql.filter(({ name, up }) => !origin.sql.some((block) => block.name === name && block.up === up))
  const names = [...fresh, ...types.map(({ name }) => name), ...blocks.flatMap(madeBy)]
  if (namesIn(condition, names).length > 0) return true
  const known = new Set(origin.enums.flatMap(({ values }) => values))
  const values = goal.enums.flatMap((type) => type.values.filter((value) => !known.has(value)))
  return values.some((value) => condition.includes(literal(value)))
}
