import type { StepProgress } from '../../src/database/runner-steps.js'
import { type ChainRun, expectUndisturbed, runChain, withFresh } from './bench.js'
import { type Holder, holders, SECRET, whileHeld } from './hold.js'
import { type ProbeResult, whileProbed } from './probe.js'
import { failureOf, runUntil, stepNamed, stepsOfChain, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

const PATIENCE = { lockTimeout: 150, attempts: 2, retryDelay: 50, concurrentPatience: 500 }
/** Milliseconds that a run may need from its last step on until it gives up: both attempts, and to tidy up. */
const DEADLINE = 4000
const SLACK = 150

/** Other sessions hold locks on all tables, and others read all the while. */
export const held: FaultKind = {
  name: 'holder',
  isAlone: true,
  settings: ['max_prepared_transactions=10'],
  isFor: ({ name }) => /^(?:story|key-composite|partitioned|several-changes)/.test(name),
  points: async (_, chain) => stepsOfChain(chain).flatMap(({ name }) => holders.map((holder) => `${holder}: ${name}`)),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkHeld(attempt, url)),
}

async function checkHeld({ bench, chain, point, note }: Attempt, url: string): Promise<Outcome> {
  const [name = ''] = point.split(': ', 1)
  const step = stepNamed(chain, point.slice(name.length + 2))
  await runUntil(url, chain, step)
  let error: unknown
  let last = 0
  const onStep: ChainRun['onStep'] = ({ state }: StepProgress) => {
    if (state === 'begun') last = performance.now()
  }
  const probed = await whileProbed(url, async () => {
    error = await whileHeld(url, holderNamed(name), async () => {
      const failure = await failureOf(runChain(url, chain, { ...PATIENCE, onStep }))
      if (failure !== undefined) expectRefusal(failure, performance.now() - last)
      return failure
    })
    if (error !== undefined && (await hasHalfIndex(url))) note(`half an index left: ${name}`)
    await runChain(url, chain, PATIENCE)
  })
  expectShortWait(probed)
  await expectUndisturbed(bench, chain, url)
  return error === undefined ? 'missed' : 'hit'
}

function holderNamed(name: string): Holder {
  const found = holders.find((holder) => holder === name)
  if (found === undefined) throw new Error(`no holder ${name}`)
  return found
}

/** In time, with who is in the way, and without a value. */
function expectRefusal(error: unknown, elapsed: number): void {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (!(error instanceof Error) || (code !== '55P03' && code !== '57014')) throw error
  if (!/in the way is (?:process \d+ \(faults\)|a prepared transaction)/.test(error.message))
    throw new Error('it does not say who is in the way', { cause: error })
  if (error.message.includes(SECRET)) throw new Error('it tells a value', { cause: error })
  if (elapsed > DEADLINE) throw new Error(`it gave up after ${Math.round(elapsed)} ms`, { cause: error })
}

/** Above what the machine has readers of no table wait for. */
function expectShortWait({ worst, table, noise }: ProbeResult): void {
  const most = PATIENCE.lockTimeout + SLACK + noise
  if (worst > most)
    throw new Error(`a reader of ${table} waited ${Math.round(worst)} ms, more than ${Math.round(most)}`)
}

async function hasHalfIndex(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    const { rows } = await client.query('select from pg_index where not indisvalid')
    return rows.length > 0
  })
}
