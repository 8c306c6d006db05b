import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { type EmbeddedPlace, openEmbeddedPlace } from '../support/migrations/places.js'
import { checkPair, createTally, type Tally } from './check-pair.js'
import { pairs } from './pairs.js'

/** Pairs of one seed: the search goes on with the next one where something fails. */
const BATCH = 100
/** Milliseconds after which a failure is no longer made smaller. */
const LONGEST = 180_000

const usage = `npm run test:random -- [options]

  --pairs N   how many pairs of specs [1000]
  --seed N    where to start [the time]; each ${BATCH} pairs have a seed of their own, one after the other
`

const { values } = parseArgs({
  options: { pairs: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', default: false } },
})
if (values.help) console.log(usage)
else
  process.exitCode = await search(
    whole(values.pairs, 1000),
    whole(values.seed, Date.now() % 1_000_000, Number.MIN_SAFE_INTEGER),
  )

/** Tries so many pairs; 1 where one failed. */
async function search(count: number, seed: number): Promise<number> {
  const [started, tally] = [performance.now(), createTally()]
  let failures = 0
  // A fresh database for each seed: what one leaves behind does not help or harm the next.
  for (let done = 0; done < count; done += BATCH) {
    const place = await openEmbeddedPlace()
    const failure = await tryBatch(place, seed + done / BATCH, Math.min(BATCH, count - done), tally)
    await place.close()
    if (failure !== undefined) failures++
    if (failure !== undefined) console.log(`${failure}\n`)
    console.error(progress(done + BATCH, tally, failures, performance.now() - started))
  }
  console.log(`refused: ${JSON.stringify(Object.fromEntries(tally.refused))}`)
  for (const [what, times] of tally.open) console.log(`known, ${times} times: ${what}`)
  console.log(`${failures} of ${Math.ceil(count / BATCH)} seeds failed`)
  return failures === 0 ? 0 : 1
}

async function tryBatch(
  place: EmbeddedPlace,
  seed: number,
  numRuns: number,
  tally: Tally,
): Promise<string | undefined> {
  const property = fc.asyncProperty(pairs, (pair) => checkPair(place, pair, tally))
  const result = await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: LONGEST })
  if (!result.failed) return undefined
  const cause = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance)
  return `--- seed ${seed} failed\n${cause}\n${fc.stringify(result.counterexample?.[0])}`
}

function progress(done: number, tally: Tally, failures: number, milliseconds: number): string {
  const { checked, same, rejected, rows, empty } = tally
  const counts = `${checked} migrations, ${rows} rows, ${empty} tables without, ${same} without a change, ${rejected} rejected`
  return `${done} pairs in ${Math.round(milliseconds / 1000)} s: ${counts}, ${failures} seeds failed`
}

function whole(text: string | undefined, usual: number, least = 1): number {
  const value = Number(text ?? usual)
  if (Number.isInteger(value) && value >= least) return value
  throw new Error(`expected a whole number, not ${text}\n${usage}`)
}
