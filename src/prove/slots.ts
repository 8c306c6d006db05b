import { madeBy } from '../migrate/blocks.js'
import { isVolatile } from '../migrate/volatility.js'
import { qualified } from '../schema/quote.js'
import type { Column, ExclusionConstraint, ForeignKeyConstraint, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { type Filling, type KnownRow, rowsOf } from './filling.js'
import { columnKey } from './moves.js'
import { isOptional } from './row-order.js'
import { sampleValue } from './values.js'

/** Stands for the column's default. */
export const useDefault: unique symbol = Symbol('default')

/** The text of a value, NULL, or the default. */
export type Cell = string | null | typeof useDefault

/** Columns whose values depend on each other, and the combinations that they may have. */
export interface Slot {
  readonly columns: readonly string[]
  readonly tuples: readonly (readonly Cell[])[]
}

/** What every row of the table consists of, or why there can be no row. */
export type SlotsResult = { readonly kind: 'slots'; readonly slots: readonly Slot[] } | NoRows

export interface NoRows {
  readonly kind: 'none'
  readonly reason: string
}

/** Columns in which no two rows may agree. */
export interface DistinctKey {
  readonly columns: readonly string[]
  /** Two NULLs do not agree. */
  readonly nullsDiffer: boolean
}

const MOST_COMBINATIONS = 40
const SAMPLES = 6

/** One slot for each column that is written, one for all columns of foreign keys that share a column. */
export async function slotsOf(
  filling: Filling,
  table: Table,
  waiting: ReadonlySet<ForeignKeyConstraint>,
): Promise<SlotsResult> {
  const keys = groupKeys(table.foreignKeys.filter((foreignKey) => !waiting.has(foreignKey)))
  const keyColumns = new Set(keys.flatMap((group) => group.flatMap(({ columns }) => columns)))
  const late = new Set(table.foreignKeys.filter((key) => waiting.has(key)).flatMap(({ columns }) => columns))
  const slots: Slot[] = []
  for (const group of keys) {
    const tuples = await keySlot(filling, table, group)
    if (tuples.tuples.length === 0) return { kind: 'none', reason: emptyTarget(group) }
    slots.push(tuples)
  }
  for (const column of table.columns.filter(isWritten)) {
    if (keyColumns.has(column.name)) continue
    if (late.has(column.name) && column.nullable) slots.push({ columns: [column.name], tuples: [[null]] })
    else slots.push(plainSlot(filling, table, column))
  }
  const unknown = slots.find(({ tuples }) => tuples.length === 0)?.columns[0]
  if (unknown === undefined) return { kind: 'slots', slots }
  const type = table.columns.find(({ name }) => name === unknown)?.type ?? ''
  return { kind: 'none', reason: `no value of the type ${type} is known, which the column "${unknown}" has` }
}

/** Whether an INSERT gives the column a value. */
export function isWritten({ identity, generated }: Column): boolean {
  return identity === undefined && generated === undefined
}

/** Keys that no two rows may agree in, as the columns that decide; those that differ by themselves are left out. */
export function distinctKeys(table: Table): DistinctKey[] {
  const names = table.columns.map(({ name }) => name)
  const constraints = [...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques]
  const keys = [
    ...constraints.map(({ columns, nullsNotDistinct }) => ({ columns, nullsDiffer: !nullsNotDistinct })),
    ...table.indexes
      .filter(({ unique }) => unique)
      .map(({ terms }) => ({
        columns: terms.flatMap(({ kind, value }) => (kind === 'column' ? [value] : namesIn(value, names))),
        nullsDiffer: terms.every(({ kind }) => kind === 'column'),
      })),
    ...table.exclusions.map((exclusion) => excludedKey(exclusion, names)),
  ]
  const byItself = new Set(table.columns.filter(({ identity }) => identity !== undefined).map(({ name }) => name))
  return keys
    .map((key) => ({ ...key, columns: key.columns.flatMap((name) => sourcesOf(table, name)) }))
    .filter(({ columns }) => columns.length > 0 && !columns.some((name) => byItself.has(name)))
}

/**
 * Rows conflict where every term of an exclusion constraint does: those that differ in what must be equal, or in ranges,
 * which do not overlap where they differ, do not. A term that other operators compare says nothing.
 */
function excludedKey({ terms }: ExclusionConstraint, names: readonly string[]): DistinctKey {
  const telling = terms.filter(({ operator }) => operator === '=' || operator === '&&')
  const columns = telling.flatMap(({ kind, value }) => (kind === 'column' ? [value] : namesIn(value, names)))
  return { columns, nullsDiffer: terms.every(({ kind }) => kind === 'column') }
}

/** A generated column differs where the columns differ that it is made of. */
export function sourcesOf(table: Table, name: string): string[] {
  const generated = table.columns.find((column) => column.name === name)?.generated
  return generated === undefined
    ? [name]
    : namesIn(
        generated,
        table.columns.filter(isWritten).map((column) => column.name),
      )
}

function plainSlot(filling: Filling, table: Table, column: Column): Slot {
  const { types, from, given } = filling
  const type = types.get(column.type)
  const only = given.get(columnKey(table, column.name))
  const samples = Array.from({ length: SAMPLES }, (_, index) =>
    type === undefined ? undefined : sampleValue(type, from + index),
  )
  const values: Cell[] = only === undefined ? [...new Set(samples.filter((sample) => sample !== undefined))] : [...only]
  if (only === undefined && mayUseDefault(filling, table, column)) values.unshift(useDefault)
  if (column.nullable) values.splice(2, 0, null)
  return { columns: [column.name], tuples: values.map((value) => [value]) }
}

/** One and the same default would agree in a key with rows that have it already: what a block of SQL makes may be one. */
function mayUseDefault({ functions }: Filling, table: Table, column: Column): boolean {
  if (column.default === undefined || column.default === 'null') return false
  const isOwn = namesIn(column.default, functions.flatMap(madeBy)).length > 0
  return (
    (!isOwn && isVolatile(column.default)) || !distinctKeys(table).some(({ columns }) => columns.includes(column.name))
  )
}

/** Foreign keys that share a column, directly or through others. */
function groupKeys(foreignKeys: readonly ForeignKeyConstraint[]): ForeignKeyConstraint[][] {
  const groups: ForeignKeyConstraint[][] = []
  for (const foreignKey of foreignKeys) {
    const isNear = (group: ForeignKeyConstraint[]): boolean =>
      group.some(({ columns }) => columns.some((column) => foreignKey.columns.includes(column)))
    const near = groups.filter(isNear)
    for (const group of near) groups.splice(groups.indexOf(group), 1)
    groups.push([...near.flat(), foreignKey])
  }
  return groups
}

/** Every way for the columns of the keys to refer to rows that exist, and where it may be, to none. */
async function keySlot(filling: Filling, table: Table, group: readonly ForeignKeyConstraint[]): Promise<Slot> {
  const columns = [...new Set(group.flatMap((foreignKey) => foreignKey.columns))]
  let found: KnownRow[] = [{}]
  for (const foreignKey of group) {
    const choices = await keyChoices(filling, table, foreignKey, group)
    found = found.flatMap((row) =>
      choices.filter((choice) => agree(row, choice)).map((choice) => ({ ...row, ...choice })),
    )
    found = found.slice(0, MOST_COMBINATIONS)
  }
  return { columns, tuples: found.map((row) => columns.map((column) => row[column] ?? null)) }
}

async function keyChoices(
  filling: Filling,
  table: Table,
  foreignKey: ForeignKeyConstraint,
  group: readonly ForeignKeyConstraint[],
): Promise<KnownRow[]> {
  const rows = await rowsOf(filling, foreignKey.target)
  const choices = rows.flatMap((row) => referenceTo(row, foreignKey))
  if (!isOptional(table, foreignKey)) return choices
  const shared = group.filter((other) => other !== foreignKey).flatMap(({ columns }) => columns)
  const free = table.columns.filter(
    ({ name, nullable }) => nullable && foreignKey.columns.includes(name) && !shared.includes(name),
  )
  const isWhole = free.length === foreignKey.columns.length
  if (free.length === 0 || (foreignKey.match === 'full' && !isWhole)) return choices
  const none = Object.fromEntries(free.map(({ name }) => [name, null]))
  const bound = foreignKey.columns.filter((column) => !free.some(({ name }) => name === column))
  const unbound = bound.some((column) => !shared.includes(column))
    ? choices.map((choice) => ({ ...choice, ...none }))
    : [none]
  return [...choices.slice(0, 2), ...unbound.slice(0, 1), ...choices.slice(2)]
}

/** What refers to the row; nothing where the row lacks a value for it. */
function referenceTo(row: KnownRow, { columns, targetColumns }: ForeignKeyConstraint): KnownRow[] {
  const cells = columns.map((column, index) => [column, row[targetColumns[index] ?? ''] ?? null] as const)
  return cells.some(([, value]) => value === null) ? [] : [Object.fromEntries(cells)]
}

function agree(row: KnownRow, choice: KnownRow): boolean {
  return Object.entries(choice).every(([column, value]) => row[column] === undefined || row[column] === value)
}

function emptyTarget(group: readonly ForeignKeyConstraint[]): string {
  const targets = [...new Set(group.map(({ target }) => qualified(target)))]
  return `it needs rows of ${targets.join(' and ')} that it can refer to`
}
