import { extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { ChainEntry } from '../schema/snapshot.js'
import {
  createLedger,
  forgetMigrationSql,
  type LedgerEntry,
  readLedger,
  readUnderWay,
  recordMigrationSql,
} from './ledger.js'
import { checksOf, type Direction, formatOf, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { type DownTarget, downFrom, expectNoOther } from './runner-down.js'
import { expectNotInterrupted, ledgerFailed } from './runner-errors.js'
import { withRunnerLock } from './runner-lock.js'
import { type Applied, type MigrateOptions, type RunnerOptions, runnerOptions } from './runner-options.js'
import { settleSquash } from './runner-squash.js'
import { compareWithLedger, type MigrationStatus, pendingOf } from './runner-status.js'
import { runSteps } from './runner-steps.js'
import { openWatcher } from './runner-watch.js'

/**
 * Applies what is pending, in order, one runner at a time; a run that was cut off is continued. Throws MigrationFailed,
 * MigrationLocked, MigrationInterrupted, and MigrationConflict where the folder and the database do not go together:
 * then nothing is applied.
 */
export async function migrateUp(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  options: MigrateOptions,
): Promise<Applied[]> {
  return underLock(db, options, async (settled) => {
    if (!isKysely(migrations)) return applyPending(db, migrations, settled)
    const { migrateKyselyUp } = await import('./runner-kysely.js')
    return migrateKyselyUp(db, migrations, settled)
  })
}

/**
 * Takes the newest migrations back, one after the other; a run that was cut off is continued. Throws as `migrateUp`
 * does.
 */
export async function migrateDown(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  target: DownTarget,
  options: MigrateOptions,
): Promise<Applied[]> {
  return underLock(db, options, async (settled) => {
    if (!isKysely(migrations)) return takeBack(db, migrations, target, settled)
    const { migrateKyselyDown } = await import('./runner-kysely.js')
    return migrateKyselyDown(db, migrations, target, settled)
  })
}

/**
 * Every migration of the folder and of the database, without changing either. Throws MigrationFailed where others hold a
 * lock on the ledger.
 */
export async function migrationStatus(
  db: Queryable,
  migrations: readonly MigrationFiles[],
): Promise<MigrationStatus[]> {
  return readStatuses(db, migrations).catch((error: unknown) => {
    throw ledgerFailed(error)
  })
}

async function readStatuses(db: Queryable, migrations: readonly MigrationFiles[]): Promise<MigrationStatus[]> {
  const runs = await readUnderWay(db)
  if (isKysely(migrations)) {
    const { readKyselyLedger } = await import('./runner-kysely.js')
    return compareWithLedger(await readKyselyLedger(db, migrations), migrations, runs)
  }
  return compareWithLedger(await readLedger(db), migrations, runs)
}

async function underLock<Result>(
  db: Queryable,
  options: MigrateOptions,
  work: (options: RunnerOptions) => Promise<Result>,
): Promise<Result> {
  const settled = runnerOptions(options)
  const { openWatch: open, signal, lockTimeout } = settled
  return withRunnerLock(db, settled, async () => {
    const watcher = open === undefined ? settled.watcher : await openWatcher(db, { open, signal, lockTimeout })
    try {
      return await work({ ...settled, watcher })
    } catch (error) {
      throw ledgerFailed(error)
    } finally {
      await watcher.close()
    }
  })
}

async function applyPending(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  options: RunnerOptions,
): Promise<Applied[]> {
  expectNoOther(await readUnderWay(db), 'up')
  const ledger = await settleSquash(db, await readLedger(db), migrations)
  const pending = pendingOf(ledger, migrations)
  if (pending.length === 0) return []
  expectReadable(pending, 'up')
  await createLedger(db)
  const applied: Applied[] = []
  let chain: readonly ChainEntry[] = ledger.map(entryOf)
  for (const migration of pending) {
    chain = extendChain(chain, migration)
    applied.push(await applyOne(db, migration, chain, options))
  }
  return applied
}

async function applyOne(
  db: Queryable,
  migration: MigrationFiles,
  chain: readonly ChainEntry[],
  options: RunnerOptions,
): Promise<Applied> {
  const steps = stepsOf(migration, 'up')
  const startedAt = await serverTime(db)
  const finishSql = recordMigrationSql({ chain, steps, startedAt, version: options.version })
  return runOne(db, migration, 'up', finishSql, options)
}

async function takeBack(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  target: DownTarget,
  options: RunnerOptions,
): Promise<Applied[]> {
  const runs = await readUnderWay(db)
  expectNoOther(runs, 'down')
  const ledger = await settleSquash(db, await readLedger(db), migrations)
  const leaving = downFrom(compareWithLedger(ledger, migrations, runs), migrations, target)
  expectReadable(leaving, 'down')
  const applied: Applied[] = []
  for (const migration of leaving) {
    applied.push(await runOne(db, migration, 'down', forgetMigrationSql(migration.id), options))
  }
  return applied
}

async function runOne(
  db: Queryable,
  migration: MigrationFiles,
  direction: Direction,
  finishSql: string,
  options: RunnerOptions,
): Promise<Applied> {
  expectNotInterrupted(options.signal, migration.id)
  const started = performance.now()
  const [steps, checks] = [stepsOf(migration, direction), checksOf(migration, direction)]
  await runSteps(db, { migration: migration.id, direction, steps, checks, finishSql }, options)
  const done = { id: migration.id, steps: steps.length, milliseconds: Math.round(performance.now() - started) }
  options.onApplied(done)
  return done
}

/** All are read before the first is run, so that one that cannot be read stops nothing half-way. */
function expectReadable(migrations: readonly MigrationFiles[], direction: Direction): void {
  for (const migration of migrations) {
    stepsOf(migration, direction)
    checksOf(migration, direction)
  }
}

function entryOf({ id, checksum, chain }: LedgerEntry): ChainEntry {
  return { id, checksum, chain }
}

async function serverTime(db: Queryable): Promise<string> {
  const [row = {}] = await db.query(`select clock_timestamp()::text as now`)
  return text(row, 'now')
}

function isKysely(migrations: readonly MigrationFiles[]): boolean {
  return migrations.some((migration) => formatOf(migration) === 'kysely')
}
