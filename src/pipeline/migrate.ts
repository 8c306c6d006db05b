import { dirname, join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import type { Queryable } from '../database/queryable.js'
import { migrateDown as applyDown, migrateUp as applyUp, migrationStatus as readStatus } from '../database/runner.js'
import type { DownTarget } from '../database/runner-down.js'
import { MigrationConflict } from '../database/runner-errors.js'
import type { Applied, MigrateOptions } from '../database/runner-options.js'
import type { MigrationStatus } from '../database/runner-status.js'
import type { StepProgress } from '../database/runner-steps.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { readVersion } from '../version.js'
import { readOutputOptions } from './compile.js'
import { type DatabaseChoice, type OpenWatch, withDatabase } from './database-choice.js'
import { refuseNotTakenIn } from './history.js'
import { type PendingWork, pendingWork } from './pending-work.js'

/** Which project. */
export interface ProjectRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
}

/** What `migrate status` is asked to look at. */
export interface MigrationStatusRequest extends ProjectRequest {
  readonly database: DatabaseChoice
}

/** How steps are run and told; what is left out has a value for production. */
export interface RunRequest extends MigrationStatusRequest {
  /** Told of every step. */
  readonly onStep: (step: StepProgress) => void
  /** Told that the connection is lost and another one is tried for. */
  readonly onLost: () => void
  /** Cancels the statement at work and ends the run. */
  readonly signal: AbortSignal
  /** Milliseconds that a step waits for the lock of a table at each attempt; undefined for 900. */
  readonly lockTimeout: number | undefined
  /** How often a step tries for a lock; undefined for 8 times. */
  readonly attempts: number | undefined
}

/** What `migrate up` is asked to do. */
export interface MigrateUpRequest extends RunRequest {
  /** The last migration to apply; undefined for all. */
  readonly to: string | undefined
}

/** What `migrate down` is asked to do. */
export interface MigrateDownRequest extends RunRequest {
  readonly target: DownTarget
}

/** What `migrate up` did. */
export interface MigrateUpReport {
  /** The database as a person names it, without a password: `postgres://bob@localhost:5432/shop`. */
  readonly database: string
  readonly applied: readonly Applied[]
  readonly alreadyApplied: number
}

/** What `migrate down` did. */
export interface MigrateDownReport {
  readonly database: string
  /** The newest first. */
  readonly takenBack: readonly Applied[]
  /** How many migrations the database still has. */
  readonly left: number
}

/** Which migrations a database has. */
export interface MigrationStatusReport {
  readonly database: string
  readonly migrations: readonly (Pick<
    MigrationStatus,
    'id' | 'state' | 'appliedAt' | 'underWay' | 'stepsDone' | 'problem'
  > & {
    /** What the steps of a pending one are going to do with large tables. */
    readonly work: readonly PendingWork[]
  })[]
}

/** Applies the migrations of a project that a database does not have yet. */
export async function migrateUp(request: MigrateUpRequest): Promise<MigrateUpReport> {
  const { migrations, folder } = await readProject(request)
  await refuseNotTakenIn(folder, migrations)
  const applied: Applied[] = []
  let alreadyApplied: number | undefined
  return withDatabase(request.database, folder, request, async (db, database, openWatch) => {
    const statuses = await readStatus(db, migrations)
    alreadyApplied ??= statuses.filter(({ state }) => state === 'applied').length
    const wanted = upTo(migrations, statuses, request.to)
    await applyUp(
      db,
      wanted,
      optionsOf(request, openWatch, (each) => applied.push(each)),
    )
    return { database, applied, alreadyApplied }
  })
}

/** Takes the newest migrations of a database back. */
export async function migrateDown(request: MigrateDownRequest): Promise<MigrateDownReport> {
  const { migrations, folder } = await readProject(request)
  const takenBack: Applied[] = []
  let { target } = request
  return withDatabase(request.database, folder, request, async (db, database, openWatch) => {
    target = await settledTarget(db, migrations, target)
    await applyDown(
      db,
      migrations,
      target,
      optionsOf(request, openWatch, (each) => takenBack.push(each)),
    )
    const left = (await readStatus(db, migrations)).filter(({ state }) => state !== 'pending').length
    return { database, takenBack, left }
  })
}

/** A number of steps would be counted again after a lost connection; the migration that stays is the same then. */
async function settledTarget(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  target: DownTarget,
): Promise<DownTarget> {
  if (target.kind !== 'steps') return target
  const applied = (await readStatus(db, migrations)).filter(({ state }) => state !== 'pending')
  const last = applied[applied.length - target.count - 1]
  return last === undefined ? { kind: 'all' } : { kind: 'to', id: last.id }
}

function optionsOf(
  { onStep, signal, lockTimeout, attempts }: RunRequest,
  openWatch: OpenWatch | undefined,
  onApplied: (applied: Applied) => void,
): MigrateOptions {
  return {
    version: readVersion(),
    onStep,
    onApplied,
    signal,
    openWatch,
    ...(lockTimeout === undefined ? {} : { lockTimeout }),
    ...(attempts === undefined ? {} : { attempts }),
  }
}

/** Lays the migrations of a project beside those that a database has; changes neither. */
export async function migrationStatus(request: MigrationStatusRequest): Promise<MigrationStatusReport> {
  const { migrations, folder } = await readProject(request)
  return withDatabase(request.database, folder, {}, async (db, database) => {
    const found: MigrationStatusReport['migrations'][number][] = []
    for (const status of await readStatus(db, migrations)) {
      found.push({ ...status, work: await pendingWork(db, status, migrations) })
    }
    return { database, migrations: found }
  })
}

/** The migrations of a project. */
export async function readProject({ specFile, root = dirname(specFile) }: ProjectRequest): Promise<{
  readonly folder: string
  readonly migrations: readonly MigrationFiles[]
}> {
  const output = await readOutputOptions(specFile)
  const folder = join(root, output.migrations)
  return { folder, migrations: await readMigrations(folder) }
}

/** The migrations as far as the one that is asked for, and no fewer than the database has already. */
function upTo(
  migrations: readonly MigrationFiles[],
  statuses: readonly MigrationStatus[],
  to: string | undefined,
): readonly MigrationFiles[] {
  if (to === undefined) return migrations
  const end = migrations.findIndex(({ id }) => id === to)
  if (end === -1) throw new MigrationConflict([`there is no migration ${to}: dbgen migrate status lists them`])
  const isKnown = ({ id }: MigrationFiles) => statuses.some((status) => status.id === id && status.state !== 'pending')
  return migrations.slice(0, Math.max(end, migrations.findLastIndex(isKnown)) + 1)
}
