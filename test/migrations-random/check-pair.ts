import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { MigrationRefused, type Refusal } from '../../src/migrate/refusal.js'
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
import { expectReadBack } from './read-back.js'
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
  /** Migrations that are refused, by the code. */
  readonly refused: Map<string, number>
  /** Pairs that show a problem that is known, by what it is. */
  readonly open: Map<string, number>
}

export function createTally(): Tally {
  return { checked: 0, same: 0, rejected: 0, rows: 0, empty: 0, refused: new Map(), open: new Map() }
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
  const plan = planOrRefusal(() => planSchemas(before, after, hints, hintsOf(old).renames), pair, tally)
  if (plan === undefined) return
  expectReadBack(plan)
  const twin = planSchemas(before, after, hints, hintsOf(old).renames)
  if (JSON.stringify(twin) !== JSON.stringify(plan)) throw new Error('the same plan twice is not the same')
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

/** The plan; undefined where it is refused with all that a message has. */
function planOrRefusal(make: () => Plan, { after, names }: Pair, tally: Tally): Plan | undefined {
  try {
    const plan = make()
    return plan
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error
    for (const refusal of error.refusals) {
      expectMessage(refusal)
      if (lost.includes(refusal.code) && after.silent.length === 0) {
        throw new Error(`refused, but the spec says every word (${names.join(', ')}): ${error.message}`)
      }
      tally.refused.set(refusal.code, (tally.refused.get(refusal.code) ?? 0) + 1)
    }
    return undefined
  }
}

/** What the spec has a word for, and every edit but the silent ones says it. */
const lost = ['MG103', 'MG105']

function expectMessage({ code, subject, message, hint }: Refusal): void {
  const isWhole = /^MG1\d\d$/.test(code) && subject !== '' && message !== '' && hint !== ''
  if (!isWhole) throw new Error(`a refusal says too little: ${JSON.stringify({ code, subject, message, hint })}`)
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
