import { introspect } from '../database/introspect.js'
import type { Schema } from '../schema/schema.js'
import type { ChainEntry, Snapshot } from '../schema/snapshot.js'
import { hasMarkers, readSnapshot } from '../schema/snapshot.js'
import { openMigrations } from './catalogs.js'
import { fileAt, type Git, openGit } from './git.js'
import { type History, SNAPSHOT_FILE } from './history.js'

/** How many commits are looked through for an older snapshot. */
const MOST_COMMITS = 500

/**
 * The schema that the first `count` migrations lead to: of the snapshot where that is all, else of an older snapshot that git
 * has, else as PostgreSQL prints it, with the blocks of SQL of today.
 */
export async function schemaAt(folder: string, history: History, count: number, cacheFolder: string): Promise<Schema> {
  if (count === history.chain.length) return history.schema
  const git = await openGit(folder)
  const older = git === undefined ? undefined : await findSnapshot(git, history.chain.slice(0, count))
  return older?.schema ?? readSchema(history, count, cacheFolder)
}

async function findSnapshot(git: Git, chain: readonly ChainEntry[]): Promise<Snapshot | undefined> {
  const head = chain.at(-1)?.chain
  const log = await git.ask('log', `--max-count=${MOST_COMMITS}`, '--format=%H', '--', SNAPSHOT_FILE)
  for (const commit of log?.split('\n') ?? []) {
    const text = await fileAt(git, commit, SNAPSHOT_FILE)
    const snapshot = text === undefined || hasMarkers(text) ? undefined : readableSnapshot(text)
    if (snapshot?.migrations.at(-1)?.chain === head) return snapshot
  }
  return undefined
}

/** One that another version wrote is of no use. */
function readableSnapshot(text: string): Snapshot | undefined {
  try {
    return readSnapshot(text)
  } catch {
    return undefined
  }
}

async function readSchema({ migrations, schema }: History, count: number, cacheFolder: string): Promise<Schema> {
  const db = await openMigrations(migrations.slice(0, count), schema.extensions, cacheFolder)
  try {
    return { ...(await introspect(db)), sql: schema.sql }
  } finally {
    await db.close()
  }
}
