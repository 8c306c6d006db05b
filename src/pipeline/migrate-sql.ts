import { connect } from '../database/connect.js'
import { checksumOfStep, readLedger, readProgress, readUnderWay } from '../database/ledger.js'
import { checksOf, type Direction, formatOf, stepsOf } from '../database/migration-files.js'
import { printScript, type ScriptedMigration, type ScriptedRest } from '../database/offline-script.js'
import type { Queryable } from '../database/queryable.js'
import { type DownTarget, downFrom } from '../database/runner-down.js'
import { MigrationConflict } from '../database/runner-errors.js'
import { inspect } from '../database/runner-repair.js'
import { type AppliedEntry, compareWithLedger, pendingOf } from '../database/runner-status.js'
import { extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { readVersion } from '../version.js'
import { type ProjectRequest, readProject } from './migrate.js'

/** What `migrate sql` is asked to print. */
export interface MigrateSqlRequest extends ProjectRequest {
  readonly direction: Direction
  /** The newest migration that the database has; undefined for none on the way up, for all on the way down. */
  readonly from: string | undefined
  /** The last migration to apply, or the one that stays; undefined for all, or for one step down. */
  readonly to: string | undefined
  /** A database to look at, for what it has; nothing is changed there. */
  readonly url: string | undefined
}

/** A script, and the migrations that it runs. */
export interface MigrateSqlReport {
  readonly script: string
  readonly migrations: readonly string[]
}

/** Prints a script that runs migrations without dbgen; empty where there is nothing to run. */
export async function migrateSql(request: MigrateSqlRequest): Promise<MigrateSqlReport> {
  const { migrations } = await readProject(request)
  const known =
    request.url === undefined
      ? { ledger: ledgerAt(migrations, request), rest: undefined }
      : await readDatabase(request.url, migrations, request.direction)
  const wanted =
    request.direction === 'up'
      ? wantedUp(known.ledger, migrations, request.to)
      : wantedDown(known.ledger, migrations, request.to)
  if (wanted.length === 0) return { script: '', migrations: [] }
  if (known.rest !== undefined && known.rest.migration !== wanted[0]?.id) {
    throw new MigrationConflict([`${known.rest.migration} was interrupted: it must be finished first`])
  }
  const script = printScript({
    direction: request.direction,
    format: migrations.some((each) => formatOf(each) === 'kysely') ? 'kysely' : 'sql',
    migrations: wanted.map((each) => scripted(each, migrations, request.direction)),
    before: chainOf(migrations, known.ledger.length),
    rest: known.rest?.rest,
    version: readVersion(),
  })
  return { script, migrations: wanted.map(({ id }) => id) }
}

function scripted(migration: MigrationFiles, all: readonly MigrationFiles[], direction: Direction): ScriptedMigration {
  return {
    id: migration.id,
    steps: stepsOf(migration, direction),
    checks: checksOf(migration, direction),
    chain: chainOf(all, all.indexOf(migration) + 1),
  }
}

function chainOf(migrations: readonly MigrationFiles[], count: number): ChainEntry[] {
  return migrations.slice(0, count).reduce<ChainEntry[]>(extendChain, [])
}

/** What a database has whose newest migration is `from`. */
function ledgerAt(migrations: readonly MigrationFiles[], { direction, from }: MigrateSqlRequest): AppliedEntry[] {
  const place = from === undefined ? undefined : placeOf(migrations, from)
  const count = place === undefined ? (direction === 'up' ? 0 : migrations.length) : place + 1
  return chainOf(migrations, count).map((entry) => ({
    ...entry,
    appliedAt: '',
    milliseconds: undefined,
    steps: undefined,
  }))
}

function wantedUp(
  ledger: readonly AppliedEntry[],
  migrations: readonly MigrationFiles[],
  to: string | undefined,
): MigrationFiles[] {
  const end = to === undefined ? migrations.length : placeOf(migrations, to) + 1
  return pendingOf(ledger, migrations).filter((migration) => migrations.indexOf(migration) < end)
}

function wantedDown(
  ledger: readonly AppliedEntry[],
  migrations: readonly MigrationFiles[],
  to: string | undefined,
): MigrationFiles[] {
  const target: DownTarget = to === undefined ? { kind: 'steps', count: 1 } : { kind: 'to', id: to }
  return downFrom(compareWithLedger(ledger, migrations, []), migrations, target)
}

function placeOf(migrations: readonly MigrationFiles[], id: string): number {
  const place = migrations.findIndex((migration) => migration.id === id)
  if (place === -1) throw new MigrationConflict([`there is no migration ${id}: dbgen migrate status lists them`])
  return place
}

interface Known {
  readonly ledger: readonly AppliedEntry[]
  readonly rest: { readonly migration: string; readonly rest: ScriptedRest } | undefined
}

async function readDatabase(url: string, migrations: readonly MigrationFiles[], direction: Direction): Promise<Known> {
  const db = await connect(url)
  try {
    await db.run('begin read only')
    const isKysely = migrations.some((each) => formatOf(each) === 'kysely')
    const { readKyselyLedger } = await import('../database/runner-kysely.js')
    const ledger = isKysely ? await readKyselyLedger(db, migrations) : await readLedger(db)
    return { ledger, rest: await readRest(db, migrations, direction) }
  } finally {
    await db.close()
  }
}

async function readRest(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  direction: Direction,
): Promise<Known['rest']> {
  const [run] = await readUnderWay(db)
  if (run === undefined) return undefined
  if (run.direction !== direction) {
    throw new MigrationConflict([
      `${run.migration} was interrupted on its way ${run.direction}: print that first, ${run.direction === 'up' ? 'without' : 'with'} --down`,
    ])
  }
  const migration = migrations.find(({ id }) => id === run.migration)
  const steps = migration === undefined ? [] : stepsOf(migration, direction)
  const records = [...(await readProgress(db, run.migration, direction)).values()]
  const done = records.filter(({ isFinished }) => isFinished)
  const isSame = done.every(({ step, checksum }) => {
    const now = steps[step - 1]
    return now !== undefined && checksumOfStep(now) === checksum
  })
  if (!isSame)
    throw new MigrationConflict([`${run.migration} was interrupted, and its steps were edited since: restore it`])
  const begun = records.find(({ isFinished }) => !isFinished)
  const found = begun === undefined ? undefined : await inspect(db, begun.sql)
  const rest = { stepsDone: done.length, begun: found?.outcome, tidySql: found?.tidySql }
  return { migration: run.migration, rest }
}
