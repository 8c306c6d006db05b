import type { Hints, Renames } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { Column, EnumType, ForeignKeyConstraint, KeyConstraint, Schema, Table } from '../schema/schema.js'
import { castKind, comesBackWhole } from './casts.js'
import { withFilledColumns } from './filled-back.js'
import { columnName, findNamed, type Moves } from './journey.js'
import { uses } from './table-edits.js'
import { keepsValues } from './types.js'
import { isVolatile } from './volatility.js'

/** What the down direction leads back to, and what of the schema before it cannot bring back, in words. */
export interface Restored {
  readonly schema: Schema
  readonly losses: readonly string[]
}

/**
 * Rows and values that up drops are gone. So a column that comes back is empty, and cannot be NOT NULL nor part of a
 * primary key; values that up adds to an enum stay, as PostgreSQL cannot take them away, and extensions, as others may
 * use them by now.
 */
export function restoredSchema(from: Schema, to: Schema, moves: Moves, renames: Renames, hints: Hints): Restored {
  const losses: string[] = []
  const later = laterNames(to, moves)
  const tables = from.tables.map((table) => {
    const next = later.get(qualified(table))
    if (next === table) return table
    if (next !== undefined) {
      losses.push(...changedByWord(table, next, moves, hints))
      losses.push(...lostPartitions(table, next))
      const back = restoredTable(table, withOldTypes(next, renames), moves, losses)
      return withLooseKeys(withFilledColumns(back, next, moves, hints, losses), from, later, losses)
    }
    losses.push(`the rows of ${qualified(table)}`)
    return table
  })
  const known = new Set(from.tables.map((table) => qualified(table)))
  for (const table of [...to.tables].reverse()) {
    const isNew = !known.has(qualified(moves.tables[qualified(table)] ?? table))
    if (isNew) losses.push(`the rows of ${qualified(table)}`)
  }
  const enums = from.enums.map((type) => restoredEnum(type, to, renames, hints, losses))
  const extensions = [...new Set([...from.extensions, ...to.extensions])].sort()
  return { schema: { ...from, extensions, enums, tables }, losses }
}

/** Partitions that go take their rows along. */
function lostPartitions(table: Table, next: Table): string[] {
  const gone = table.partitions.filter(({ name }) => !next.partitions.some((each) => each.name === name))
  return gone.map(({ name }) => `the rows of ${qualified(table)} that were in ${ident(name)}`)
}

/** A column whose type is only called otherwise keeps its values. */
function withOldTypes(table: Table, { enums, domains }: Renames): Table {
  const old = (type: string): string => {
    const element = type.replace(/\[\]$/, '')
    const before = domains[element] ?? enums[element]
    return before === undefined ? type : `${qualified(before)}${type.slice(element.length)}`
  }
  return { ...table, columns: table.columns.map((column) => ({ ...column, type: old(column.type) })) }
}

/** The tables of the new schema by the names that they had. */
function laterNames(to: Schema, { tables }: Moves): Map<string, Table> {
  return new Map(to.tables.map((table) => [qualified(tables[qualified(table)] ?? table), table]))
}

function restoredTable(table: Table, next: Table, { columns: moved }: Moves, losses: string[]): Table {
  const laterOf = (column: Column): Column | undefined =>
    next.columns.find(({ name }) => (moved[columnName(next, name)] ?? name) === column.name)
  const lost = table.columns.filter((column) => laterOf(column) === undefined && !isDerived(column))
  for (const column of next.columns) {
    const isNew = !table.columns.some((each) => laterOf(each) === column)
    if (isNew && !isDerived(column)) losses.push(`the values of ${columnName(next, column.name)}`)
  }
  for (const column of table.columns) {
    const now = laterOf(column)
    if (now === undefined || isDerived(column)) continue
    const isKept = castKind(column.type, now.type) !== 'other' && comesBackWhole(now.type, column.type)
    if (!isKept)
      losses.push(`the values of ${columnName(table, column.name)} as they were: they are converted from ${now.type}`)
  }
  for (const { name } of lost) losses.push(`the values of ${columnName(table, name)}`)
  if (lost.length === 0) return table
  return withoutSameKeys(withoutValues(table, lost, laterKey(table, next, laterOf), losses), lost, losses)
}

/** Columns that come back with the same value in all rows, or without one, cannot keep rows apart again. */
function withoutSameKeys(table: Table, lost: readonly Column[], losses: string[]): Table {
  const isLost = (name: string, isWith: (column: Column) => boolean): boolean =>
    lost.some((column) => column.name === name && isWith(column))
  const hasOne = ({ default: value, identity }: Column): boolean =>
    identity === undefined && value !== undefined && value !== 'null' && !isVolatile(value)
  const hasNone = ({ default: value, identity }: Column): boolean =>
    identity === undefined && (value === undefined || value === 'null')
  const isSame = (columns: readonly string[], isNullOne: boolean): boolean =>
    columns.length > 0 &&
    columns.every((name) => isLost(name, (column) => hasOne(column) || (isNullOne && hasNone(column))))
  const uniques = table.uniques.filter(({ columns, nullsNotDistinct }) => !isSame(columns, nullsNotDistinct))
  const indexes = table.indexes.filter(({ unique, terms, where, nullsNotDistinct }) => {
    const isPlain = where === undefined && terms.every(({ kind }) => kind === 'column')
    return (
      !unique ||
      !isPlain ||
      !isSame(
        terms.map(({ value }) => value),
        nullsNotDistinct === true,
      )
    )
  })
  const exclusions = table.exclusions.filter(
    ({ terms, where }) =>
      where !== undefined ||
      !terms.every(({ kind, operator }) => kind === 'column' && operator === '=') ||
      !isSame(
        terms.map(({ value }) => value),
        false,
      ),
  )
  const gone = [...table.uniques, ...table.indexes, ...table.exclusions].filter(
    (part) => ![...uniques, ...indexes, ...exclusions].includes(part),
  )
  for (const { name } of gone) losses.push(`${ident(name)} of ${qualified(table)}, which rows no longer meet`)
  return gone.length === 0 ? table : { ...table, uniques, indexes, exclusions }
}

/** Rows that stay may refer to rows that are gone. */
function withLooseKeys(table: Table, from: Schema, later: ReadonlyMap<string, Table>, losses: string[]): Table {
  const isLoose = ({ target, notValid }: ForeignKeyConstraint): boolean =>
    notValid !== true && findNamed(from.tables, target) !== undefined && !later.has(qualified(target))
  const loose = table.foreignKeys.filter(isLoose)
  if (loose.length === 0) return table
  for (const { name } of loose) losses.push(`the foreign key ${ident(name)} comes back not valid`)
  const foreignKeys = table.foreignKeys.map((key) => (loose.includes(key) ? { ...key, notValid: true as const } : key))
  return { ...table, foreignKeys }
}

/** What the words of the spec change in rows. */
function changedByWord(table: Table, next: Table, { columns: moved }: Moves, hints: Hints): string[] {
  const filled = next.columns.flatMap((column) => {
    const before = table.columns.find(({ name }) => name === (moved[columnName(next, column.name)] ?? column.name))
    const isFilled = before?.nullable === true && !column.nullable
    const word = hints.columns[columnName(next, column.name)]?.backfill
    return isFilled && word !== undefined && before !== undefined
      ? [`which rows had no ${columnName(table, before.name)}`]
      : []
  })
  const cleaned = next.foreignKeys.flatMap(({ name, columns }) => {
    const how = hints.orphans[columnName(next, name)]
    if (how === undefined || table.foreignKeys.some((key) => key.name === name)) return []
    return how === 'delete'
      ? [`the rows of ${qualified(table)} that ${ident(name)} found without their target`]
      : columns.map((column) => `the values of ${columnName(table, column)} that led nowhere`)
  })
  return [...filled, ...cleaned]
}

/** The primary key of the table as it is then, over columns as they are called before. */
function laterKey(
  table: Table,
  { primaryKey }: Table,
  laterOf: (column: Column) => Column | undefined,
): KeyConstraint | undefined {
  const name = table.primaryKey?.name
  const columns = primaryKey?.columns.map(
    (column) => table.columns.find((each) => laterOf(each)?.name === column)?.name,
  )
  const known = columns?.filter((column) => column !== undefined)
  if (primaryKey === undefined || name === undefined || known?.length !== columns?.length) return undefined
  return { ...primaryKey, name, columns: known ?? [], include: undefined }
}

/** Columns that are empty when they come back; a primary key with such a column stays the one that took its place. */
function withoutValues(table: Table, lost: readonly Column[], key: KeyConstraint | undefined, losses: string[]): Table {
  const isEmpty = ({ name, default: value, identity, nullable }: Column): boolean =>
    !nullable && value === undefined && identity === undefined && lost.some((column) => column.name === name)
  const empty = new Set(table.columns.filter(isEmpty).map(({ name }) => name))
  // What is computed from nothing is nothing.
  const computed = table.columns.filter(
    ({ generated, nullable }) => !nullable && [...empty].some((name) => uses(generated, name)),
  )
  for (const { name } of computed) empty.add(name)
  if (empty.size === 0) return table
  for (const name of empty) losses.push(`${columnName(table, name)} comes back nullable`)
  const before = table.primaryKey
  const isBroken = before?.columns.some((name) => empty.has(name)) === true
  if (before !== undefined && isBroken) losses.push(`the primary key ${ident(before.name)} of ${qualified(table)}`)
  return {
    ...table,
    primaryKey: isBroken ? key : before,
    columns: table.columns.map((column) => (empty.has(column.name) ? { ...column, nullable: true } : column)),
  }
}

/** Numbers and results are made again. */
function isDerived({ generated }: Column): boolean {
  return generated !== undefined
}

function restoredEnum(
  type: EnumType,
  to: Schema,
  { enums, enumValues }: Renames,
  hints: Hints,
  losses: string[],
): EnumType {
  const next =
    to.enums.find((each) => qualified(enums[qualified(each)] ?? each) === qualified(type)) ?? findNamed(to.enums, type)
  if (next === undefined) return type
  const renamed = enumValues[qualified(next)] ?? {}
  const earlier = next.values.map((value) => renamed[value] ?? value)
  const kept = { ...next, values: earlier }
  const map = hints.enumValues[qualified(next)] ?? {}
  for (const value of type.values.filter((each) => !earlier.includes(each) && map[each] !== undefined)) {
    losses.push(`which values of enum ${qualified(type)} were "${value}"`)
  }
  if (!keepsValues(type, kept)) return type
  for (const value of earlier.filter((each) => !type.values.includes(each))) {
    losses.push(`the enum ${qualified(type)} keeps the value "${value}"`)
  }
  return { ...type, values: earlier }
}
