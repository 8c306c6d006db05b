import { type Migration, Migrator } from 'kysely'
import { checksumOf, extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { StoredCheck, StoredStep } from '../migrate/step-text.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { codeOf } from './connect-failed.js'
import { sessionSettings, setSql } from './connect-settings.js'
import { createLedger, exists, forgetStepsSql, readUnderWay } from './ledger.js'
import { checksOf, type Direction, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { adviceFor, blockersOf } from './runner-advice.js'
import { runChecks } from './runner-checks.js'
import { type DownTarget, downFrom, expectNoOther } from './runner-down.js'
import { expectNotInterrupted, isEnded, stepFailed } from './runner-errors.js'
import { kyselyOver } from './runner-kysely-database.js'
import { EXPECT_LOCK } from './runner-lock.js'
import type { Applied, RunnerOptions } from './runner-options.js'
import { retrying } from './runner-retry.js'
import { settleSquash } from './runner-squash.js'
import { type AppliedEntry, compareWithLedger, pendingOf } from './runner-status.js'
import { runSteps, type StepState } from './runner-steps.js'

/**
 * Applies Kysely modules through Kysely's own Migrator and its ledger, `kysely_migration`, so that kysely-ctl and dbgen
 * can take turns. The modules are read, not run. One whose steps go together is one transaction, as with Kysely; one
 * whose steps must be apart is continued after a crash by dbgen, which keeps its progress in `dbgen.migration_steps`.
 */
export async function migrateKyselyUp(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied[]> {
  const ledger = await settleSquash(db, await readKyselyLedger(db, migrations), migrations)
  await forgetFinished(db)
  expectNoOther(await readUnderWay(db), 'up')
  return runAll(db, pendingOf(ledger, migrations), 'up', migrations, options)
}

/** Takes Kysely modules back, through Kysely's own Migrator too. */
export async function migrateKyselyDown(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  target: DownTarget,
  options: RunnerOptions,
): Promise<Applied[]> {
  const ledger = await settleSquash(db, await readKyselyLedger(db, migrations), migrations)
  await forgetFinished(db)
  const runs = await readUnderWay(db)
  expectNoOther(runs, 'down')
  return runAll(
    db,
    downFrom(compareWithLedger(ledger, migrations, runs), migrations, target),
    'down',
    migrations,
    options,
  )
}

async function runAll(
  db: Queryable,
  wanted: readonly MigrationFiles[],
  direction: Direction,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied[]> {
  const runs = wanted.map((migration) => ({
    id: migration.id,
    direction,
    steps: stepsOf(migration, direction),
    checks: checksOf(migration, direction),
  }))
  const applied: Applied[] = []
  for (const run of runs) applied.push(await runOne(db, run, all, options))
  return applied
}

/** What Kysely's ledger has, in Kysely's order; it has no checksum, so that files which are there count as the same. */
export async function readKyselyLedger(db: Queryable, folder: readonly MigrationFiles[]): Promise<AppliedEntry[]> {
  if (!(await exists(db, 'public.kysely_migration'))) return []
  const rows = await db.query('select name, timestamp from public.kysely_migration order by timestamp, name')
  let chain: readonly ChainEntry[] | undefined = []
  return rows.map((row) => {
    const migration = folder.find(({ id }) => id === text(row, 'name'))
    chain = chain === undefined || migration === undefined ? undefined : extendChain(chain, migration)
    return {
      id: text(row, 'name'),
      checksum: migration === undefined ? undefined : checksumOf(migration),
      chain: chain?.at(-1)?.chain,
      appliedAt: text(row, 'timestamp'),
      milliseconds: undefined,
      steps: undefined,
    }
  })
}

/** A migration to run, with its steps. */
interface Run {
  readonly id: string
  readonly direction: Direction
  readonly steps: readonly StoredStep[]
  readonly checks: readonly StoredCheck[]
}

async function runOne(
  db: Queryable,
  run: Run,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied> {
  const { id, steps } = run
  expectNotInterrupted(options.signal, id)
  const started = performance.now()
  if (mustBeApart(steps)) await runApart(db, run, all, options)
  else await runTogether(db, run, all, options)
  const done = { id, steps: steps.length, milliseconds: Math.round(performance.now() - started) }
  options.onApplied(done)
  return done
}

/**
 * Steps that PostgreSQL refuses in a transaction, and a validation: in one transaction with what it validates, the lock
 * of that would be held while all rows are read.
 */
function mustBeApart(steps: readonly StoredStep[]): boolean {
  return steps.some(({ transactional, sql }) => !transactional || /\bvalidate constraint\b/i.test(sql))
}

async function runApart(
  db: Queryable,
  { id, direction, steps, checks }: Run,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<void> {
  await createLedger(db)
  const work = () => runSteps(db, { migration: id, direction, steps, checks, finishSql: '' }, options)
  await migrateOne(db, all, options, { id, direction, work, disableTransactions: true })
  await db.run(forgetStepsSql(id, direction))
}

async function runTogether(
  db: Queryable,
  { id, direction, steps, checks }: Run,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<void> {
  await runChecks(db, id, checks, options)
  let current = 0
  const report = (state: StepState): void =>
    options.onStep({
      migration: id,
      direction,
      step: current + 1,
      total: steps.length,
      title: steps[current]?.title ?? '',
      state,
    })
  // In the transaction that the Migrator has begun.
  const work = async (): Promise<void> => {
    await db.run(`${setSql(sessionSettings(options.lockTimeout), 'local')}\n${EXPECT_LOCK}`)
    for (const [index, { sql }] of steps.entries()) {
      current = index
      expectNotInterrupted(options.signal, id)
      report('begun')
      await options.watcher.during(() => db.run(sql))
      report('done')
    }
  }
  const attempt = (): Promise<void> => migrateOne(db, all, options, { id, direction, work, disableTransactions: false })
  try {
    await retrying(options.retry, attempt, () => report('waiting'))
  } catch (error) {
    if (options.signal?.aborted === true && isEnded(error)) expectNotInterrupted(options.signal, id)
    if (codeOf(error) === undefined) throw error
    const step = { migration: id, step: current + 1, total: steps.length, title: steps[current]?.title ?? '' }
    const advice = [...blockersOf(options.watcher.lastSeen(), error), adviceFor(error, options)].join('\n  ')
    throw stepFailed(step, error, `nothing of this migration is kept: ${advice}`)
  }
}

interface MigratorRun {
  readonly id: string
  readonly direction: Direction
  readonly work: () => Promise<void>
  readonly disableTransactions: boolean
}

/** Has Kysely's Migrator run the one migration; the Migrator returns errors. */
async function migrateOne(
  db: Queryable,
  all: readonly MigrationFiles[],
  { patience }: RunnerOptions,
  { id, direction, work, disableTransactions }: MigratorRun,
): Promise<void> {
  const provider = { getMigrations: async () => providing(all, id, direction, work) }
  const migrator = new Migrator({ db: kyselyOver(db, patience), provider, disableTransactions })
  const { error } = await (direction === 'up' ? migrator.migrateTo(id) : migrator.migrateDown())
  if (error !== undefined) throw error
}

/** Kysely wants to know of all migrations, but only one is run. */
function providing(
  all: readonly MigrationFiles[],
  id: string,
  direction: Direction,
  work: () => Promise<void>,
): Record<string, Migration> {
  const refuse = (): Promise<void> =>
    Promise.reject(new Error('Kysely runs another migration than the one that is next'))
  const one: Migration = direction === 'up' ? { up: work } : { up: refuse, down: work }
  return Object.fromEntries(all.map((each) => [each.id, each.id === id ? one : { up: refuse, down: refuse }]))
}

/** Progress of a migration that Kysely has noted, or taken out of its notes, is over. */
async function forgetFinished(db: Queryable): Promise<void> {
  if (!(await exists(db, 'dbgen.migration_steps')) || !(await exists(db, 'public.kysely_migration'))) return
  await db.run(`
    delete from dbgen.migration_steps s
    where (direction = 'up') = exists (select from public.kysely_migration k where k.name = s.migration)`)
}
