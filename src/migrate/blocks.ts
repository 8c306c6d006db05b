import type { SqlBlock } from '../schema/schema.js'
import { addStep, isSame, type Journey } from './journey.js'
import { namesIn } from './sql-names.js'

/**
 * Blocks of SQL are compared by name and content. One that is gone or another is undone before anything else, one that
 * may stand in the way of a change is undone and done again around it: PostgreSQL refuses to change what a view shows.
 */
export function dropBlocks(journey: Journey, touched: readonly TouchedTable[]): void {
  const { now, goal } = journey
  const isKept = (block: SqlBlock): boolean => goal.sql.some((each) => isSame(each, block))
  const gone = new Set(now.sql.filter((block) => !isKept(block) || touched.some((table) => mayUse(block, table))))
  // What is built on a block that goes has to go before it.
  for (const [index, block] of now.sql.entries()) {
    const below = now.sql.slice(0, index).filter((each) => gone.has(each))
    if (below.some((each) => namesIn(block.up, madeBy(each)).length > 0)) gone.add(block)
  }
  for (const block of [...now.sql].reverse()) {
    if (gone.has(block)) addStep(journey, `undo ${block.name}`, block.down)
  }
  journey.now = { ...now, sql: now.sql.filter((block) => !gone.has(block)) }
}

/** Runs the blocks that the database does not have yet: those that tables need, or the others. */
export function createBlocks(journey: Journey, when: 'before tables' | 'after tables'): void {
  const isNow = (block: SqlBlock): boolean => (block.isBeforeTables === true) === (when === 'before tables')
  const missing = journey.goal.sql.filter(
    (block) => isNow(block) && !journey.now.sql.some((each) => isSame(each, block)),
  )
  for (const block of missing) addStep(journey, block.name, block.up)
  const known = [...journey.now.sql, ...missing]
  const isThere = (block: SqlBlock): boolean => known.some((each) => isSame(each, block))
  journey.now = { ...journey.now, sql: journey.goal.sql.filter(isThere) }
}

/** A table that is dropped, or columns of it that are dropped or get another type. */
export interface TouchedTable {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[] | 'all'
}

/** By the words in it: a block that only may use the table is undone and done again without harm. */
function mayUse({ up }: SqlBlock, table: TouchedTable): boolean {
  if (namesIn(up, [table.name]).length === 0) return false
  if (table.columns === 'all' || /\*|%rowtype/i.test(up)) return true
  return namesIn(up, table.columns).length > 0
}

/** Names that the statements of a block may make: those behind `create`. */
export function madeBy({ up }: SqlBlock): string[] {
  const made =
    /\bcreate\s+(?:or\s+replace\s+)?(?:[a-z]+\s+)*?(?:view|function|procedure|type|aggregate|operator|domain|sequence)\s+(?:if\s+not\s+exists\s+)?([\w."$]+)/gi
  return [...up.matchAll(made)].map(([, name = '']) => name.split('.').at(-1)?.replaceAll('"', '') ?? name)
}
