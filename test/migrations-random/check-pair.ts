import { isDeepStrictEqual } from 'node:util'
import type { Plan, Step } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { keptColumns, withRulesOf } from '../../src/prove/both-schemas.js'
import { runStep } from '../../src/prove/measure.js'
import { expectSame, expectSameLines, expectSameRows } from '../../src/prove/proof-failed.js'
import { type InsertedRows, insertRows, readRows } from '../../src/prove/rows.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { hintsOf } from '../../src/schema/hints-from-model.js'
import type { Schema } from '../../src/schema/schema.js'
import { SpecError } from '../../src/spec/diagnostic.js'
import type { Place } from '../support/migrations/places.js'
import { withoutLostColumns } from '../support/migrations/rows.js'
import { type Catalog, makeSchema, readCatalog, withExtensions, withoutKept } from '../support/migrations/state.js'
import { openProblemOf } from './open-problems.js'
import type { Pair } from './pairs.js'
import { modelOf } from './spec.js'

/** What was done with the pairs of a run. */
export interface Tally {
  checked: number
  /** Pairs that a migration has nothing to do for. */
  same: number
  /** Specs that dbgen does not accept: the edits do not know every rule. */
  rejected: number
  /** Rows that the migrations met. */
  rows: number
  /** Tables for which no row could be made. */
  empty: number
  /** Pairs that show a problem that is known, by what it is. */
  readonly open: Map<string, number>
}

export function createTally(): Tally {
  return { checked: 0, same: 0, rejected: 0, rows: 0, empty: 0, open: new Map() }
}

/** Throws where the migration from one spec to the other does not do what it must. */
export async function checkPair(place: Place, pair: Pair, tally: Tally): Promise<void> {
  const [old, model] = [await modelOf(pair.before), await modelOf(pair.after)]
  if (old instanceof SpecError || model instanceof SpecError) {
    tally.rejected++
    return
  }
  const [before, after] = [schemaOf(old), schemaOf(model)]
  const plan = planSchemas(before, after, hintsOf(model))
  const again = planSchemas(after, after, hintsOf(model)).up
  if (again.length > 0) throw new Error(`a second plan is not empty: ${again.map(({ title }) => title).join(', ')}`)
  if (plan.up.length === 0) {
    tally.same++
    return
  }
  tally.checked++
  try {
    await checkMigration(place, plan, before, after, tally)
  } catch (error) {
    const problem = openProblemOf(error)
    if (problem === undefined) throw error
    tally.open.set(problem.what, (tally.open.get(problem.what) ?? 0) + 1)
  }
}

async function checkMigration(place: Place, plan: Plan, before: Schema, after: Schema, tally: Tally): Promise<void> {
  const { db } = place
  await place.reset()
  const wanted = await makeSchema(db, after)
  const isWhole = isDeepStrictEqual(plan.restored, before)
  if (!isWhole) await place.reset()
  const restored = isWhole ? undefined : await makeSchema(db, plan.restored)
  await place.reset()
  const start = await makeSchema(db, before)
  count(tally, await insertRows(db, withRulesOf(before, after)))
  const kept = keptColumns(before, after)
  const rows = await readRows(db, kept)

  await runAll(place, plan.up, 'up')
  expectCatalog(
    'up does not lead to what the spec makes of an empty database',
    withExtensions(wanted, start),
    await readCatalog(db),
  )
  expectSameRows('up does not keep the rows', rows, await readRows(db, kept))

  count(tally, await insertRows(db, withRulesOf(after, before), 3))
  const returning = withoutLostColumns(kept, plan)
  const more = await readRows(db, returning)
  await runAll(place, plan.down, 'down')
  const back = withoutKept(await readCatalog(db), plan.restored, plan)
  expectCatalog('down does not lead back', restored ?? start, back)
  expectSameRows('down does not keep the rows', more, await readRows(db, returning))

  await runAll(place, plan.up, 'up again')
  expectCatalog('up again leads elsewhere', withExtensions(wanted, start), await readCatalog(db))
  expectSameRows('up again does not keep the rows', more, await readRows(db, returning))
}

function count(tally: Tally, { counts, empty }: InsertedRows): void {
  tally.rows += [...counts.values()].reduce((sum, rows) => sum + rows, 0)
  tally.empty += empty.length
}

async function runAll({ db }: Place, steps: readonly Step[], direction: string): Promise<void> {
  for (const step of steps) {
    try {
      await runStep(db, step)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new Error(`${direction}: "${step.title}" fails: ${message}\n${step.statements.join('\n')}`, {
        cause: error,
      })
    }
  }
}

function expectCatalog(what: string, expected: Catalog, actual: Catalog): void {
  if (isDeepStrictEqual(expected, actual)) return
  expectSame(what, expected.schema, actual.schema)
  expectSameLines(what, expected.objects, actual.objects)
  expectSameLines(what, expected.unfinished, actual.unfinished)
  // The words above do not cover every field of a schema.
  throw new Error(`${what}:\n${JSON.stringify(actual)}\ninstead of\n${JSON.stringify(expected)}`)
}
