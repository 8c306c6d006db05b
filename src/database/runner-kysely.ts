import { type Migration, Migrator } from 'kysely'
import { checksumOf, extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { StoredCheck, StoredStep } from '../migrate/step-text.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { codeOf } from './connect-failed.js'
import { sessionSettings, setSql } from './connect-settings.js'
import { createLedger, exists, forgetStepsSql } from './ledger.js'
import { checksOf, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { runChecks } from './runner-checks.js'
import { stepFailed } from './runner-errors.js'
import { kyselyOver } from './runner-kysely-database.js'
import { withRunnerLock } from './runner-lock.js'
import type { Applied, RunnerOptions } from './runner-options.js'
import { retrying } from './runner-retry.js'
import { settleSquash } from './runner-squash.js'
import { type AppliedEntry, pendingOf } from './runner-status.js'
import { adviceFor, runSteps, type StepState } from './runner-steps.js'

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
  return withRunnerLock(db, options.patience, async () => {
    await settleSquash(db, await readKyselyLedger(db, migrations), migrations)
    const ledger = await readKyselyLedger(db, migrations)
    const pending = pendingOf(ledger, migrations).map((migration) => ({
      id: migration.id,
      steps: stepsOf(migration, 'up'),
      checks: checksOf(migration, 'up'),
    }))
    await forgetFinished(db, ledger)
    const applied: Applied[] = []
    for (const migration of pending) applied.push(await applyOne(db, migration, migrations, options))
    return applied
  })
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
    }
  })
}

/** A migration to apply, with its steps. */
interface Pending {
  readonly id: string
  readonly steps: readonly StoredStep[]
  readonly checks: readonly StoredCheck[]
}

async function applyOne(
  db: Queryable,
  pending: Pending,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied> {
  const { id, steps } = pending
  const started = performance.now()
  if (mustBeApart(steps)) await applyApart(db, pending, all, options)
  else await applyTogether(db, pending, all, options)
  return { id, steps: steps.length, milliseconds: Math.round(performance.now() - started) }
}

/**
 * Steps that PostgreSQL refuses in a transaction, and a validation: in one transaction with what it validates, the lock
 * of that would be held while all rows are read.
 */
function mustBeApart(steps: readonly StoredStep[]): boolean {
  return steps.some(({ transactional, sql }) => !transactional || /\bvalidate constraint\b/i.test(sql))
}

async function applyApart(
  db: Queryable,
  { id, steps, checks }: Pending,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<void> {
  await createLedger(db)
  const up = () => runSteps(db, { migration: id, direction: 'up', steps, checks, finishSql: '' }, options)
  await migrateTo(db, all, options, { id, up, disableTransactions: true })
  await db.run(forgetStepsSql(id, 'up'))
}

async function applyTogether(
  db: Queryable,
  { id, steps, checks }: Pending,
  all: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<void> {
  await runChecks(db, id, checks)
  let current = 0
  const report = (state: StepState): void =>
    options.onStep({
      migration: id,
      direction: 'up',
      step: current + 1,
      total: steps.length,
      title: steps[current]?.title ?? '',
      state,
    })
  // In the transaction that the Migrator has begun.
  const up = async (): Promise<void> => {
    await db.run(setSql(sessionSettings(options.lockTimeout), 'local'))
    for (const [index, { sql }] of steps.entries()) {
      current = index
      report('begun')
      await db.run(sql)
      report('done')
    }
  }
  const attempt = (): Promise<void> => migrateTo(db, all, options, { id, up, disableTransactions: false })
  try {
    await retrying(options.retry, attempt, () => report('waiting'))
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    const step = { migration: id, step: current + 1, total: steps.length, title: steps[current]?.title ?? '' }
    throw stepFailed(step, error, `nothing of this migration is kept: ${adviceFor(error, options)}`)
  }
}

interface MigratorRun {
  readonly id: string
  readonly up: () => Promise<void>
  readonly disableTransactions: boolean
}

/** Has Kysely's Migrator apply the one migration; the Migrator returns errors. */
async function migrateTo(
  db: Queryable,
  all: readonly MigrationFiles[],
  { patience }: RunnerOptions,
  { id, up, disableTransactions }: MigratorRun,
): Promise<void> {
  const provider = { getMigrations: async () => providing(all, id, up) }
  const { error } = await new Migrator({ db: kyselyOver(db, patience), provider, disableTransactions }).migrateTo(id)
  if (error !== undefined) throw error
}

/** Kysely wants to know of all migrations, but only one is run. */
function providing(all: readonly MigrationFiles[], id: string, up: () => Promise<void>): Record<string, Migration> {
  const other: Migration = {
    up: () => Promise.reject(new Error('Kysely runs another migration than the one that is next')),
  }
  return Object.fromEntries(all.map((migration) => [migration.id, migration.id === id ? { up } : other]))
}

/** Progress of a migration that Kysely has noted is of no use, and would be in the way after its down direction. */
async function forgetFinished(db: Queryable, ledger: readonly AppliedEntry[]): Promise<void> {
  if (ledger.length === 0 || !(await exists(db, 'dbgen.migration_steps'))) return
  await db.run(`
    delete from dbgen.migration_steps
    where direction = 'up' and migration in (select name from public.kysely_migration)`)
}
