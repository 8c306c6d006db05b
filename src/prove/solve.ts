import { madeBy } from '../migrate/blocks.js'
import { ident, literal } from '../schema/quote.js'
import type { CheckConstraint, Column, SqlBlock, Table } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { candidates, type Hints, hintsOf } from './candidates.js'
import type { Filling } from './filling.js'
import { inTransaction } from './measure.js'
import { columnKey } from './moves.js'
import { makeFunction, makeSql } from './scratch-types.js'
import { type Slot, type SlotsResult, sourcesOf } from './slots.js'

/** How many combinations PostgreSQL looks at, and how many it returns. */
const MOST_COMBINATIONS = 4000
const MOST_SOLUTIONS = 60
const MOST_SLOTS = 11

/** A column for the order of the values, the usual ones first; named as no column of a table is. */
const PLACE = '"place among the values"'

/**
 * Narrows the slots to combinations that the checks of the table accept: PostgreSQL evaluates the checks over candidate
 * values. Slots that a check combines become one. A check that cannot be evaluated this way is left to the INSERT.
 */
export async function solveChecks(filling: Filling, table: Table, slots: readonly Slot[]): Promise<SlotsResult> {
  let found = slots
  for (const problem of problemsOf(table, slots)) {
    const solution = await solve(filling, table, problem)
    if (solution === undefined) continue
    if (solution.tuples.length === 0) return { kind: 'none', reason: noSolution(problem) }
    found = [...found.filter((slot) => !problem.slots.includes(slot)), solution]
  }
  return { kind: 'slots', slots: found }
}

/** Checks that have columns in common, with the slots of all their columns. */
interface Problem {
  readonly checks: readonly Condition[]
  readonly slots: readonly Slot[]
}

interface Condition {
  readonly check: CheckConstraint
  readonly slots: readonly Slot[]
  /** Generated columns that it uses. */
  readonly generated: readonly Column[]
}

function problemsOf(table: Table, slots: readonly Slot[]): Problem[] {
  const problems: Problem[] = []
  for (const condition of table.checks.flatMap((check) => conditionOf(table, check, slots))) {
    const near = problems.filter((problem) => problem.slots.some((slot) => condition.slots.includes(slot)))
    for (const problem of near) problems.splice(problems.indexOf(problem), 1)
    problems.push({
      checks: [...near.flatMap(({ checks }) => checks), condition],
      slots: [...new Set([...near.flatMap((problem) => problem.slots), ...condition.slots])],
    })
  }
  return problems.filter((problem) => problem.slots.length <= MOST_SLOTS)
}

/** Nothing for a check on a column that the database fills itself. */
function conditionOf(table: Table, check: CheckConstraint, slots: readonly Slot[]): Condition[] {
  const names = namesIn(
    check.sql,
    table.columns.map(({ name }) => name),
  )
  const sources = [...new Set(names.flatMap((name) => sourcesOf(table, name)))]
  const own = slots.filter(({ columns }) => columns.some((column) => sources.includes(column)))
  const isKnown = sources.every((source) => own.some(({ columns }) => columns.includes(source)))
  if (!isKnown || own.length === 0) return []
  const generated = table.columns.filter((column) => column.generated !== undefined && names.includes(column.name))
  return [{ check, slots: own, generated }]
}

/** Undefined where PostgreSQL cannot evaluate the checks on their own. */
async function solve(filling: Filling, table: Table, problem: Problem): Promise<Slot | undefined> {
  const { types, from, given } = filling
  const expressions = problem.checks.flatMap(({ check, generated }) => [
    check.sql,
    ...generated.map((column) => column.generated ?? ''),
  ])
  const called = functionsIn(filling, expressions)
  const hints = hintsOf([...expressions, ...called.map(({ up }) => up)])
  const most = Math.max(2, Math.floor(MOST_COMBINATIONS ** (1 / problem.slots.length)))
  const sources = problem.slots.map((slot, index) => {
    const tuples = valuesToTry({ types, from, given }, table, slot, hints)
    const alone = problem.checks.filter((condition) => condition.slots.length === 1 && condition.slots[0] === slot)
    return sourceSql(table, slot, tuples, alone, most, index)
  })
  const columns = problem.slots.flatMap((slot) => slot.columns)
  const list = columns.map((column, index) => `${ident(column)}::text as "${index}"`).join(', ')
  const together = problem.checks.filter((condition) => condition.slots.length > 1)
  const derived = derivedSql(together)
  const order = sources.map((_, index) => `s${index}.${PLACE}`).join(' + ')
  const sql = `select ${list} from ${sources.join(' cross join ')}${derived} ${whereSql(together)} order by ${order} limit ${MOST_SOLUTIONS}`
  try {
    const rows = await queryWith(filling, called, sql)
    const tuples = rows.map((row) => columns.map((_, index) => asCell(row[String(index)])))
    return { columns, tuples: spread(tuples) }
  } catch {
    return undefined
  }
}

function functionsIn({ functions }: Filling, expressions: readonly string[]): SqlBlock[] {
  return functions.filter((block) => namesIn(expressions.join('\n'), madeBy(block)).length > 0)
}

/** A function that is not there is made for the query alone, with those that it may call in turn. */
async function queryWith({ db, functions }: Filling, called: readonly SqlBlock[], sql: string) {
  if (called.length === 0) return db.query(sql)
  return inTransaction(db, async () => {
    await db.run(`begin;\n${makeFunction}${makeSql(functions.map(({ up }) => up))}`)
    const rows = await db.query(sql)
    await db.run('rollback')
    return rows
  })
}

function asCell(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function valuesToTry(
  { types, from, given }: Pick<Filling, 'types' | 'from' | 'given'>,
  table: Table,
  slot: Slot,
  hints: Hints,
): (string | null)[][] {
  const column = table.columns.find(({ name }) => name === slot.columns[0])
  const type = types.get(column?.type ?? '')
  const isFixed =
    slot.columns.length > 1 ||
    given.has(columnKey(table, slot.columns[0] ?? '')) ||
    table.foreignKeys.some(({ columns }) => columns.includes(slot.columns[0] ?? ''))
  if (isFixed || column === undefined || type === undefined) {
    return slot.tuples.map((tuple) => tuple.map((cell) => (typeof cell === 'symbol' ? null : cell)))
  }
  const values: (string | null)[] = candidates(type, hints, from)
  if (column.nullable) values.splice(1, 0, null)
  return values.map((value) => [value])
}

/**
 * The values of a slot, as far as its type and its own checks take them. `offset 0` keeps PostgreSQL from evaluating a
 * cast before it knows whether the text can be cast.
 */
function sourceSql(
  table: Table,
  slot: Slot,
  tuples: readonly (readonly (string | null)[])[],
  alone: readonly Condition[],
  most: number,
  index: number,
): string {
  const lists = slot.columns.map((_, place) => textArray(tuples.map((tuple) => tuple[place] ?? null)))
  const types = slot.columns.map((name) => table.columns.find((column) => column.name === name)?.type ?? 'text')
  const casts = slot.columns.map((name, place) => `v${place}::${types[place]} as ${ident(name)}`)
  const valid = types.map((type, place) => `(v${place} is null or pg_input_is_valid(v${place}, ${literal(type)}))`)
  const values = slot.columns.map((_, place) => `v${place}`)
  const given = `unnest(${lists.join(', ')}) with ordinality as u (${values.join(', ')}, ${PLACE})`
  const read = `select ${casts.join(', ')}, ${PLACE} from ${given} where ${valid.join(' and ')} offset 0`
  const own = [...slot.columns.map(ident), PLACE].join(', ')
  const narrowed = `select ${own} from (${read}) as r${derivedSql(alone)} ${whereSql(alone)} order by ${PLACE} limit ${most}`
  return `(${narrowed}) as s${index}`
}

function textArray(values: readonly (string | null)[]): string {
  return `array[${values.map((value) => (value === null ? 'null' : literal(value))).join(', ')}]::text[]`
}

/** Generated columns, computed from the ones that are there. */
function derivedSql(conditions: readonly Condition[]): string {
  const columns = new Map(conditions.flatMap(({ generated }) => generated.map((column) => [column.name, column])))
  const lists = [...columns.values()].map(
    ({ name, type, generated = 'null' }) => `(${generated})::${type} as ${ident(name)}`,
  )
  return lists.length === 0 ? '' : ` cross join lateral (select ${lists.join(', ')}) as g`
}

/** A check that is NULL is met. */
function whereSql(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return ''
  return `where ${conditions.map(({ check }) => `(${check.sql}) is not false`).join(' and ')}`
}

/** Those first that share no value with one before: they make rows that differ everywhere. */
function spread(tuples: readonly (readonly (string | null)[])[]): (string | null)[][] {
  const used = new Set<string>()
  const isNew = (tuple: readonly (string | null)[]): boolean => {
    const marks = tuple.map((value, place) => `${place} ${value}`)
    if (marks.some((mark) => used.has(mark))) return false
    for (const mark of marks) used.add(mark)
    return true
  }
  const first = tuples.filter(isNew)
  return [...first, ...tuples.filter((tuple) => !first.includes(tuple))].map((tuple) => [...tuple])
}

function noSolution({ checks }: Problem): string {
  const texts = checks.map(({ check }) => `${check.name} (${check.sql})`)
  return `no values were found that satisfy the check ${texts.join(' and ')}`
}
