import { dirname, join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import { migrateUp as applyUp, migrationStatus as readStatus } from '../database/runner.js'
import { MigrationConflict } from '../database/runner-errors.js'
import type { MigrationStatus } from '../database/runner-status.js'
import type { StepProgress } from '../database/runner-steps.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { readVersion } from '../version.js'
import { readOutputOptions } from './compile.js'
import { type DatabaseChoice, withDatabase } from './database-choice.js'
import { refuseNotTakenIn } from './history.js'

/** What `migrate status` is asked to look at. */
export interface MigrationStatusRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  readonly database: DatabaseChoice
}

/** What `migrate up` is asked to do. */
export interface MigrateUpRequest extends MigrationStatusRequest {
  /** The last migration to apply; undefined for all. */
  readonly to: string | undefined
  /** Told of every step. */
  readonly onStep: (step: StepProgress) => void
}

/** What `migrate up` did. */
export interface MigrateUpReport {
  /** The database as a person names it, without a password: `postgres://bob@localhost:5432/shop`. */
  readonly database: string
  readonly applied: readonly { readonly id: string; readonly steps: number; readonly milliseconds: number }[]
  readonly alreadyApplied: number
}

/** Which migrations a database has. */
export interface MigrationStatusReport {
  readonly database: string
  readonly migrations: readonly Pick<MigrationStatus, 'id' | 'state' | 'appliedAt' | 'problem'>[]
}

/** Applies the migrations of a project that a database does not have yet. */
export async function migrateUp(request: MigrateUpRequest): Promise<MigrateUpReport> {
  const { migrations, folder } = await readProject(request)
  await refuseNotTakenIn(folder, migrations)
  return withDatabase(request.database, folder, async (db, database) => {
    const statuses = await readStatus(db, migrations)
    const wanted = upTo(migrations, statuses, request.to)
    const applied = await applyUp(db, wanted, { version: readVersion(), onStep: request.onStep })
    return { database, applied, alreadyApplied: statuses.filter(({ state }) => state === 'applied').length }
  })
}

/** Lays the migrations of a project beside those that a database has; changes neither. */
export async function migrationStatus(request: MigrationStatusRequest): Promise<MigrationStatusReport> {
  const { migrations, folder } = await readProject(request)
  return withDatabase(request.database, folder, async (db, database) => ({
    database,
    migrations: await readStatus(db, migrations),
  }))
}

async function readProject({ specFile, root = dirname(specFile) }: MigrationStatusRequest) {
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
