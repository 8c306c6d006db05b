import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, Schema } from '../schema/schema.js'
import { namesIn, renamedIn } from '../schema/sql-words.js'
import { columnKey, own, pairsOf, type TablePair, type Way } from './moves.js'

type Side = 'before' | 'target'

/**
 * A schema, in the names of one of the two, whose rows have what a backfill makes values of, for columns that must have one:
 * rows that are there afterwards meet it too, when the migration is applied again.
 */
export function withFilledChecks(schema: Schema, before: Schema, target: Schema, way: Way, side: Side): Schema {
  const checks = new Map(
    pairsOf(before, target, way.moves).map((pair) => [qualified(pair[side]), filledChecks(pair, way, side)]),
  )
  const tables = schema.tables.map((table) => {
    const own = checks.get(qualified(table)) ?? []
    return own.length === 0 ? table : { ...table, checks: [...table.checks, ...own] }
  })
  return { ...schema, tables }
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
