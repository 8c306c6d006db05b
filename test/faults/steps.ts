import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { stepsOf } from '../../src/database/migration-files.js'
import type { StepProgress } from '../../src/database/runner-steps.js'
import type { StoredStep } from '../../src/migrate/step-text.js'
import { runChain } from './bench.js'
import type { Chain } from './chains.js'

/** A step of a chain, in the order in which they are run. */
export interface ChainStep extends StoredStep {
  readonly migration: string
  /** From 1. */
  readonly step: number
  /** How a point names it: `2.7 fill users.nick`, of the second migration the seventh step. */
  readonly name: string
}

/** All steps that a run of the chain has to do. */
export function stepsOfChain({ migrations, base, direction }: Chain): ChainStep[] {
  const open = migrations.slice(base.length)
  const ordered = direction === 'up' ? open : [...open].reverse()
  return ordered.flatMap((migration) =>
    stepsOf(migration, direction).map((step, index) => ({
      ...step,
      migration: migration.id,
      step: index + 1,
      name: `${migrations.indexOf(migration) + 1}.${index + 1} ${step.title}`,
    })),
  )
}

/** The step that a point names. */
export function stepNamed(chain: Chain, name: string): ChainStep {
  const found = stepsOfChain(chain).find((step) => step.name === name)
  if (found === undefined) throw new Error(`${chain.name} has no step ${name}`)
  return found
}

/** Whether the progress is of that step. */
export function isAt({ migration, step }: ChainStep, progress: StepProgress): boolean {
  return progress.migration === migration && progress.step === step
}

/** Runs the chain up to the step, which is not begun. */
export async function runUntil(url: string, chain: Chain, step: ChainStep): Promise<void> {
  const stop = new Error('far enough')
  const onStep = (progress: StepProgress): void => {
    if (isAt(step, progress) && progress.state === 'begun') throw stop
  }
  const error = await failureOf(runChain(url, chain, { onStep }))
  if (error === stop || (error instanceof Error && error.cause === stop)) return
  throw new Error(`step ${step.name} was not reached`, { cause: error })
}

/** What the work throws; undefined where it throws nothing. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

/** Throws where the error is none of the codes: `undefined` stands for no error. */
export function expectCode(error: unknown, codes: readonly (string | undefined)[]): void {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (error === undefined ? codes.includes(undefined) : codes.some((each) => each !== undefined && each === code))
    return
  throw new Error(`expected ${codes.join(' or ')}`, { cause: error })
}

/** Does the work with a session that ends with it. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'faults' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Asks again and again; false where the answer is still no rows after so many milliseconds. */
export async function comesTrue(client: pg.Client, sql: string, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience
  while (performance.now() < deadline) {
    if ((await client.query(sql)).rows.length > 0) return true
    await sleep(10)
  }
  return false
}

/** SQL for the sessions of runners of this database. */
export const RUNNERS = `from pg_stat_activity where datname = current_database() and application_name = 'dbgen'`

/** The same, as far as they hold the lock of the runner, and so are not those that only watch. */
export const WORKING = `${RUNNERS} and pid in (select pid from pg_locks where locktype = 'advisory' and granted)`
