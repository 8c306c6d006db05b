import { dirname, join } from 'node:path'
import { noteBaseline } from '../database/runner-baseline.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { readVersion } from '../version.js'
import { readOutputOptions } from './compile.js'
import { type DatabaseChoice, withDatabase } from './database-choice.js'
import { type History, readHistory } from './history.js'
import { HistoryRefused } from './history-refused.js'
import { catalogBehind, driftFrom } from './verify.js'

/** What `migrate baseline` is asked to adopt. */
export interface BaselineRequest {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the migrations lie; undefined for the folder of the spec file. */
  readonly root: string | undefined
  readonly database: DatabaseChoice
  /** The last migration that the database has; undefined for all. */
  readonly to: string | undefined
  readonly cacheFolder: string
}

/** What `migrate baseline` noted. */
export interface BaselineReport {
  /** The database as a person names it, without a password. */
  readonly database: string
  /** Migrations that the ledger has now. */
  readonly noted: readonly string[]
  /** Migrations that are to be applied yet. */
  readonly pending: readonly string[]
}

const PATIENCE = 60_000

/**
 * Notes migrations as applied in a database that has what they lead to, but was not made by them. Throws DriftFound with
 * the differences where it has not, and MigrationConflict where it has migrations already.
 */
export async function baseline(request: BaselineRequest): Promise<BaselineReport> {
  const { root = dirname(request.specFile), cacheFolder } = request
  const folder = join(root, (await readOutputOptions(request.specFile)).migrations)
  const history = await readHistory(folder)
  const noted = upTo(history, request.to)
  const ids = noted.map(({ id }) => id)
  const expected = await catalogBehind(history, ids, cacheFolder)
  return withDatabase(request.database, folder, {}, async (db, database) => {
    const compare = async (): Promise<void> => {
      const drift = await driftFrom(db, expected)
      if (drift.length === 0) return
      const { DriftFound } = await import('../prove/drift-found.js')
      const what = `${database} is not what the migrations up to ${ids.at(-1)} lead to; nothing was noted`
      throw new DriftFound(what, drift)
    }
    await noteBaseline(db, noted, { version: readVersion(), patience: PATIENCE, compare })
    const pending = history.migrations.filter(({ id }) => !ids.includes(id)).map(({ id }) => id)
    return { database, noted: ids, pending }
  })
}

function upTo({ migrations }: History, to: string | undefined): readonly MigrationFiles[] {
  if (migrations.length === 0) throw new HistoryRefused(['there are no migrations yet: run dbgen generate first'])
  if (to === undefined) return migrations
  const end = migrations.findIndex(({ id }) => id === to)
  if (end === -1) throw new HistoryRefused([`there is no migration ${to}: dbgen migrate status lists them`])
  return migrations.slice(0, end + 1)
}
