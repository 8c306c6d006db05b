import { introspect } from '../database/introspect.js'
import type { Plan, Step } from '../migrate/plan.js'
import type { StepMeasure } from '../migrate/step-measure.js'
import type { StoredStep } from '../migrate/step-text.js'
import { withoutExpressions } from '../schema/differences.js'
import type { Schema } from '../schema/schema.js'
import { keptColumns, withRulesOf } from './both-schemas.js'
import { readObjects, readUnfinished } from './catalog-objects.js'
import { concernedTables, withTables } from './concerned-tables.js'
import type { Embedded } from './embedded.js'
import { expectedTables, onlyTables } from './expected-catalog.js'
import { messageOf } from './insert-sql.js'
import { runMeasured, runStep, startMeasuring } from './measure.js'
import { expectSame, expectSameLines, expectSameRows, ProofFailed } from './proof-failed.js'
import { replay } from './replay.js'
import { expectRestored } from './restored.js'
import { type EmptyTable, type InsertedRows, insertRows, readRows } from './rows.js'

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

/**
 * Runs the migrations so far, puts rows into the tables that the plan may touch, applies the plan, puts rows into the new
 * tables and columns, reverses the plan and applies it again. The catalog must equal the target after up, and what it
 * was before after down; no value that both have a column for may change. Leaves the target with rows in those tables.
 * Throws ProofFailed.
 */
export async function proveMigration(
  db: Embedded,
  previous: readonly (readonly StoredStep[])[],
  plan: Plan,
  before: Schema,
  target: Schema,
): Promise<Proof> {
  for (const steps of previous) await replay(db, steps)
  const start = await introspect(db)
  expectSchema('the migrations so far do not lead to snapshot.json', before, start, start)
  const concerned = concernedTables(before, target)
  const first = await insertRows(db, withTables(withRulesOf(before, target), concerned))
  const kept = withTables(keptColumns(before, target), concerned)
  const up = await proveUp(db, plan, before, target, { start, kept })
  const second = await insertRows(db, withTables(withRulesOf(target, before), concerned), SECOND_ROWS)
  await proveDownAndUp(db, plan, { start, kept, ...up })
  await refill(db, before, target)
  const rowsBefore = countOf(first)
  const empty = second.empty.filter(({ table }) => (first.counts.get(table) ?? 0) === 0)
  return {
    version: db.version,
    measures: up.measures,
    rowsBefore,
    rowsAfter: rowsBefore + countOf(second),
    empty,
    notes: up.notes,
  }
}

/**
 * Where the schema did not change: shows that the migrations so far lead to it, and puts rows into its tables for the
 * code to run on. Throws ProofFailed.
 */
export async function proveSchema(db: Embedded, schema: Schema): Promise<InsertedRows> {
  const catalog = await introspect(db)
  expectSchema('the migrations so far do not lead to the spec', schema, catalog, catalog)
  return insertRows(db, schema)
}

/** Extensions that were there before stay where the schema no longer names them: others may use them. */
function expectSchema(what: string, schema: Schema, catalog: Schema, before: Schema): void {
  const extensions = [...new Set([...schema.extensions, ...before.extensions])].sort()
  expectSame(what, withoutExpressions({ ...schema, extensions }), withoutExpressions(catalog))
}

/** Number of the first value in rows that are made after up: they differ from those made before. */
const SECOND_ROWS = 3

/** The database before up. */
interface Started {
  readonly start: Schema
  /** Whose values must stay. */
  readonly kept: Schema
}

/** The database after up. */
interface Applied {
  readonly measures: readonly StepMeasure[]
  readonly after: Schema
  readonly objectsBefore: readonly string[]
  readonly objectsAfter: readonly string[]
  readonly notes: readonly string[]
}

async function proveUp(
  db: Embedded,
  plan: Plan,
  before: Schema,
  target: Schema,
  { start, kept }: Started,
): Promise<Applied> {
  const rows = await readRows(db, kept)
  const unfinished = await readUnfinished(db)
  const objectsBefore = await readObjects(db)
  const measures = await applyMeasured(db, plan.up)
  const after = await introspect(db)
  expectSchema('the migration does not lead to the spec', target, after, start)
  const { schema: expected, notes } = await expectedTables(db, before, target, start)
  expectSame(
    'the migration does not lead to what the spec makes of an empty database',
    expected,
    onlyTables(after, expected),
  )
  expectSameLines('the migration leaves something unfinished', unfinished, await readUnfinished(db))
  expectSameRows('the migration does not keep the rows', rows, await readRows(db, kept))
  return { measures, after, objectsBefore, objectsAfter: await readObjects(db), notes }
}

async function proveDownAndUp(
  db: Embedded,
  plan: Plan,
  { start, kept, after, objectsBefore, objectsAfter }: Started & Applied,
): Promise<void> {
  const rows = await readRows(db, kept)
  await apply(db, plan.down, 'down')
  await expectRestored(db, { start, after, objects: objectsBefore, irreversible: plan.irreversible })
  expectSameRows('the down migration does not keep the rows', rows, await readRows(db, kept))
  await apply(db, plan.up, 'up again')
  expectSame('applied a second time, the migration leads elsewhere', after, await introspect(db))
  expectSameLines('applied a second time, the migration leads elsewhere', objectsAfter, await readObjects(db))
  expectSameRows('applied a second time, the migration does not keep the rows', rows, await readRows(db, kept))
}

/** Tables that the plan makes are empty again after down and up. */
async function refill(db: Embedded, before: Schema, target: Schema): Promise<void> {
  const known = new Set(onlyTables(target, before).tables)
  const made = target.tables.filter((table) => !known.has(table))
  if (made.length > 0) await insertRows(db, { ...target, tables: made })
}

async function applyMeasured(db: Embedded, steps: readonly Step[]): Promise<StepMeasure[]> {
  const measuring = await startMeasuring(db)
  const measures: StepMeasure[] = []
  await eachStep(steps, 'up', async (step) => {
    measures.push(await runMeasured(db, step, measuring))
  })
  return measures
}

async function apply(db: Embedded, steps: readonly Step[], direction: string): Promise<void> {
  await eachStep(steps, direction, (step) => runStep(db, step))
}

async function eachStep(steps: readonly Step[], direction: string, run: (step: Step) => Promise<void>): Promise<void> {
  for (const step of steps) {
    try {
      await run(step)
    } catch (error) {
      throw new ProofFailed(
        `${direction}: the step "${step.title}" fails`,
        [messageOf(error), ...step.statements],
        error,
      )
    }
  }
}

function countOf({ counts }: InsertedRows): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
