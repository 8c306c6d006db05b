import { qualified } from '../schema/quote.js'
import type { Schema, SqlBlock, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { addStep, isSame, type Journey, refuse } from './journey.js'
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
  const stays = (block: SqlBlock): boolean =>
    isKept(block, goal) || isLate(block, goal) || replacementOf(block, goal) !== undefined
  const gone = new Set(now.sql.filter((block) => !stays(block) || touched.some((table) => mayUse(block, table))))
  // What is built on a block that goes has to go before it.
  for (const [index, block] of now.sql.entries()) {
    const below = now.sql.slice(0, index).filter((each) => gone.has(each))
    if (below.some((each) => namesIn(block.up, madeBy(each)).length > 0)) gone.add(block)
  }
  for (const block of now.sql) if (!isKept(block, goal) && !isLate(block, goal)) refuseUnderTables(journey, block)
  for (const block of [...now.sql].reverse()) {
    if (gone.has(block)) addStep(journey, blockTitle.undo(block.name), block.down)
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
  for (const block of missing) {
    const replaced = now.sql.some((known) => isReplacement(known, block))
    addStep(journey, blockTitle.run(block.name), replaced ? orReplace(block.up) : block.up)
  }
  const isThere = (block: SqlBlock): boolean => missing.includes(block) || isKept(block, now)
  const late = now.sql.filter((block) => isLate(block, goal))
  journey.now = { ...now, sql: [...goal.sql.filter(isThere), ...late] }
  return steps.slice(start)
}

/** Undoes what tables used and no longer do, once they do not. */
export function dropLateBlocks(journey: Journey): void {
  const { now, goal } = journey
  for (const block of [...now.sql].reverse()) {
    if (isLate(block, goal)) addStep(journey, blockTitle.undo(block.name), block.down)
  }
  journey.now = { ...now, sql: now.sql.filter((block) => !isLate(block, goal)) }
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
  return block.isBeforeTables === true && !isKept(block, goal) && !goal.sql.some(({ name }) => name === block.name)
}

/** By the words in it: a block that only may use the table is undone and done again without harm. */
function mayUse({ up }: SqlBlock, table: TouchedTable): boolean {
  if (namesIn(up, [table.name]).length === 0) return false
  if (table.columns === 'all' || /\*|%rowtype/i.test(up)) return true
  return namesIn(up, table.columns).length > 0
}

const FUNCTION = /^create\s+(?:or\s+replace\s+)?function\s/i

/** A function whose body alone is another takes the place of the old one, which tables may use meanwhile. */
function isReplacement(from: SqlBlock, to: SqlBlock): boolean {
  const isOne = ({ up }: SqlBlock): boolean => FUNCTION.test(up) && (up.match(/\bcreate\s/gi) ?? []).length === 1
  return from.name === to.name && isOne(from) && isOne(to) && headOf(from) === headOf(to)
}

function replacementOf(block: SqlBlock, goal: Schema): SqlBlock | undefined {
  return goal.sql.find((each) => isReplacement(block, each))
}

function orReplace(up: string): string {
  return up.replace(FUNCTION, 'create or replace function ')
}

/** What calls it and what it gives back. */
function headOf({ up }: SqlBlock): string {
  return up.replace(FUNCTION, '').split(/\b(?:language|immutable|stable|volatile|as|return)\b/i)[0] ?? up
}

/** What was checked or computed with the old function would be kept for the new one. */
function refuseUnderTables(journey: Journey, block: SqlBlock): void {
  const names = madeBy(block)
  const isTouching = (table: Table): boolean => namesIn(expressionsOf(table).join('\n'), names).length > 0
  const user = journey.now.tables.find(isTouching)
  if (user === undefined || isSame(names, [])) return
  refuse(journey, {
    code: 'MG119',
    subject: `sql ${block.name}`,
    message: `${qualified(user)} has values that were checked or computed with it as it is, and would keep them`,
    hint: 'leave it as it is, add a block that makes another one with another name, and let the table use that',
  })
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
