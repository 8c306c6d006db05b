import { dirname, join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import type { Queryable } from '../database/queryable.js'
import { migrationStatus } from '../database/runner.js'
import type { Drift } from '../prove/drift-schema.js'
import type { LiveCatalog } from '../prove/live-catalog.js'
import { openSameSql } from '../spec/same-sql.js'
import { liveCatalogOfMigrations, liveCatalogOfSchema } from './catalogs.js'
import { readOutputOptions } from './compile.js'
import { type DatabaseChoice, withDatabase } from './database-choice.js'
import { type History, readHistory } from './history.js'

/** What `migrate verify` is asked to compare. */
export interface VerifyRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  /** Undefined where only the migrations and the snapshot are to be compared. */
  readonly database: DatabaseChoice | undefined
  readonly cacheFolder: string
}

/** What `migrate verify` found. */
export interface VerifyReport {
  /** How many migrations the snapshot has. */
  readonly migrations: number
  /** Where the migrations, replayed, do not lead to the snapshot. */
  readonly replay: readonly Drift[]
  readonly database: VerifiedDatabase | undefined
}

/** A database beside the migrations that it has. */
export interface VerifiedDatabase {
  /** The database as a person names it, without a password. */
  readonly name: string
  readonly applied: readonly string[]
  readonly pending: readonly string[]
  /** Why the database cannot be compared, or why what is found may come from a migration that was cut off. */
  readonly problems: readonly string[]
  /** Where the database is not what the migrations that it has lead to. */
  readonly drift: readonly Drift[]
}

/**
 * Replays the migrations on an embedded PostgreSQL and compares what they lead to with the snapshot and with a database,
 * which is only read. Throws SnapshotError where folder and snapshot do not go together, and ConnectionFailed.
 */
export async function verifyMigrations(request: VerifyRequest): Promise<VerifyReport> {
  const { root = dirname(request.specFile), database, cacheFolder } = request
  const folder = join(root, (await readOutputOptions(request.specFile)).migrations)
  const history = await readHistory(folder)
  const { findDrift } = await import('../prove/drift.js')
  const expected = await liveCatalogOfSchema(history.schema, cacheFolder)
  const replayed = await liveCatalogOfMigrations(history.migrations, history.schema.extensions, cacheFolder)
  return {
    migrations: history.chain.length,
    replay: findDrift(expected, replayed, await openSameSql()),
    database:
      database === undefined
        ? undefined
        : await withDatabase(database, folder, {}, async (db, name) => ({
            name,
            ...(await verifyDatabase(db, folder, history, replayed, cacheFolder)),
          })),
  }
}

/** `replayed` is what all migrations lead to. */
async function verifyDatabase(
  db: Queryable,
  folder: string,
  history: History,
  replayed: LiveCatalog,
  cacheFolder: string,
): Promise<Omit<VerifiedDatabase, 'name'>> {
  const statuses = await migrationStatus(db, await readMigrations(folder))
  const namesOf = (state: string): string[] => statuses.filter((each) => each.state === state).map(({ id }) => id)
  const [applied, pending] = [namesOf('applied'), namesOf('pending')]
  const problems = statuses.flatMap(({ problem }) => problem ?? [])
  if (problems.length > 0) return { applied, pending, problems, drift: [] }
  const isUnderWay = statuses.filter(({ stepsDone }) => stepsDone > 0)
  const hasAll = history.migrations.every(({ id }) => applied.includes(id))
  const expected = hasAll ? replayed : await catalogBehind(history, applied, cacheFolder)
  return {
    applied,
    pending,
    problems: isUnderWay.map(({ id }) => `${id} is applied in part: run dbgen migrate up to the end first`),
    drift: await driftFrom(db, expected),
  }
}

/** What the migrations of these ids lead to, as it can be compared with a server. */
export async function catalogBehind(
  { migrations, schema }: Pick<History, 'migrations' | 'schema'>,
  ids: readonly string[],
  cacheFolder: string,
): Promise<LiveCatalog> {
  const done = migrations.filter(({ id }) => ids.includes(id))
  return liveCatalogOfMigrations(done, schema.extensions, cacheFolder)
}

/** Where a database is not what it should be. Reads alone. */
export async function driftFrom(db: Queryable, expected: LiveCatalog): Promise<Drift[]> {
  const { findDrift } = await import('../prove/drift.js')
  const { readLiveCatalog } = await import('../prove/live-catalog.js')
  return findDrift(expected, await readLiveCatalog(db), await openSameSql())
}
