import type { Step } from './plan.js'

/** The steps of a plan that undo blocks, that run those which tables need, and that run the others. */
export interface BlockSteps {
  readonly undone: readonly Step[]
  readonly early: readonly Step[]
  readonly run: readonly Step[]
}

const NAME = '(?:[^"\\s]|"(?:[^"]|"")*")+'

/** Statements that no view, trigger or policy stands in the way of. */
const HARMLESS = new RegExp(
  `^(?:alter table ${NAME} (?:add column|validate constraint|add constraint .* not valid;$)|do \\$|comment on|` +
    'create (?:(?:unique )?index concurrently|table|unlogged table|type|domain|sequence|schema|extension|function "?zz_|trigger "?zz_))',
  's',
)

/** Statements that look at no row, so that they may stand in a transaction with others. */
const QUICK = new RegExp(
  `^(?:alter table ${NAME} add column (?!.*generated always as \\()|comment on|create (?:table|unlogged table|type|domain|sequence) )`,
)

/**
 * The steps, with blocks that are undone and run again missing for as short a time as can be: a policy that is gone hides
 * all rows, and a trigger that is gone does nothing. They are undone right before the first step that they stand in the
 * way of, and run again behind the last; where these are transactions side by side, all is one of them.
 */
export function closeGaps(steps: readonly Step[], { undone, early, run }: BlockSteps): Step[] {
  if (undone.length === 0 || early.length > 0) return [...steps]
  const last = run.findLastIndex((step) => undone.some((each) => each.title === `undo ${step.title}`))
  const again = run.slice(0, last + 1)
  const others = steps.filter((step) => !undone.includes(step) && !again.includes(step))
  const place = last === -1 ? 0 : indexOfFirst(steps, again, others)
  const between = others.slice(0, place)
  const first = between.findIndex((step) => !isHarmless(step))
  const end = between.findLastIndex((step) => !isHarmless(step)) + 1
  // Behind everything that may be new for them.
  const from = first === -1 ? (last === -1 ? 0 : place) : first
  // What looks at no row is no reason to leave the blocks out for longer.
  const behind = others.slice(Math.max(from, end), place)
  const quick = behind.every(isQuick) ? behind.length : 0
  const until = Math.max(from, end) + quick
  const middle = others.slice(from, until)
  const isShort = again.every(({ statements }) => !/\bcreate\s+materialized\b/i.test(statements.join('\n')))
  const isOne = middle.every(({ transactional }) => transactional)
  const rest = others.slice(until, place)
  if (!isOne || last === -1)
    return [...others.slice(0, from), ...undone, ...middle, ...rest, ...again, ...others.slice(place)]
  const isSide = rest.length === 0 && (isShort || middle.length === 0)
  const parts = isSide ? [...undone, ...middle, ...again] : [...undone, ...middle]
  return [
    ...others.slice(0, from),
    merged(parts, middle, isSide ? again : []),
    ...rest,
    ...(isSide ? [] : again),
    ...others.slice(place),
  ]
}

function indexOfFirst(steps: readonly Step[], again: readonly Step[], others: readonly Step[]): number {
  const [start] = again
  const before = start === undefined ? steps : steps.slice(0, steps.indexOf(start))
  return others.filter((step) => before.includes(step)).length
}

function isHarmless({ statements }: Step): boolean {
  return statements.every((statement) => HARMLESS.test(statement))
}

function isQuick({ statements, transactional }: Step): boolean {
  return transactional && statements.every((statement) => QUICK.test(statement))
}

function merged(parts: readonly Step[], middle: readonly Step[], again: readonly Step[]): Step {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const titles = middle.length === 0 ? [] : middle.map(({ title }) => title)
  const undone = parts.filter((step) => !middle.includes(step) && !again.includes(step)).map(({ title }) => title)
  return {
    title: [...undone, ...titles, ...again.map(({ title }) => title)].join(', '),
    transactional: true,
    statements: parts.flatMap(({ statements }) => statements),
  }
}
