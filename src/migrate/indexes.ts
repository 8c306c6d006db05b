import { ident, qualified } from '../schema/quote.js'
import type { IndexTerm, QualifiedName, Table, TableIndex } from '../schema/schema.js'
import { createIndexSql } from './constraint-sql.js'
import { addOutside, addStep, changeTable, isOffline, isSame, type Journey, originOf, tablePairs } from './journey.js'
import { createPartitionedIndex } from './partitioned-index.js'
import { comparePartLists, standIn, withoutPart, withPart } from './parts.js'
import { checkDistinct } from './preflight.js'
import { renamePairs } from './rename-order.js'
import { refuseSameValue } from './same-value.js'
import { uses } from './table-edits.js'

/** Gives indexes other names, and drops those that stand in the way: of a name, or of a column that is changed. */
export function prepareIndexes(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const { renamed, dropped } = comparePartLists(from.indexes, to.indexes)
    for (const index of dropped.filter(({ name }) => isTaken(journey, from, name))) dropIndex(journey, from, index)
    const pairs = renamed.map(([before, after]) => ({
      from: { schema: from.schema, name: before.name },
      to: { schema: from.schema, name: after.name },
    }))
    for (const pair of renamePairs(pairs)) {
      addStep(
        journey,
        `rename index ${ident(pair.from.name)} to ${ident(pair.to.name)}`,
        `alter index ${qualified(pair.from)} rename to ${ident(pair.to.name)};`,
      )
    }
    const names = new Map(renamed.map(([before, after]) => [before.name, after.name]))
    changeTable(journey, from, (table) => ({
      ...table,
      indexes: table.indexes.map((index) => ({ ...index, name: names.get(index.name) ?? index.name })),
    }))
  }
}

/** Builds indexes that are new or other ones, beside running writes. */
export function createIndexes(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const { added, replaced } = comparePartLists(from.indexes, to.indexes)
    for (const index of added) {
      checkIndex(journey, to, index)
      buildIndex(journey, to, index)
      changeTable(journey, to, (table) => ({ ...table, indexes: withPart(table.indexes, index) }))
    }
    for (const [before, after] of replaced) {
      checkIndex(journey, to, after)
      replaceIndex(journey, to, before, after)
      changeTable(journey, to, (table) => ({ ...table, indexes: withPart(table.indexes, after) }))
    }
  }
}

/** Drops the indexes that the spec no longer has. */
export function dropIndexes(journey: Journey): void {
  for (const { from, to } of tablePairs(journey)) {
    const gone = from.columns.filter(({ name }) => !to.columns.some((column) => column.name === name))
    for (const index of comparePartLists(from.indexes, to.indexes).dropped) {
      // It goes with a column of its own.
      const goesAlong = gone.some(({ name }) =>
        index.terms.some((term) => term.kind === 'column' && term.value === name),
      )
      if (!goesAlong) dropIndex(journey, from, index)
    }
  }
}

/** Builds an index: at once where nobody uses the table, else beside running writes. */
export function buildIndex(journey: Journey, table: Table, index: TableIndex): void {
  const title = `create index ${ident(index.name)} on ${qualified(table)}`
  if (isOffline(journey, table)) addStep(journey, title, createIndexSql(table, index, false))
  else if (table.partitionBy !== undefined) createPartitionedIndex(journey, table, index)
  else addOutside(journey, title, createIndexSql(table, index, true))
}

/** Drops an index, beside running writes unless nobody uses the table. */
export function dropIndex(journey: Journey, table: Table, { name }: TableIndex): void {
  const title = `drop index ${ident(name)} of ${qualified(table)}`
  const sql = qualified({ schema: table.schema, name })
  if (isOffline(journey, table) || table.partitionBy !== undefined) addStep(journey, title, `drop index ${sql};`)
  else addOutside(journey, title, `drop index concurrently ${sql};`)
  changeTable(journey, table, (each) => ({ ...each, indexes: withoutPart(each.indexes, name) }))
}

/** The new one is there before the old one goes. */
function replaceIndex(journey: Journey, table: Table, before: TableIndex, after: TableIndex): void {
  if (isOffline(journey, table) || table.partitionBy !== undefined) {
    dropIndex(journey, table, before)
    buildIndex(journey, table, after)
    return
  }
  const temporary = { schema: table.schema, name: standIn(after.name) }
  buildIndex(journey, table, { ...after, name: temporary.name })
  dropIndex(journey, table, before)
  addStep(
    journey,
    `rename index ${ident(temporary.name)} to ${ident(after.name)}`,
    `alter index ${qualified(temporary)} rename to ${ident(after.name)};`,
  )
}

function checkIndex(journey: Journey, table: Table, index: TableIndex): void {
  const isKept = originOf(journey, table)?.indexes.some((each) => isSame({ ...each, name: index.name }, index)) === true
  if (!index.unique || isKept) return
  const isPlain = index.where === undefined && index.terms.every(({ kind }) => kind === 'column')
  if (isPlain)
    refuseSameValue(
      journey,
      table,
      index.name,
      index.terms.map(({ value }) => value),
    )
  const values = index.terms.map(termText)
  const title = `no two rows of ${qualified(table)} are the same in ${values.join(', ')}`
  checkDistinct(
    journey,
    table,
    { values, where: index.where, nullsNotDistinct: index.nullsNotDistinct === true },
    title,
  )
}

function termText({ kind, value }: IndexTerm): string {
  return kind === 'column' ? ident(value) : `(${value})`
}

/** Whether something else of the goal is to have the name of an index. */
export function isTaken({ goal }: Journey, table: QualifiedName, name: string): boolean {
  return goal.tables.some(
    (each) =>
      each.schema === table.schema &&
      (each.name === name ||
        [each.primaryKey, ...each.uniques, ...each.exclusions, ...each.indexes].some((part) => part?.name === name)),
  )
}

/** Whether an index has the column in an expression, which is checked when the column gets another type. */
export function hasExpressionOver({ terms, where }: TableIndex, column: string): boolean {
  return uses(where, column) || terms.some(({ kind, value }) => kind === 'expression' && uses(value, column))
}
