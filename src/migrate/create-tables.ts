import { ident, qualified } from '../schema/quote.js'
import type { Partition, QualifiedName, Table } from '../schema/schema.js'
import { checkSql, createIndexSql, foreignKeySql } from './constraint-sql.js'
import { addStep, findNamed, isSameName, type Journey } from './journey.js'
import { alter, commentsSql, createTableSql } from './table-sql.js'

/**
 * Makes the tables that are new, each with its keys, indexes and comments in one step, those that others refer to first.
 * A foreign key to a table that comes later, as in a circle, is added behind all of them.
 */
export function createTables(journey: Journey): void {
  const missing = journey.goal.tables.filter((table) => findNamed(journey.now.tables, table) === undefined)
  const late: { readonly table: Table; readonly key: Table['foreignKeys'][number] }[] = []
  for (const table of inOrder(missing)) {
    const known = [...journey.now.tables, table]
    const isReady = (key: Table['foreignKeys'][number]): boolean =>
      hasKey(findNamed(known, key.target), key.targetColumns)
    const ready = { ...table, foreignKeys: table.foreignKeys.filter(isReady), rowSecurity: undefined }
    const isFirm = ({ notValid }: { readonly notValid: true | undefined }): boolean => notValid !== true
    const firm = { ...ready, checks: ready.checks.filter(isFirm), foreignKeys: ready.foreignKeys.filter(isFirm) }
    late.push(...table.foreignKeys.filter((key) => !isReady(key)).map((key) => ({ table, key })))
    addStep(
      journey,
      `create table ${qualified(table)}`,
      createTableSql(firm),
      ...table.partitions.map((partition) => createPartitionSql(table, partition)),
      ...table.indexes.map((index) => createIndexSql(table, index, false)),
      ...commentsSql(table),
      // PostgreSQL takes what a new table is created with for valid.
      ...ready.checks.filter((check) => !isFirm(check)).map((check) => `${alter(table)} add ${checkSql(check)};`),
      ...ready.foreignKeys.filter((key) => !isFirm(key)).map((key) => `${alter(table)} add ${foreignKeySql(key)};`),
    )
    journey.made.add(qualified(table))
    journey.now = { ...journey.now, tables: [...journey.now.tables, ready] }
  }
  for (const { table, key } of late) {
    if (findNamed(missing, key.target) === undefined) continue
    addStep(
      journey,
      `add foreign key ${qualified(table)}.${ident(key.name)}`,
      `${alter(table)} add ${foreignKeySql(key)};`,
    )
    const add = (each: Table): Table =>
      isSameName(each, table) ? { ...each, foreignKeys: [...each.foreignKeys, key] } : each
    journey.now = { ...journey.now, tables: journey.now.tables.map(add) }
  }
}

/** `create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');` */
export function createPartitionSql(table: QualifiedName, partition: Partition): string {
  return `create table ${qualified(partition)} partition of ${qualified(table)} ${partition.bounds};`
}

/**
 * Drops the tables that the spec no longer has, those that refer to others first; circles at once. Foreign keys to
 * tables that stay were dropped before, so that these are locked for no more than that.
 */
export function dropTables(journey: Journey, isGone: (table: Table) => boolean): void {
  const gone = journey.now.tables.filter(isGone)
  const left = new Set([...inOrder(gone)].reverse())
  const references = referencesAmong(gone)
  for (const first of left) {
    const circle = circleOf(first, left, references)
    for (const table of circle) left.delete(table)
    const names = circle.map((table) => qualified(table)).join(', ')
    addStep(journey, `drop table ${names}`, `drop table ${names};`)
  }
  const tables = journey.now.tables.filter((table) => !gone.includes(table))
  const sequences = journey.now.sequences.filter(
    ({ ownedBy }) => ownedBy === undefined || findNamed(gone, ownedBy.table) === undefined,
  )
  journey.now = { ...journey.now, tables, sequences }
}

/** Referenced tables first; a circle is entered at the table that the spec names first. */
function inOrder(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [qualified(table), table]))
  const sorted = new Set<Table>()
  const visited = new Set<Table>()
  const visit = (table: Table): void => {
    if (visited.has(table)) return
    visited.add(table)
    for (const { target } of table.foreignKeys) {
      const needed = byName.get(qualified(target))
      if (needed !== undefined) visit(needed)
    }
    sorted.add(table)
  }
  tables.forEach(visit)
  return [...sorted]
}

type Edges = ReadonlyMap<Table, readonly Table[]>

/** The foreign keys among tables, in both directions. */
interface References {
  readonly ahead: Edges
  readonly behind: Edges
}

function referencesAmong(tables: readonly Table[]): References {
  const byName = new Map(tables.map((table) => [qualified(table), table]))
  const ahead = new Map<Table, Table[]>(tables.map((table) => [table, []]))
  const behind = new Map<Table, Table[]>(tables.map((table) => [table, []]))
  for (const from of tables) {
    for (const { target } of from.foreignKeys) {
      const to = byName.get(qualified(target))
      if (to === undefined) continue
      ahead.get(from)?.push(to)
      behind.get(to)?.push(from)
    }
  }
  return { ahead, behind }
}

/** The tables that must go along with one: those that refer to it and that it refers to, directly or by way of others. */
function circleOf(table: Table, left: ReadonlySet<Table>, { ahead, behind }: References): Table[] {
  const reaching = reachable(table, left, behind)
  // Most tables are referred to by none that is left: these go alone, and nothing more is to be found out.
  if (reaching.size === 0) return [table]
  const reached = reachable(table, left, ahead)
  return [table, ...[...left].filter((other) => other !== table && reached.has(other) && reaching.has(other))]
}

/** All that the edges lead to from one table, among those that are left. */
function reachable(start: Table, left: ReadonlySet<Table>, edges: Edges): Set<Table> {
  const seen = new Set<Table>()
  const waiting = [start]
  for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
    for (const next of edges.get(table) ?? []) {
      if (seen.has(next) || !left.has(next)) continue
      seen.add(next)
      waiting.push(next)
    }
  }
  return seen
}

/** Whether a table has a key or unique index that a foreign key may refer to. */
function hasKey(table: Table | undefined, columns: readonly string[]): boolean {
  if (table === undefined) return false
  const wanted = [...columns].sort().join('\0')
  const isIt = (names: readonly string[]): boolean => [...names].sort().join('\0') === wanted
  return (
    [table.primaryKey, ...table.uniques].some((key) => key !== undefined && isIt(key.columns)) ||
    table.indexes.some(
      ({ unique, where, terms }) =>
        unique &&
        where === undefined &&
        terms.every(({ kind }) => kind === 'column') &&
        isIt(terms.map(({ value }) => value)),
    )
  )
}
