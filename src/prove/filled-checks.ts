import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, KeyConstraint, Schema, Table } from '../schema/schema.js'
import { namesIn, renamedIn } from '../schema/sql-words.js'
import { columnKey, own, pairsOf, type TablePair, type Way } from './moves.js'

type Side = 'before' | 'target'

/**
 * A schema, in the names of one of the two, whose rows have what a backfill makes values of, for columns that must have one:
 * rows that are there afterwards meet it too, when the migration is applied again.
 */
export function withFilledChecks(schema: Schema, before: Schema, target: Schema, way: Way, side: Side): Schema {
  const pairs = new Map(pairsOf(before, target, way.moves).map((pair) => [qualified(pair[side]), pair]))
  const tables = schema.tables.map((table) => {
    const pair = pairs.get(qualified(table))
    if (pair === undefined) return table
    const checks = [...filledChecks(pair, way, side), ...filledApart(pair, way, side)]
    const uniques = filledKeys(pair, way, side)
    if (checks.length + uniques.length === 0) return table
    return { ...table, checks: [...table.checks, ...checks], uniques: [...table.uniques, ...uniques] }
  })
  return { ...schema, tables }
}

/** Columns that may be without a value before and are filled: by the names of the target, with what they are filled with. */
function filledColumns({ target, columns }: TablePair, { hints }: Way): Map<string, string> {
  return new Map(
    columns.flatMap(({ before, target: column }): [string, string][] => {
      const backfill = own(hints.columns, columnKey(target, column.name))?.backfill
      return before.nullable && !column.nullable && backfill !== undefined ? [[column.name, backfill]] : []
    }),
  )
}

/** Keys over what is filled: rows without a value may get the same one, so that there is one of them. */
function filledKeys(pair: TablePair, way: Way, side: Side): KeyConstraint[] {
  const filled = filledColumns(pair, way)
  const known = new Map(pair.columns.map((column) => [column.target.name, column[side].name]))
  return keysOf(pair.target).flatMap((key) => {
    const columns = key.columns.flatMap((name) => known.get(name) ?? [])
    const isIt = key.columns.some((name) => filled.has(name)) && columns.length === key.columns.length
    return isIt ? [{ ...key, columns, include: undefined, nullsNotDistinct: true, deferrable: undefined }] : []
  })
}

/** A row without a value does not get that of another one, in a column that a key is over. */
function filledApart(pair: TablePair, way: Way, side: Side): CheckConstraint[] {
  const keyed = new Set(keysOf(pair.target).flatMap(({ columns }) => columns))
  const names = pair.target.columns.map(({ name }) => name)
  return [...filledColumns(pair, way)].flatMap(([name, backfill]) => {
    const column = pair.columns.find(({ target }) => target.name === name)
    const isOne = namesIn(backfill, names).length === 0 && !/\bselect\b/i.test(backfill)
    if (column === undefined || !isOne || !keyed.has(name)) return []
    const sql = `${ident(column[side].name)} is distinct from (${backfill})`
    return [{ name: `apart from what ${name} is filled with`, sql, notValid: undefined }]
  })
}

function keysOf({ primaryKey, uniques, indexes }: Table): KeyConstraint[] {
  const plain = indexes.filter(({ unique, terms }) => unique && terms.every(({ kind }) => kind === 'column'))
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...plain.map(({ name, terms }) => ({
      name,
      columns: terms.map(({ value }) => value),
      include: undefined,
      nullsNotDistinct: true,
      deferrable: undefined,
    })),
  ]
}

function filledChecks(pair: TablePair, { hints }: Way, side: Side): CheckConstraint[] {
  const known = new Map(pair.columns.map((column) => [column.target.name, ident(column[side].name)]))
  const names = pair.target.columns.map(({ name }) => name)
  return pair.target.columns.flatMap((column) => {
    const backfill = own(hints.columns, columnKey(pair.target, column.name))?.backfill
    const used = backfill === undefined ? [] : namesIn(backfill, names)
    const isOwn = used.length > 0 && used.every((name) => known.has(name)) && !/\bselect\b/i.test(backfill ?? '')
    if (backfill === undefined || column.nullable || !isOwn) return []
    const before = known.get(column.name)
    const isThere = before === undefined ? '' : `${before} is not null or `
    const sql = `${isThere}(${renamedIn(backfill, known)}) is not null`
    return [{ name: `what ${column.name} is filled with`, sql, notValid: undefined }]
  })
}
