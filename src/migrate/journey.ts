import type { Hints } from '../schema/hints.js'
import { ident, qualified } from '../schema/quote.js'
import type { Column, QualifiedName, Schema, Table } from '../schema/schema.js'
import type { Check, Step } from './plan.js'
import type { Refusal } from './refusal.js'

/**
 * A plan in the making: what the database has after the steps so far, and where they are to lead. Each part of the
 * planner looks at what differs, adds steps, and notes what they do; in the end nothing may differ.
 */
export interface Journey {
  /** What the database has after the steps so far. */
  now: Schema
  readonly goal: Schema
  /** What the database had before the first step. */
  readonly origin: Schema
  readonly hints: Hints
  /** Backwards everything is allowed: what goes was made by the way up. */
  readonly direction: 'up' | 'down'
  readonly steps: Step[]
  readonly checks: Check[]
  readonly refusals: Refusal[]
  /** What a word in the spec allows the steps to lose or change. */
  readonly allowed: string[]
  /** Tables that the steps so far have made: nobody uses them yet. */
  readonly made: Set<string>
  /** Expressions by which columns, `posts.title`, get other values on the way; what must hold is asked of these. */
  readonly conversions: Map<string, string>
  /** What tables and columns were called before the first step. */
  readonly moves: Moves
}

/** Old names by new ones, where they differ. */
export interface Moves {
  /** By `billing.invoices`, as `qualified` writes it. */
  readonly tables: Readonly<Record<string, QualifiedName>>
  /** By `posts.title`, both names as they are now. */
  readonly columns: Readonly<Record<string, string>>
}

/** A journey before its first step. */
export function beginJourney(
  from: Schema,
  to: Schema,
  { hints, direction, moves }: Pick<Journey, 'hints' | 'direction' | 'moves'>,
): Journey {
  return {
    now: from,
    goal: to,
    origin: from,
    hints,
    direction,
    steps: [],
    checks: [],
    refusals: [],
    allowed: [],
    made: new Set(),
    conversions: new Map(),
    moves,
  }
}

/** `posts.title` */
export function columnName(table: QualifiedName, column: string): string {
  return `${qualified(table)}.${ident(column)}`
}

/** Adds a step whose statements are one transaction. */
export function addStep(journey: Journey, title: string, ...statements: readonly string[]): void {
  if (statements.length > 0) journey.steps.push({ title: oneLine(title), transactional: true, statements })
}

/** Adds a step of one statement that PostgreSQL refuses inside a transaction. */
export function addOutside(journey: Journey, title: string, statement: string): void {
  journey.steps.push({ title: oneLine(title), transactional: false, statements: [statement] })
}

/** Notes what is never done without a word in the spec; backwards nothing is refused. */
export function refuse(journey: Journey, refusal: Omit<Refusal, 'at'>): void {
  if (journey.direction === 'down') return
  journey.refusals.push({ ...refusal, at: placeOf(journey.hints, refusal.subject) })
}

/** Whether the table may be locked while it is changed: nobody uses it. */
export function isOffline({ hints, made }: Journey, table: QualifiedName): boolean {
  const name = qualified(table)
  return made.has(name) || hints.offline === 'all' || hints.offline.includes(name)
}

/** Changes what is known of a table. */
export function changeTable(journey: Journey, name: QualifiedName, change: (table: Table) => Table): void {
  const tables = journey.now.tables.map((table) => (isSameName(table, name) ? change(table) : table))
  journey.now = { ...journey.now, tables }
}

/** The pairs of a table as it is and as it is to be, in the order of the goal. */
export function tablePairs(journey: Journey): { readonly from: Table; readonly to: Table }[] {
  const known = new Map(journey.now.tables.map((table) => [qualified(table), table]))
  return journey.goal.tables.flatMap((to) => {
    const from = known.get(qualified(to))
    return from === undefined || from === to ? [] : [{ from, to }]
  })
}

/** The columns that both have by the same name. */
export function columnPairs(from: Table, to: Table): (readonly [Column, Column])[] {
  return from.columns.flatMap((before) => {
    const after = to.columns.find(({ name }) => name === before.name)
    return after === undefined ? [] : [[before, after] as const]
  })
}

export function isSameName(a: QualifiedName, b: QualifiedName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** Finds by name. A long list that is asked again and again gets an index; no list of a schema is changed in place. */
export function findNamed<Named extends QualifiedName>(list: readonly Named[], name: QualifiedName): Named | undefined {
  const index = list.length < LONG ? undefined : indexOf(list)
  if (index === undefined) return list.find((candidate) => isSameName(candidate, name))
  const place = index.get(keyOf(name))
  return place === undefined ? undefined : list[place]
}

const LONG = 30
/** How often a list is searched before it gets an index. */
const PATIENCE = 5
const searched = new WeakMap<readonly QualifiedName[], number>()
const indexes = new WeakMap<readonly QualifiedName[], ReadonlyMap<string, number>>()

function indexOf(list: readonly QualifiedName[]): ReadonlyMap<string, number> | undefined {
  const known = indexes.get(list)
  if (known !== undefined) return known
  const times = (searched.get(list) ?? 0) + 1
  searched.set(list, times)
  if (times < PATIENCE) return undefined
  const index = new Map(list.map((each, place) => [keyOf(each), place] as const).reverse())
  indexes.set(list, index)
  return index
}

function keyOf({ schema, name }: QualifiedName): string {
  return `${schema}\0${name}`
}

/** The table as it was before the first step, under the names that it had then. */
export function originOf({ origin, moves }: Journey, table: QualifiedName): Table | undefined {
  return findNamed(origin.tables, moves.tables[qualified(table)] ?? table)
}

/** The columns of the table by the names that they had before the first step, which the spec uses. */
export function renamedColumns({ moves }: Journey, table: Table): ReadonlyMap<string, string> {
  const moved = table.columns.flatMap(({ name }): [string, string][] => {
    const old = moves.columns[columnName(table, name)]
    return old === undefined ? [] : [[old, ident(name)]]
  })
  return new Map(moved)
}

/** Only schema and name. */
export function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name }
}

/** Whether two values are the same data. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

/** Where the subject of a message, or what it is part of, stands in the spec. */
function placeOf({ places }: Hints, subject: string): Refusal['at'] {
  const parts = subject.split('.')
  for (let count = parts.length; count > 0; count -= 1) {
    const place = places[parts.slice(0, count).join('.')]
    if (place !== undefined) return place
  }
  return undefined
}
