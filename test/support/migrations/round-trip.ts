import { expect } from 'vitest'
import { stepsOf } from '../../../src/database/migration-files.js'
import { migrateUp } from '../../../src/database/runner.js'
import type { Plan, Step } from '../../../src/migrate/plan.js'
import type { StepMeasure } from '../../../src/migrate/step-measure.js'
import { runMeasured, runStep, startMeasuring } from '../../../src/prove/measure.js'
import type { Schema } from '../../../src/schema/schema.js'
import { type MigrationCase, printCase } from './case.js'
import type { Place } from './places.js'
import { type Rows, readAllRows, withoutLost } from './rows.js'
import { type Catalog, makeSchema, readCatalog, withExtensions, withOpenConstraints, withoutKept } from './state.js'

/** What was seen on the way up, down and up again. */
export interface RoundTrip {
  readonly up: Rows
  /** Undefined where the directory says that there is no way down. */
  readonly down: Rows | undefined
  /** What the steps that are transactions took the second time; empty without a way down. */
  readonly measures: readonly (StepMeasure | undefined)[]
}

interface State {
  readonly catalog: Catalog
  readonly rows: Rows
}

/** Goes up through the runner, down step by step and up again, with the rows of the directory. */
export async function roundTrip(place: Place, one: MigrationCase, plan: Plan): Promise<RoundTrip> {
  const { db } = place
  const wanted = await makeElsewhere(place, one.after)
  const isWhole = JSON.stringify(plan.restored) === JSON.stringify(one.before)
  const restored = isWhole ? undefined : await makeElsewhere(place, plan.restored)
  const start = await begin(place, one)
  const migration = printCase(plan, [])
  await migrateUp(db, [migration], { version: 'test', attempts: 1 })
  const up = await readState(place, one, one.after)
  const expected = withExtensions(wanted, start.catalog, plan)
  expect(up.catalog, 'up leads to what the spec makes of an empty database').toEqual(expected)
  if (one.options?.down === false) return { up: up.rows, down: undefined, measures: [] }

  for (const step of stepsOf(migration, 'down')) await runStep(db, { ...step, statements: [step.sql] })
  const down = await readState(place, one, plan.restored)
  expect(withoutKept(down.catalog, plan.restored, plan), 'down leads back').toEqual(restored ?? start.catalog)
  const kept = ({ rows }: State): Rows => withoutLost(rows, one.before, plan)
  expect(kept(down), 'down brings back the rows').toEqual(kept(start))

  const measures = await runAllMeasured(place, plan.up)
  const again = await readState(place, one, one.after)
  expect(again.catalog, 'up again leads to the same').toEqual(expected)
  return { up: up.rows, down: down.rows, measures }
}

async function makeElsewhere(place: Place, schema: Schema): Promise<Catalog> {
  await place.reset()
  return withOpenConstraints(await makeSchema(place.db, schema), schema)
}

async function begin(place: Place, one: MigrationCase): Promise<State> {
  const catalog = await makeElsewhere(place, one.before)
  if (one.rows !== '') await place.db.run(one.rows)
  return { catalog, rows: await readAllRows(place.db, catalog.schema, one.rows) }
}

async function readState({ db }: Place, { rows }: MigrationCase, schema: Schema): Promise<State> {
  const catalog = withOpenConstraints(await readCatalog(db), schema)
  return { catalog, rows: await readAllRows(db, catalog.schema, rows) }
}

/** A step outside of a transaction leaves no trace of its locks on a server. */
async function runAllMeasured({ db }: Place, steps: readonly Step[]): Promise<(StepMeasure | undefined)[]> {
  const measuring = await startMeasuring(db)
  const measures: (StepMeasure | undefined)[] = []
  for (const step of steps) {
    if (step.transactional) measures.push(await runMeasured(db, step, measuring))
    else {
      await runStep(db, step)
      measures.push(undefined)
    }
  }
  return measures
}
