import { qualified } from '../schema/quote.js'
import type { Schema, SqlBlock, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { isReplacement, orReplace } from './block-functions.js'
import { keepRights, remadeViews, restoreRights } from './block-rights.js'
import { addStep, type Journey, oneLine, refuse } from './journey.js'
import type { Step } from './plan.js'

/** A table that is dropped or renamed, or columns of it that are dropped, renamed or get another type. */
export interface TouchedTable {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[] | 'all'
}

/** The title of the step that undoes a block, and of the one that runs it: the proof finds the block by it. */
export const blockTitle = {
  undo: (name: string): string => `undo sql ${name}`,
  run: (name: string): string => `sql ${name}`,
}

/**
 * Blocks of SQL are compared by their content. One that is gone or another is undone, one that may stand in the way of a
 * change is undone and done again around it: PostgreSQL refuses to change what a view shows. Returns the steps; see
 * `closeGaps`.
 */
export function dropBlocks(journey: Journey, touched: readonly TouchedTable[]): Step[] {
  const { now, goal, steps } = journey
  const start = steps.length
  const stays = (block: SqlBlock): boolean => isKept(block, goal) || isLate(block, goal) || isReplaced(block, goal)
  // What tables use cannot be undone, and a function is in no way of a change.
  const isInTheWay = (block: SqlBlock): boolean =>
    touched.some((table) => mayUse(block, table)) && usersOf(now, block, usesOf).length === 0
  const gone = new Set(now.sql.filter((block) => !stays(block) || isInTheWay(block)))
  // What is built on a block that goes has to go before it.
  for (const [index, block] of now.sql.entries()) {
    const below = now.sql.slice(0, index).filter((each) => gone.has(each))
    if (below.some((each) => namesIn(block.up, madeBy(each)).length > 0)) gone.add(block)
  }
  for (const block of now.sql) if (!isKept(block, goal) && !isLate(block, goal)) refuseUnderTables(journey, block)
  for (const block of gone) refuseUnderDefaults(journey, block)
  const rights = keepRights(remadeViews([...gone], goal))
  for (const [index, block] of now.sql
    .filter((each) => gone.has(each))
    .reverse()
    .entries()) {
    addStep(journey, blockTitle.undo(block.name), ...(index === 0 ? rights : []), block.down)
  }
  journey.now = { ...now, sql: now.sql.filter((block) => !gone.has(block)) }
  return steps.slice(start)
}

/** Runs the blocks that the database does not have yet: those that tables need, or the others. Returns the steps. */
export function createBlocks(journey: Journey, when: 'before tables' | 'after tables'): Step[] {
  const { now, goal, steps } = journey
  const start = steps.length
  const isNow = (block: SqlBlock): boolean => (block.isBeforeTables === true) === (when === 'before tables')
  const missing = goal.sql.filter((block) => isNow(block) && !isKept(block, now))
  const remade = remadeViews(undoneBlocks(journey), goal)
  const last = remade
    .map(({ after }) => after)
    .sort(byTurn(goal))
    .at(-1)
  for (const block of missing) {
    const replaced = now.sql.some((known) => isReplacement(known, block))
    const rights = block === last ? restoreRights(remade) : []
    addStep(journey, blockTitle.run(block.name), replaced ? orReplace(block.up) : block.up, ...rights)
  }
  const isThere = (block: SqlBlock): boolean => missing.includes(block) || isKept(block, now)
  // What is replaced behind the tables is still the old one.
  const old = now.sql.filter((block) => !missing.some((each) => isReplacement(block, each)) && !isKept(block, goal))
  journey.now = { ...now, sql: [...goal.sql.filter(isThere), ...old] }
  return steps.slice(start)
}

function undoneBlocks({ origin, steps }: Journey): SqlBlock[] {
  const titles = new Set(steps.map(({ title }) => title))
  return origin.sql.filter(({ name }) => titles.has(oneLine(blockTitle.undo(name))))
}

/** In the order in which blocks are run. */
function byTurn({ sql }: Schema): (a: SqlBlock, b: SqlBlock) => number {
  const turn = (block: SqlBlock): number => sql.indexOf(block) + (block.isBeforeTables === true ? 0 : sql.length)
  return (a, b) => turn(a) - turn(b)
}

/** Undoes what tables used and no longer do, once they do not. */
export function dropLateBlocks(journey: Journey): void {
  const { now, goal } = journey
  const late = now.sql.filter((block) => !isKept(block, goal) && !isReplaced(block, goal))
  for (const block of [...late].reverse()) addStep(journey, blockTitle.undo(block.name), block.down)
  journey.now = { ...now, sql: now.sql.filter((block) => !late.includes(block)) }
}

/** Names that the statements of a block may make: those behind `create`. */
export function madeBy({ up }: SqlBlock): string[] {
  const made =
    /\bcreate\s+(?:or\s+replace\s+)?(?:[a-z]+\s+)*?(?:view|function|procedure|type|aggregate|operator|domain|sequence)\s+(?:if\s+not\s+exists\s+)?([\w."$]+)/gi
  return [...up.matchAll(made)].map(([, name = '']) => name.split('.').at(-1)?.replaceAll('"', '') ?? name)
}

/** By whatever name and at whatever place: nothing has to be done for another one. */
function isKept(block: SqlBlock, { sql }: Schema): boolean {
  return sql.some(({ up, down }) => up === block.up && down === block.down)
}

/** A block that tables needed and that is gone: they have to let go of it first. */
function isLate(block: SqlBlock, goal: Schema): boolean {
  const isOther = isReplaced(block, goal) || goal.sql.some(({ name }) => name === block.name)
  return block.isBeforeTables === true && !isKept(block, goal) && !isOther
}

/** A function whose body alone is another takes the place of the old one, which tables may use meanwhile. */
function isReplaced(block: SqlBlock, { sql }: Schema): boolean {
  return sql.some((each) => isReplacement(block, each))
}

/** By the words in it: a block that only may use the table is undone and done again without harm. */
function mayUse({ up }: SqlBlock, table: TouchedTable): boolean {
  if (namesIn(up, [table.name]).length === 0) return false
  if (table.columns === 'all' || /\*|%rowtype/i.test(up)) return true
  return namesIn(up, table.columns).length > 0
}

/** What was checked or computed with the old function would be kept for the new one. */
function refuseUnderTables(journey: Journey, block: SqlBlock): void {
  const [user] = usersOf(journey.now, block, expressionsOf)
  if (user === undefined) return
  refuse(journey, {
    code: 'MG119',
    subject: `sql ${block.name}`,
    message: `${qualified(user)} has values that were checked or computed with it as it is, and would keep them`,
    hint: 'leave it as it is, add a block that makes another one with another name, and let the table use that',
  })
}

/** Neither way could it be dropped while the table uses it. */
function refuseUnderDefaults(journey: Journey, block: SqlBlock): void {
  const { now, goal } = journey
  if (usersOf(now, block, expressionsOf).length > 0) return
  const [user] = [...usersOf(now, block, defaultsOf), ...usersOf(goal, block, usesOf)]
  if (user === undefined) return
  refuse(journey, {
    code: 'MG127',
    subject: `sql ${block.name}`,
    message: `it has to be dropped to be made anew, which PostgreSQL does not do while ${qualified(user)} uses it`,
    hint: 'leave it as it is, add a block that makes another one with another name, and let the table use that',
  })
}

/** Tables of which some expression speaks of what the block makes. */
function usersOf({ tables }: Schema, block: SqlBlock, textsOf: (table: Table) => readonly string[]): Table[] {
  const names = madeBy(block)
  return names.length === 0 ? [] : tables.filter((table) => namesIn(textsOf(table).join('\n'), names).length > 0)
}

function usesOf(table: Table): string[] {
  return [...expressionsOf(table), ...defaultsOf(table)]
}

function defaultsOf({ columns }: Table): string[] {
  return columns.flatMap((column) => column.default ?? [])
}

function expressionsOf({ columns, checks, indexes, exclusions, partitionBy }: Table): string[] {
  const texts = [
    ...columns.map(({ generated }) => generated),
    ...checks.map(({ sql }) => sql),
    ...[...indexes, ...exclusions].flatMap(({ terms, where }) => [where, ...terms.map(({ value }) => value)]),
    partitionBy,
  ]
  return texts.filter((text) => text !== undefined)
}
