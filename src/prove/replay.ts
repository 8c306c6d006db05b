import { createHash } from 'node:crypto'
import type { StoredStep } from '../migrate/step-text.js'
import { type Embedded, type EmbeddedOptions, openEmbedded, openPrepared, pgliteVersion } from './embedded.js'
import { messageOf } from './insert-sql.js'
import { runTransaction } from './measure.js'
import { keepPrepared, type PreparedFile, prunePrepared } from './prepared.js'
import { ProofFailed } from './proof-failed.js'

/** From this many characters of SQL on, loading what they led to is faster than running them. */
const LEAST_SQL = 20_000
/** Databases that are kept, of several projects and branches. */
const MOST_KEPT = 4
const PREFIX = 'replayed-'

/**
 * Opens an embedded PostgreSQL to which migrations have been applied. What many steps lead to is kept in the cache
 * folder, under the hash of the steps. Throws ProofFailed where one of them fails.
 */
export async function openReplayed(
  options: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<Embedded> {
  const { cacheFolder: folder } = options
  if (folder === undefined || lengthOf(migrations) < LEAST_SQL) return replayFresh(options, migrations)
  const file = { folder, name: await nameOf(options, migrations) }
  return (await openPrepared(file, options)) ?? (await replayAndKeep(file, options, migrations))
}

/** Runs every step of a migration that was written before. */
export async function replay(db: Embedded, steps: readonly StoredStep[]): Promise<void> {
  for (const step of steps) await runStored(db, step)
}

async function runStored(db: Embedded, { title, sql, transactional }: StoredStep): Promise<void> {
  try {
    await (transactional ? runTransaction(db, sql) : db.run(sql))
  } catch (error) {
    throw new ProofFailed(`the step "${title}" of an earlier migration fails`, [messageOf(error)], error)
  }
}

function lengthOf(migrations: readonly (readonly StoredStep[])[]): number {
  return migrations.flat().reduce((sum, { sql }) => sum + sql.length, 0)
}

async function replayFresh(
  options: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<Embedded> {
  const db = await openEmbedded(options)
  try {
    for (const steps of migrations) await replay(db, steps)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function replayAndKeep(
  file: PreparedFile,
  options: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<Embedded> {
  const db = await replayFresh(options, migrations)
  await keepPrepared(file, await db.pglite.dumpDataDir('gzip'))
  await prunePrepared(file.folder, PREFIX, MOST_KEPT)
  return db
}

async function nameOf(
  { extensions }: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<string> {
  const steps = migrations.map((each) => each.map(({ sql, transactional }) => [sql, transactional]))
  const hash = createHash('sha256').update(JSON.stringify([await pgliteVersion(), [...extensions].sort(), steps]))
  return `${PREFIX}${hash.digest('hex').slice(0, 32)}.data`
}
