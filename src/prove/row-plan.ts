import type { Queryable } from '../database/queryable.js'
import { qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { withRulesOf } from './both-schemas.js'
import { concernedTables, withTables } from './concerned-tables.js'
import { type Conversion, conversionsDown, conversionsUp, convertibleValues } from './conversions.js'
import { withFilledChecks } from './filled-checks.js'
import { type KeptRows, keptRows } from './kept-rows.js'
import { withMappedChecks } from './mapped-checks.js'
import { columnKey, invertMoves, own, pairsOf, type Way } from './moves.js'
import { makeOrphans } from './row-orphans.js'
import { type InsertedRows, insertRows } from './rows.js'
import { inNamesOf } from './translate.js'
import { type Words, wordsOf } from './words.js'

/** Which rows a migration is tried with, and which of them it has to keep. */
export interface RowPlan {
  readonly kept: KeptRows
  /** Names of columns whose rows need the word of the spec: checks of the plan may find some. */
  readonly open: readonly string[]
  fillBefore(db: Queryable): Promise<InsertedRows>
  fillAfter(db: Queryable): Promise<InsertedRows>
  /** What a table of the target was called before. */
  oldName(table: string): string
}

/** Number of the first value in rows that are made after up: they differ from those made before. */
const SECOND_ROWS = 3

/**
 * Rows made before up satisfy the rules of the target as well, and those made after it the rules that down brings back;
 * except where the spec says what becomes of rows that do not: there are such rows, so that the proof shows it.
 */
export function prepareRows(before: Schema, target: Schema, restored: Schema, way: Way): RowPlan {
  const back = invertMoves(way.moves, target)
  const then = concernedTables(before, inNamesOf(target, before, way.moves))
  const now = concernedTables(inNamesOf(before, target, back), target)
  return planRows(withTables(before, then), withTables(target, now), withTables(restored, then), way)
}

/** The same for schemas of nothing but the tables that get rows. */
function planRows(before: Schema, target: Schema, restored: Schema, way: Way): RowPlan {
  const words = wordsOf(before, target, way)
  const back = invertMoves(way.moves, target)
  const targetThen = inNamesOf(target, before, way.moves)
  const restoredNow = inNamesOf(restored, target, back)
  const openThen = openBefore(before, target, way, words)
  const ruled = withMappedChecks(withRulesOf(before, targetThen, openThen), targetThen, words.lostValues, way)
  const filled = withFilledChecks(ruled, before, target, way, 'before')
  const first = withLostValues(filled, words)
  const ruledThen = withRulesOf(target, restoredNow, words.columns)
  const second = withFilledChecks(ruledThen, before, target, way, 'target')
  return {
    kept: keptRows(before, target, way, words),
    open: openNames(before, target, way, words),
    fillBefore: async (db) => {
      const inserted = await fill(db, first, conversionsUp(before, target, way), target, 0)
      await makeOrphans(db, words.orphans)
      return inserted
    },
    fillAfter: (db) => fill(db, second, conversionsDown(restored, target, way), restored, SECOND_ROWS),
    oldName: (table) => own(way.moves.tables, table) ?? table,
  }
}

/** Values that the other schema has another type for are such that they can be converted. */
async function fill(
  db: Queryable,
  schema: Schema,
  conversions: readonly Conversion[],
  other: Schema,
  from: number,
): Promise<InsertedRows> {
  const enums = [...schema.enums, ...other.enums]
  const { values, notNull } = await convertibleValues(db, conversions, { ...other, enums }, from)
  const tables = schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      nullable: column.nullable && !notNull.has(columnKey(table, column.name)),
    })),
  }))
  return insertRows(db, { ...schema, tables }, from, values)
}

/** The columns that have no rules but their own, by the names before. */
function openBefore(before: Schema, target: Schema, { moves }: Way, { columns, orphans }: Words): Set<string> {
  const changed = pairsOf(before, target, moves).flatMap((pair) =>
    pair.columns
      .filter((column) => columns.has(columnKey(pair.target, column.target.name)))
      .map((column) => columnKey(pair.before, column.before.name)),
  )
  const deleted = orphans.flatMap(({ pair, foreignKey }) =>
    pair.columns
      .filter((column) => foreignKey.columns.includes(column.target.name))
      .map((column) => columnKey(pair.before, column.before.name)),
  )
  return new Set([...changed, ...deleted])
}

/** Values that are mapped to others come first: some row has one. */
function withLostValues(schema: Schema, { lostValues }: Words): Schema {
  const enums = schema.enums.map((type) => {
    const lost = lostValues.get(qualified(type)) ?? []
    return { ...type, values: [...lost, ...type.values.filter((value) => !lost.includes(value))] }
  })
  return { ...schema, enums }
}

function openNames(before: Schema, target: Schema, { moves }: Way, { columns, orphans }: Words): string[] {
  const changed = pairsOf(before, target, moves).flatMap((pair) =>
    pair.columns.filter((column) => columns.has(columnKey(pair.target, column.target.name))),
  )
  return [
    ...changed.flatMap((column) => [column.before.name, column.target.name]),
    ...orphans.flatMap(({ foreignKey }) => foreignKey.columns),
  ]
}
