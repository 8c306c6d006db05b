import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { expectUndisturbed, runChain, withFresh } from './bench.js'
import type { Chain } from './chains.js'
import { type ChainStep, comesTrue, failureOf, runUntil, stepsOfChain, WORKING, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

interface Order {
  readonly first: string
  readonly second: string
  /** Milliseconds that the application takes between the two. */
  readonly pause: number
}

/** Behind a second PostgreSQL has looked for a deadlock from the side of the migration, and found none yet. */
const LATE = 1300

const ORDERS: Readonly<Record<string, Order>> = {
  'parent first': { first: 'users', second: 'posts', pause: 0 },
  'child first': { first: 'posts', second: 'users', pause: 0 },
  'parent first, late': { first: 'users', second: 'posts', pause: LATE },
  'child first, late': { first: 'posts', second: 'users', pause: LATE },
}

/** A transaction of the application and a step of the migration wait for each other; it is the step that is tried again. */
export const deadlocked: FaultKind = {
  name: 'deadlock',
  isAlone: true,
  isFor: ({ name }) => /^story(?:-down)?$/.test(name),
  points: async (_, chain) =>
    stepsOfChain(chain)
      .filter(locksBoth)
      .flatMap(({ name }) => Object.keys(ORDERS).map((order) => `${order}: ${name}`)),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkDeadlock(attempt, url)),
}

function locksBoth({ title, sql }: ChainStep): boolean {
  return /change places|foreign key/.test(title) && /\busers\b/.test(sql) && /\bposts\b/.test(sql)
}

async function checkDeadlock({ bench, chain, point, note }: Attempt, url: string): Promise<Outcome> {
  const [order = ''] = point.split(': ', 1)
  const step = stepsOfChain(chain).find(({ name }) => name === point.slice(order.length + 2))
  const found = ORDERS[order]
  if (step === undefined || found === undefined) throw new Error(`no point ${point}`)
  await runUntil(url, chain, step)
  const isMet = await withClient(url, (app) => meet(app, url, chain, found, note))
  await expectUndisturbed(bench, chain, url)
  return isMet ? 'hit' : 'missed'
}

/** The application writes to one table, waits until the migration stands there, and writes to the other. */
async function meet(
  app: pg.Client,
  url: string,
  chain: Chain,
  { first, second, pause }: Order,
  note: Attempt['note'],
): Promise<boolean> {
  await app.query('begin')
  await app.query(`update ${first} set id = id where id = 1`)
  const onStep = ({ state }: StepProgress): void => {
    if (state === 'waiting') note('tried again')
  }
  const running = failureOf(runChain(url, chain, { onStep }))
  const isMet = await withClient(url, (admin) =>
    comesTrue(admin, `select ${WORKING} and cardinality(pg_blocking_pids(pid)) > 0`, 2000),
  )
  await sleep(pause)
  const refused = await failureOf(app.query(`update ${second} set id = id where id = 1`))
  await sleep(50)
  await app.query(refused === undefined ? 'commit' : 'rollback')
  const failure = await running
  if (failure !== undefined) throw failure
  if (refused !== undefined) throw new Error('the transaction of the application was refused', { cause: refused })
  return isMet
}
