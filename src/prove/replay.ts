import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { introspectAgain } from '../database/introspect-again.js'
import { introspectedFrom, notesOf, readerStamp } from '../database/introspect-notes.js'
import type { StoredStep } from '../migrate/step-text.js'
import {
  type Embedded,
  type EmbeddedInMemory,
  type EmbeddedOptions,
  keepAndOpen,
  openBase,
  openEmbedded,
  openPrepared,
  pgliteVersion,
} from './embedded.js'
import { messageOf } from './insert-sql.js'
import { runTransaction } from './measure.js'
import { prunePrepared, touchPrepared } from './prepared.js'
import { ProofFailed } from './proof-failed.js'

/** From this many characters of SQL on, loading what they led to is faster than running them. */
const LEAST_SQL = 20_000
/** Databases that are kept, of several projects and branches. */
const MOST_KEPT = 4
const PREFIX = 'replayed-'

/**
 * Opens an embedded PostgreSQL to which migrations have been applied. What many steps lead to is kept in the cache
 * folder, under the hash of the steps; only those behind it are run. Throws ProofFailed where one of them fails.
 */
export async function openReplayed(
  options: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<Embedded> {
  const { cacheFolder } = options
  if (cacheFolder === undefined) {
    const db = await openEmbedded(options)
    await orClose(db, () => replayAll(db, migrations))
    return db
  }
  const names = await namesOf(options, migrations)
  const [start, replayed] = await openLongest(cacheFolder, options, names)
  const rest = migrations.slice(replayed)
  await orClose(start, () => replayAll(start, rest))
  if (lengthOf(rest) < LEAST_SQL) return start
  const known = await orClose(start, () => introspectAgain(start, start.known))
  const file = { folder: cacheFolder, name: names.at(-1) ?? '' }
  const db = await keepAndOpen(file, options, start, notesOf(known))
  await prunePrepared(cacheFolder, PREFIX, MOST_KEPT)
  return { ...db, known }
}

/** Opens the database with the most of the migrations that was kept, and says how many; the empty one where none was. */
async function openLongest(
  folder: string,
  options: EmbeddedOptions,
  names: readonly string[],
): Promise<readonly [EmbeddedInMemory, number]> {
  const kept = new Set(await readdir(folder).catch(() => []))
  for (const [index, name] of [...names.entries()].reverse()) {
    const opened = kept.has(name) ? await openPrepared({ folder, name }, options) : undefined
    if (opened === undefined) continue
    await touchPrepared({ folder, name })
    return [{ ...opened.db, known: introspectedFrom(opened.notes) }, index + 1]
  }
  return [await openBase(folder, options), 0]
}

async function replayAll(db: Embedded, migrations: readonly (readonly StoredStep[])[]): Promise<void> {
  for (const steps of migrations) await replay(db, steps)
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

async function orClose<Result>(db: Embedded, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await db.close()
    throw error
  }
}

/** The name of what each beginning of the migrations leads to. */
async function namesOf(
  { extensions }: EmbeddedOptions,
  migrations: readonly (readonly StoredStep[])[],
): Promise<string[]> {
  const hash = createHash('sha256').update(
    JSON.stringify([await pgliteVersion(), readerStamp(), [...extensions].sort()]),
  )
  return migrations.map((steps) => {
    hash.update(JSON.stringify(steps.map(({ sql, transactional }) => [sql, transactional])))
    return `${PREFIX}${hash.copy().digest('hex').slice(0, 32)}.data`
  })
}
