import { type Introspected, introspectAgain } from '../database/introspect-again.js'
import type { Plan, Step } from '../migrate/plan.js'
import type { StepMeasure } from '../migrate/step-measure.js'
import type { StoredStep } from '../migrate/step-text.js'
import { withoutExpressions } from '../schema/differences.js'
import type { Hints } from '../schema/hints.js'
import { ident, literal } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { type Objects, readObjects, readUnfinished } from './catalog-objects.js'
import type { Embedded } from './embedded.js'
import { expectedTables, onlySame, withValidity } from './expected-catalog.js'
import { messageOf } from './insert-sql.js'
import { type KeptRows, onlyReadable, onlyValues, readableValues } from './kept-rows.js'
import { runMeasured, runStep, startMeasuring } from './measure.js'
import { pairsOf, plainWay, type Way } from './moves.js'
import { expectChecks } from './plan-checks.js'
import { expectFinished, expectSame, expectSameObjects, expectSameRows, ProofFailed } from './proof-failed.js'
import { readRows } from './read-rows.js'
import { replay } from './replay.js'
import { expectRestored } from './restored.js'
import { prepareRows, type RowPlan } from './row-plan.js'
import { type EmptyTable, type InsertedRows, insertRows } from './rows.js'

/** What was shown on the embedded PostgreSQL. */
export interface Proof {
  /** Version of that PostgreSQL: `18.6`. */
  readonly version: string
  /** One for each step of the plan's up direction. */
  readonly measures: readonly StepMeasure[]
  /** Rows that were in the tables when the migration was applied. */
  readonly rowsBefore: number
  /** Rows that were in the tables when it was reversed and applied again. */
  readonly rowsAfter: number
  /** Tables of the target for which no row could be made: they were empty all along. */
  readonly empty: readonly EmptyTable[]
  /** What could not be compared, in words. */
  readonly notes: readonly string[]
}

/** What is proven: the migration, and what it leads from and to. */
interface Proving {
  readonly plan: Plan
  /** As the snapshot has it. */
  readonly before: Schema
  readonly target: Schema
  readonly way: Way
  readonly rows: RowPlan
}

/**
 * Runs the migrations so far, puts rows into the tables that the plan may touch, applies the plan, puts rows into the new
 * tables and columns, reverses the plan and applies it again. The catalog must equal the target after up, and what the
 * plan says after down; no value that both have a column for may change, by whatever name, except where the spec says what
 * becomes of it. Leaves the target with rows in those tables. Throws ProofFailed.
 */
export async function proveMigration(
  db: Embedded,
  previous: readonly (readonly StoredStep[])[],
  plan: Plan,
  before: Schema,
  target: Schema,
  way: Way = plainWay,
): Promise<Proof> {
  for (const steps of previous) await replay(db, steps)
  const start = await introspectAgain(db, db.known)
  expectSchema('the migrations so far do not lead to snapshot.json', before, start.schema, start.schema)
  const rows = prepareRows(before, target, plan.restored, way)
  const proving: Proving = { plan, before, target, way, rows }
  const first = await rows.fillBefore(db)
  const applied = await proveUp(db, proving, start)
  const second = await rows.fillAfter(db)
  await proveDownAndUp(db, proving, applied)
  await refill(db, proving)
  const rowsBefore = countOf(first)
  const empty = second.empty.filter(({ table }) => (first.counts.get(rows.oldName(table)) ?? 0) === 0)
  return {
    version: db.version,
    measures: applied.measures,
    rowsBefore,
    rowsAfter: rowsBefore + countOf(second),
    empty,
    notes: applied.notes,
  }
}

/**
 * Where the schema did not change: shows that the migrations so far lead to it, and puts rows into its tables for the
 * code to run on. Throws ProofFailed.
 */
export async function proveSchema(db: Embedded, schema: Schema): Promise<InsertedRows> {
  const { schema: catalog } = await introspectAgain(db, db.known)
  expectSchema('the migrations so far do not lead to the spec', schema, catalog, catalog)
  return insertRows(db, schema)
}

/** Extensions that were there before stay where the schema no longer names them: others may use them. */
function expectSchema(what: string, schema: Schema, catalog: Schema, before: Schema): void {
  const extensions = [...new Set([...schema.extensions, ...before.extensions])].sort()
  const tables = withValidity(catalog.tables, schema.tables)
  expectSame(what, withoutExpressions({ ...schema, extensions }), withoutExpressions({ ...catalog, tables }))
}

/** The database before and after up. */
interface Applied {
  readonly measures: readonly StepMeasure[]
  readonly start: Schema
  readonly found: Introspected
  readonly objectsBefore: Objects
  readonly objectsAfter: Objects
  /** What can be compared of the rows that stay. */
  readonly kept: KeptRows
  readonly notes: readonly string[]
}

async function proveUp(
  db: Embedded,
  { plan, before, target, way, rows }: Proving,
  first: Introspected,
): Promise<Applied> {
  const old = await readRows(db, rows.kept.before)
  const unfinished = await readUnfinished(db)
  const objectsBefore = await readObjects(db)
  await expectChecks(db, 'up', plan.upChecks, rows.open)
  const measures = await applyMeasured(db, plan.up, way.hints.places)
  expectFinished(target, unfinished, await readUnfinished(db))
  const found = await introspectAgain(db, first)
  const [start, after] = [first.schema, found.schema]
  const isDropped = (name: string): boolean => plan.allowed.includes(`drop extension ${ident(name)}`)
  const others = { ...start, extensions: start.extensions.filter((name) => !isDropped(name)) }
  expectSchema('the migration does not lead to the spec', target, after, others)
  const { schema: expected, notes } = await expectedTables(db, { before, target, start, found }, way.moves)
  const what = 'the migration does not lead to what the spec makes of an empty database'
  expectSame(what, expected, onlySame(after, expected))
  const readable = await readableValues(db, rows.kept)
  const kept = onlyReadable(rows.kept, readable)
  expectSameRows('the migration does not keep the rows', onlyValues(old, readable), await readRows(db, kept.after))
  return { measures, start, found, objectsBefore, objectsAfter: await readObjects(db), kept, notes }
}

async function proveDownAndUp(db: Embedded, { plan, before, way, rows }: Proving, applied: Applied): Promise<void> {
  const { start, found, objectsBefore, objectsAfter, kept } = applied
  const old = await readRows(db, kept.after)
  await expectChecks(db, 'down', plan.downChecks, rows.open)
  await apply(db, plan.down, 'down', way.hints.places)
  const back = await introspectAgain(db, found)
  await expectRestored(db, { before, restored: plan.restored, start, found: back.schema, objects: objectsBefore })
  expectSameRows('the down migration does not keep the rows', old, await readRows(db, kept.before))
  await apply(db, plan.up, 'up again', way.hints.places)
  const again = await introspectAgain(db, back)
  expectSame('applied a second time, the migration leads elsewhere', found.schema, again.schema)
  expectSameObjects('applied a second time, the migration leads elsewhere', objectsAfter, await readObjects(db))
  expectSameRows('applied a second time, the migration does not keep the rows', old, await readRows(db, kept.after))
}

/** Tables that the plan makes are empty again after down and up. */
async function refill(db: Embedded, { before, target, way }: Proving): Promise<void> {
  const known = new Set(pairsOf(before, target, way.moves).map((pair) => pair.target))
  const made = target.tables.filter((table) => !known.has(table))
  if (made.length > 0) await insertRows(db, { ...target, tables: made })
}

async function applyMeasured(db: Embedded, steps: readonly Step[], places: Hints['places']): Promise<StepMeasure[]> {
  const measuring = await startMeasuring(db)
  const measures: StepMeasure[] = []
  await eachStep(steps, 'up', places, async (step) => {
    measures.push(await runMeasured(db, step, measuring))
  })
  return measures
}

async function apply(db: Embedded, steps: readonly Step[], direction: string, places: Hints['places']): Promise<void> {
  await eachStep(steps, direction, places, (step) => runStep(db, step))
}

async function eachStep(
  steps: readonly Step[],
  direction: string,
  places: Hints['places'],
  run: (step: Step) => Promise<void>,
): Promise<void> {
  for (const step of steps) {
    try {
      await run(step)
    } catch (error) {
      throw new ProofFailed(
        `${direction}: the step "${step.title}" fails`,
        [messageOf(error), ...missingRole(error), ...blockPlaces(step, places), ...step.statements],
        error,
      )
    }
  }
}

/** Roles are not of one database: the embedded one has none of those that the server has. */
function missingRole(error: unknown): string[] {
  const [, name] = /^role "(.+)" does not exist$/.exec(error instanceof Error ? error.message : '') ?? []
  if (name === undefined) return []
  const test = `exists (select from pg_roles where rolname = ${literal(name)})`
  return [`the proof has no such role: write "do $$ begin if ${test} then ...; end if; end $$;", with "down"`]
}

/** Where the blocks of SQL that a step runs or undoes stand in the spec. */
function blockPlaces({ title }: Step, places: Hints['places']): string[] {
  const parts = new Set(title.split(', ').map((part) => part.replace(/^undo /, '')))
  return [...parts].flatMap((part) => {
    const place = part.startsWith('sql ') ? places[part] : undefined
    return place === undefined ? [] : [`${part} is at ${place.file}:${place.line}:${place.column}`]
  })
}

function countOf({ counts }: InsertedRows): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
