import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { expectSame, expectSameObjects } from '../../src/prove/proof-failed.js'
import { proveMigration } from '../../src/prove/prove.js'
import { schemaOf } from '../../src/schema/from-model.js'
import type { Hints } from '../../src/schema/hints.js'
import { hintsOf } from '../../src/schema/hints-from-model.js'
import type { Schema } from '../../src/schema/schema.js'
import { SpecError } from '../../src/spec/diagnostic.js'
import type { EmbeddedPlace } from '../support/migrations/places.js'
import { type Catalog, makeSchema, readCatalog, withExtensions } from '../support/migrations/state.js'
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

interface Planned {
  readonly plan: Plan
  readonly before: Schema
  readonly after: Schema
  readonly hints: Hints
}

/** Throws where the migration from one spec to the other does not do what it must. */
export async function checkPair(place: EmbeddedPlace, pair: Pair, tally: Tally): Promise<void> {
  const [old, model] = [await modelOf(pair.before), await modelOf(pair.after)]
  if (old instanceof SpecError || model instanceof SpecError) {
    tally.rejected++
    return
  }
  const [before, after] = [schemaOf(old), schemaOf(model)]
  const hints = hintsOf(model)
  const plan = planSchemas(before, after, hints)
  const again = planSchemas(after, after, hints, hints.renames).up
  if (again.length > 0) throw new Error(`a second plan is not empty: ${again.map(({ title }) => title).join(', ')}`)
  if (plan.up.length === 0) {
    tally.same++
    return
  }
  tally.checked++
  try {
    await checkMigration(place, { plan, before, after, hints }, tally)
  } catch (error) {
    const problem = openProblemOf(error)
    if (problem === undefined) throw error
    tally.open.set(problem.what, (tally.open.get(problem.what) ?? 0) + 1)
  }
}

async function checkMigration(place: EmbeddedPlace, planned: Planned, tally: Tally): Promise<void> {
  const { plan, before, after, hints } = planned
  await place.reset()
  const wanted = await makeSchema(place.db, after)
  await place.reset()
  const start = await makeSchema(place.db, before)
  // Up, down and up again with rows, each compared with what it must lead to.
  const proof = await proveMigration(place.embedded, [], plan, before, after, { moves: plan.moves, hints })
  tally.rows += proof.rowsAfter
  tally.empty += proof.empty.length
  expectCatalog(
    'the migration does not lead to what the spec makes of an empty database',
    withExtensions(wanted, start, plan),
    await readCatalog(place.db),
  )
}

function expectCatalog(what: string, expected: Catalog, actual: Catalog): void {
  if (isDeepStrictEqual(expected, actual)) return
  expectSame(what, expected.schema, actual.schema)
  expectSameObjects(what, expected.objects, actual.objects)
  // The words above do not cover every field of a schema.
  throw new Error(`${what}:\n${JSON.stringify(actual)}\ninstead of\n${JSON.stringify(expected)}`)
}
