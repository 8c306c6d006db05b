import { differencesOf } from '../schema/differences.js'
import { type Hints, noHints, type Renames } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, Schema, Table } from '../schema/schema.js'
import { closeGaps } from './block-gaps.js'
import { createBlocks, dropBlocks, dropLateBlocks, type TouchedTable } from './blocks.js'
import { addColumns, alterColumns, dropColumns, dropNotNull } from './columns.js'
import { addConstraints, prepareConstraints } from './constraints.js'
import { createTables, dropTables } from './create-tables.js'
import { addForeignKeys, dropForeignKeys } from './foreign-keys.js'
import { createIndexes, dropIndexes, isTaken, prepareIndexes } from './indexes.js'
import { beginJourney, columnName, findNamed, isSame, type Journey, type Moves, refuse } from './journey.js'
import { addKeys, dropKeys } from './keys.js'
import { mergedHint } from './new-places.js'
import { renameAcross } from './part-names.js'
import type { Plan, PlanMoves } from './plan.js'
import { MigrationRefused } from './refusal.js'
import { doRenames, movesOf, pendingRenames, reversedRenames } from './renames.js'
import { restoredSchema } from './restored.js'
import { retypeColumns } from './retype.js'
import { withStandIns } from './stand-in-views.js'
import { alterTables, enforceRowSecurity, relaxRowSecurity } from './storage.js'
import { refuseTakenNames } from './taken-names.js'
import { createSurroundings, createTypes, dropSurroundings, dropTypes, ownSequences } from './types.js'

/**
 * The plan that leads from one schema to another and back; no steps where they are the same. `done` are the renames that
 * earlier migrations did. Throws MigrationRefused for what would lose or change data without a word in the spec.
 */
export function planSchemas(before: Schema, to: Schema, hints: Hints = noHints, done: Renames = noHints.renames): Plan {
  const from = sharing(before, to)
  const renames = pendingRenames(from, to, hints, done)
  const moves = movesOf(renames)
  const up = travel(from, to, hints, 'up', renames)
  if (up.refusals.length > 0) throw new MigrationRefused(up.refusals)
  const { schema: restored, losses } = restoredSchema(from, to, moves, renames, hints)
  const down = travel(to, restored, backwards(hints, renames), 'down', reversedRenames(renames))
  return {
    up: up.steps,
    down: down.steps,
    upChecks: up.checks,
    downChecks: down.checks,
    allowed: up.allowed,
    irreversible: up.steps.length === 0 ? [] : losses,
    restored,
    moves: namesOf(renames),
  }
}

/** The renames that there are to do, as names: what the proof needs to find rows again. */
export function plannedMoves(from: Schema, to: Schema, hints: Hints, done: Renames): PlanMoves {
  return namesOf(pendingRenames(from, to, hints, done))
}

function namesOf({ tables, columns, enums, enumValues, domains }: Renames): PlanMoves {
  const names = (renamed: Readonly<Record<string, QualifiedName>>): Record<string, string> =>
    Object.fromEntries(Object.entries(renamed).map(([now, old]) => [now, qualified(old)]))
  return { tables: names(tables), columns, types: { ...names(enums), ...names(domains) }, values: enumValues }
}

function travel(from: Schema, to: Schema, hints: Hints, direction: 'up' | 'down', renames: Renames): Journey {
  const journey = beginJourney(from, to, { hints, direction, moves: movesOf(renames) })
  if (isSameSchema(from, to) && Object.values(renames).every((names) => Object.keys(names).length === 0)) return journey
  createSurroundings(journey)
  relaxRowSecurity(journey)
  const undone = dropBlocks(journey, touchedTables(from, to, movesOf(renames)))
  refuseTakenNames(journey, renames)
  if (journey.refusals.length > 0) return journey
  doRenames(journey, renames)
  refuseLostTables(journey)
  // What there is to begin with: names, and what the spec no longer asks for.
  dropForeignKeys(journey)
  renameAcross(journey)
  dropKeys(journey, (table, name) => isTaken(journey, table, name))
  prepareConstraints(journey)
  prepareIndexes(journey)
  dropTables(journey, (table) => findNamed(to.tables, table) === undefined && isInTheWay(table, journey))
  // What is new or other.
  createTypes(journey)
  const early = createBlocks(journey, 'before tables')
  retypeColumns(journey)
  createTables(journey)
  addColumns(journey)
  alterColumns(journey)
  addKeys(journey)
  addConstraints(journey)
  createIndexes(journey)
  addForeignKeys(journey)
  dropNotNull(journey)
  alterTables(journey)
  ownSequences(journey)
  // What goes, last: a failure above has lost nothing.
  dropIndexes(journey)
  dropKeys(journey)
  dropNotNull(journey)
  dropColumns(journey)
  dropTables(journey, (table) => findNamed(to.tables, table) === undefined)
  dropLateBlocks(journey)
  dropTypes(journey)
  const run = createBlocks(journey, 'after tables')
  enforceRowSecurity(journey)
  dropSurroundings(journey)
  const steps = withStandIns(closeGaps(journey.steps, { undone, early, run }), journey, renames)
  journey.steps.splice(0, journey.steps.length, ...steps)
  if (journey.refusals.length === 0) expectArrived(journey)
  return journey
}

/** Tables that are the same are the very same objects, of which nothing has to be compared. */
/** Whether two schemas are the same text: then there is nothing to plan. */
export function isSameSchema({ tables: before, ...from }: Schema, { tables: after, ...to }: Schema): boolean {
  return (
    isSame(from, to) && before.length === after.length && before.every((table, index) => isSame(table, after[index]))
  )
}

/** With tables that are the same as the very same objects, which the parts of the planner pass over. */
function sharing(from: Schema, to: Schema): Schema {
  const byName = new Map(to.tables.map((table) => [qualified(table), table]))
  const tables = from.tables.map((table) => {
    const next = byName.get(qualified(table))
    return next !== undefined && isSame(table, next) ? next : table
  })
  return { ...from, tables }
}

/** Each part of the planner notes what its steps do; what is left to do was forgotten. */
function expectArrived({ now, goal, direction }: Journey): void {
  const reached = new Set(goal.tables)
  const different = (schema: Schema, other: ReadonlySet<Table>): Schema => ({
    ...schema,
    tables: schema.tables.filter((table) => !other.has(table)),
  })
  const left = differencesOf(inOrder(different(goal, new Set(now.tables))), inOrder(different(now, reached)))
  if (left.length > 0) throw new Error(`the plan ${direction} does not lead where it should: ${left.join('; ')}`)
}

/** The order of columns is that of their making. */
function inOrder(schema: Schema): Schema {
  const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1)
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: [...table.columns].sort(byName) })) }
}

/** Backwards old values come from the new ones, and nothing needs a word. */
function backwards(hints: Hints, renames: Renames): Hints {
  const before = (name: string): string => {
    const renamed = Object.entries(renames.columns).find(([now]) => now === name)
    if (renamed === undefined) return name
    return `${name.slice(0, name.lastIndexOf('.'))}.${ident(renamed[1])}`
  }
  const columns = Object.entries(hints.columns).map(([name, column]) => [before(name), column] as const)
  return { ...hints, columns: Object.fromEntries(columns) }
}

/** Tables and columns that go, get another name or another type, by the names that they have before: views must not see it. */
function touchedTables(from: Schema, to: Schema, moves: Moves): TouchedTable[] {
  if (from.sql.length === 0) return []
  const later = new Map(to.tables.map((table) => [qualified(moves.tables[qualified(table)] ?? table), table]))
  return from.tables.flatMap((table): TouchedTable[] => {
    const next = later.get(qualified(table))
    const { schema, name } = table
    if (next === undefined || qualified(next) !== qualified(table)) return [{ schema, name, columns: 'all' }]
    const isTouched = (column: Column): boolean => {
      const after = next.columns.find(
        (each) => (moves.columns[columnName(next, each.name)] ?? each.name) === column.name,
      )
      return (
        after === undefined ||
        after.name !== column.name ||
        after.type !== column.type ||
        after.generated !== column.generated ||
        usesChangedEnum(from, to, column)
      )
    }
    const columns = table.columns.filter(isTouched).map((column) => column.name)
    return columns.length === 0 ? [] : [{ schema, name, columns }]
  })
}

/** An enum that loses values is made anew, and its columns with it. */
function usesChangedEnum(from: Schema, to: Schema, { type }: Column): boolean {
  const name = type.replace(/\[\]$/, '')
  const before = from.enums.find((each) => qualified(each) === name)
  const after = to.enums.find((each) => qualified(each) === name)
  if (before === undefined || after === undefined) return false
  return !isSame(
    after.values.filter((value) => before.values.includes(value)),
    before.values,
  )
}

/** A table that goes is dropped first only where something new is to have its name, or that of one of its parts. */
function isInTheWay(table: Table, { goal, now }: Journey): boolean {
  const names = new Set(
    [table, table.primaryKey, ...table.uniques, ...table.exclusions, ...table.indexes, ...table.partitions].map(
      (part) => part?.name,
    ),
  )
  return goal.tables.some(
    (each) =>
      each.schema === table.schema &&
      !now.tables.includes(each) &&
      [each, each.primaryKey, ...each.uniques, ...each.exclusions, ...each.indexes, ...each.partitions].some(
        (part) => part !== undefined && names.has(part.name),
      ),
  )
}

/** Dropped, or renamed: it is for the spec to say. */
function refuseLostTables(journey: Journey): void {
  const { now, goal, hints, origin } = journey
  for (const table of now.tables.filter((each) => findNamed(goal.tables, each) === undefined)) {
    const subject = qualified(table)
    if (hints.drops.tables.includes(subject)) {
      journey.allowed.push(`drop table ${subject}`)
      continue
    }
    const twins = goal.tables.filter((each) => findNamed(origin.tables, each) === undefined && looksLike(each, table))
    const twin = twins.find(({ name }) => name === table.name) ?? twins[0]
    const rename =
      twin === undefined
        ? mergedHint(journey, table)
        : `; if it is now ${qualified(twin)}, write "renamed_from: ${subject}" there`
    refuse(journey, {
      code: 'MG103',
      subject,
      message: 'the table is gone from the spec; dropped, it would lose its rows',
      hint: `put the model back, or write "drop: { tables: [${subject}] }" at the top of the spec${rename}`,
    })
  }
}

/** Whether most columns have the same names. */
function looksLike(a: Table, b: Table): boolean {
  const same = a.columns.filter(({ name }) => b.columns.some((each) => each.name === name))
  return same.length * 2 > Math.max(a.columns.length, b.columns.length)
}
