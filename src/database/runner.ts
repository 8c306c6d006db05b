import { extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { countStepsDone, createLedger, readLedger, recordMigrationSql } from './ledger.js'
import { checksOf, formatOf, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { withRunnerLock } from './runner-lock.js'
import { type Applied, type MigrateOptions, type RunnerOptions, runnerOptions } from './runner-options.js'
import { settleSquash } from './runner-squash.js'
import { compareWithLedger, type MigrationStatus, pendingOf } from './runner-status.js'
import { runSteps, type StepsToRun } from './runner-steps.js'

/**
 * Applies what is pending, in order, one runner at a time; a run that was cut off is continued. Throws MigrationFailed,
 * MigrationLocked, and MigrationConflict where the folder and the database do not go together: then nothing is applied.
 */
export async function migrateUp(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  options: MigrateOptions,
): Promise<Applied[]> {
  const settled = runnerOptions(options)
  if (isKysely(migrations)) {
    const { migrateKyselyUp } = await import('./runner-kysely.js')
    return migrateKyselyUp(db, migrations, settled)
  }
  return withRunnerLock(db, settled.patience, () => applyPending(db, migrations, settled))
}

/** Every migration of the folder and of the database, without changing either. */
export async function migrationStatus(
  db: Queryable,
  migrations: readonly MigrationFiles[],
): Promise<MigrationStatus[]> {
  const stepsDone = await countStepsDone(db, 'up')
  if (isKysely(migrations)) {
    const { readKyselyLedger } = await import('./runner-kysely.js')
    return compareWithLedger(await readKyselyLedger(db, migrations), migrations, stepsDone)
  }
  return compareWithLedger(await readLedger(db), migrations, stepsDone)
}

async function applyPending(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied[]> {
  const ledger = await settleSquash(db, await readLedger(db), migrations)
  const pending = pendingOf(ledger, migrations)
  if (pending.length === 0) return []
  // All are read before the first is applied, so that one that cannot be read stops nothing half-way.
  const parts = pending.map((migration) => ({ steps: stepsOf(migration, 'up'), checks: checksOf(migration, 'up') }))
  await createLedger(db)
  const applied: Applied[] = []
  let chain: readonly ChainEntry[] = ledger
  for (const [index, migration] of pending.entries()) {
    applied.push(await applyOne(db, migration, parts[index] ?? { steps: [], checks: [] }, chain, options))
    chain = extendChain(chain, migration)
  }
  return applied
}

async function applyOne(
  db: Queryable,
  migration: MigrationFiles,
  { steps, checks }: Pick<StepsToRun, 'steps' | 'checks'>,
  chain: readonly ChainEntry[],
  options: RunnerOptions,
): Promise<Applied> {
  const startedAt = await serverTime(db)
  const started = performance.now()
  const finishSql = recordMigrationSql(extendChain(chain, migration), startedAt, options.version)
  await runSteps(db, { migration: migration.id, direction: 'up', steps, checks, finishSql }, options)
  return { id: migration.id, steps: steps.length, milliseconds: Math.round(performance.now() - started) }
}

async function serverTime(db: Queryable): Promise<string> {
  const [row = {}] = await db.query(`select clock_timestamp()::text as now`)
  return text(row, 'now')
}

function isKysely(migrations: readonly MigrationFiles[]): boolean {
  return migrations.some((migration) => formatOf(migration) === 'kysely')
}
