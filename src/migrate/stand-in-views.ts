import type { Hints } from '../schema/hints.js'
import { qualified } from '../schema/quote.js'
import { viewsOf } from './block-rights.js'
import { blockTitle } from './blocks.js'
import type { Journey } from './journey.js'
import type { Step } from './plan.js'

const RENAME = /^rename (?:table|column|constraint|index) /

/**
 * The steps, with a view that has the name of a table before or after its rename in one transaction with that: what still
 * uses the old name finds something there at any time.
 */
export function withStandIns(
  steps: readonly Step[],
  { origin, goal }: Pick<Journey, 'origin' | 'goal'>,
  { tables }: Hints['renames'],
): Step[] {
  const names = new Set(Object.entries(tables).flatMap(([now, old]) => [now, qualified(old)]))
  if (names.size === 0) return [...steps]
  const isOne = (block: (typeof goal.sql)[number]): boolean => viewsOf(block).some((name) => names.has(name))
  const titles = new Set([
    ...origin.sql.filter(isOne).map(({ name }) => blockTitle.undo(name)),
    ...goal.sql.filter(isOne).map(({ name }) => blockTitle.run(name)),
  ])
  const joined: Step[][] = []
  for (const step of steps) {
    const last = joined.at(-1)
    const isPart = ({ title }: Step): boolean => RENAME.test(title) || titles.has(title)
    if (last !== undefined && isPart(step) && last.every(isPart)) last.push(step)
    else joined.push([step])
  }
  return joined.flatMap((group) => (group.some(({ title }) => titles.has(title)) ? [merged(group)] : group))
}

function merged(group: readonly Step[]): Step {
  return {
    title: group.map(({ title }) => title).join(', '),
    transactional: true,
    statements: group.flatMap(({ statements }) => statements),
  }
}
