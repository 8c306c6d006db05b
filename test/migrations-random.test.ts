import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPair, createTally } from './migrations-random/check-pair.js'
import { pairs } from './migrations-random/pairs.js'
import { type EmbeddedPlace, openEmbeddedPlace } from './support/migrations/places.js'
import { numRuns } from './unit/spec/fuzz-runs.js'

let place: EmbeddedPlace

beforeAll(async () => {
  place = await openEmbeddedPlace()
})
afterAll(() => place.close())

const runs = numRuns(200)

/** The same pairs each time, so that a change of the code alone makes the test fail; `RANDOM_SEED` tries others. */
const seed = Number(process.env['RANDOM_SEED'] ?? 22)

/** A failure shows the seed and the smallest pair; `npm run test:random` tries thousands. */
test(`any spec becomes any other, and back, with its rows: seed ${seed}`, {
  timeout: 120_000 + runs * 2_000,
}, async () => {
  const tally = createTally()
  const property = fc.asyncProperty(pairs, (pair) => checkPair(place, pair, tally))
  await fc.assert(property, { seed, numRuns: runs, interruptAfterTimeLimit: 90_000 + runs * 1_000 })
  expect(tally.rejected, 'few pairs may be specs that dbgen does not accept').toBeLessThan(runs / 4)
  expect(tally.rows, 'the migrations meet rows').toBeGreaterThan(tally.checked)
})
