import pg from 'pg'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { expectUndisturbed, runChain, withFresh } from './bench.js'
import { failureOf, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

const MOST = 12

/** The server has no connection left. */
export const noConnection: FaultKind = {
  name: 'connections',
  isAlone: true,
  settings: [`max_connections=${MOST}`, 'superuser_reserved_connections=0', 'max_wal_senders=0'],
  isFor: ({ name }) => /^story/.test(name),
  points: async () => ['for the run', 'for the watch'],
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkConnections(attempt, url)),
}

async function checkConnections({ bench, chain, point }: Attempt, url: string): Promise<Outcome> {
  // The last database may still have a session that is about to end.
  await bench.expected(chain)
  if (point === 'for the run') await refusedAtFirst(url, () => runChain(url, chain))
  else await withoutWatch(url, (onStep) => runChain(url, chain, { onStep, lockTimeout: 1000 }))
  if (point === 'for the run') await runChain(url, chain)
  await expectUndisturbed(bench, chain, url)
  return 'hit'
}

async function refusedAtFirst(url: string, run: () => Promise<void>): Promise<void> {
  const taken = await takeAll(url)
  const error = await failureOf(run())
  await Promise.all(taken.map((client) => client.end()))
  const isNamed = error instanceof Error && error.message.includes('the server has no connection left')
  if (!isNamed) throw new Error('it does not say that there is no connection', { cause: error })
}

/** A step waits longer than it takes the runner to look after it, and there is no session to look from. */
async function withoutWatch(url: string, run: (onStep: (step: StepProgress) => void) => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('begin; select from users; select from posts')
    let taking: Promise<pg.Client[]> | undefined
    let waits = 0
    const onStep = ({ state }: StepProgress): void => {
      taking ??= takeAll(url)
      if (state !== 'waiting') return
      waits++
      // Sent once: a transaction that is over is not an error.
      void client.query('rollback')
    }
    const error = await failureOf(run(onStep))
    const taken = (await taking) ?? []
    await Promise.all(taken.map((each) => each.end()))
    if (error !== undefined) throw error
    if (taken.length === 0 || waits === 0) throw new Error('no connection was taken, or no step waited')
  })
}

async function takeAll(url: string): Promise<pg.Client[]> {
  const taken: pg.Client[] = []
  while (true) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    const error = await failureOf(client.connect())
    if (error !== undefined) return taken
    taken.push(client)
  }
}
