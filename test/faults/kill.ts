import { setTimeout as sleep } from 'node:timers/promises'
import { type Bench, expectUndisturbed, withFresh } from './bench.js'
import type { Chain } from './chains.js'
import { runCommand, startCommand } from './process.js'
import type { Random } from './random.js'
import { comesTrue, RUNNERS, withClient } from './steps.js'
import type { FaultKind, Outcome } from './sweep.js'

const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3 }
const POINTS = 50

/** The process is killed, once or several times, or while it waits for another runner. */
export const killed: FaultKind = {
  name: 'kill',
  isFor: ({ name }) => /^(?:story|cold|several-changes|key-composite)/.test(name),
  points: async () =>
    [...Object.keys(TIMES), 'while it waits'].flatMap((when) =>
      Array.from({ length: POINTS }, (_, index) => `${when} ${index + 1}`),
    ),
  check: ({ bench, chain, point, random }) =>
    withFresh(bench, chain, async (url) => {
      const times = TIMES[point.split(' ', 1)[0] ?? '']
      const outcome =
        times === undefined
          ? await killWaiting(bench, chain, url, random)
          : await killAtWork(bench, chain, url, random, times)
      await runCommand(bench, chain, url)
      await expectUndisturbed(bench, chain, url)
      return outcome
    }),
}

async function killAtWork(bench: Bench, chain: Chain, url: string, random: Random, times: number): Promise<Outcome> {
  let outcome: Outcome = 'missed'
  for (let run = 0; run < times; run++) {
    const { child, ended } = await startCommand(bench, chain, url)
    // From the first session on; it takes as long as the undisturbed run behind that.
    await withClient(url, (client) => comesTrue(client, `select ${RUNNERS}`, 20_000))
    await sleep(random.whole(0, await durationOf(bench, chain)))
    if (child.exitCode === null) outcome = 'hit'
    child.kill('SIGKILL')
    await ended
  }
  return outcome
}

const durations = new Map<string, Promise<number>>()

/** Milliseconds from the first session to the end. */
function durationOf(bench: Bench, chain: Chain): Promise<number> {
  const known = durations.get(chain.name) ?? measure(bench, chain)
  durations.set(chain.name, known)
  return known
}

async function measure(bench: Bench, chain: Chain): Promise<number> {
  return withFresh(bench, chain, async (url) => {
    const { ended } = await startCommand(bench, chain, url)
    await withClient(url, (client) => comesTrue(client, `select ${RUNNERS}`, 20_000))
    const started = performance.now()
    await ended
    return performance.now() - started
  })
}

const LOCK = `pg_advisory_lock(hashtextextended(current_database() || ' dbgen.migrations', 0))`

async function killWaiting(bench: Bench, chain: Chain, url: string, random: Random): Promise<Outcome> {
  return withClient(url, async (client) => {
    await client.query(`select ${LOCK}`)
    const { child, ended } = await startCommand(bench, chain, url)
    const waits = await comesTrue(client, `select ${RUNNERS}`, 20_000)
    await sleep(random.whole(0, 400))
    child.kill('SIGKILL')
    await ended
    return waits ? 'hit' : 'missed'
  })
}
