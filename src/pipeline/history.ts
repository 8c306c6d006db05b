import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import { type MigrationFiles, verifyChain } from '../migrate/chain.js'
import { noHints, type Renames } from '../schema/hints.js'
import { emptySchema, type Schema } from '../schema/schema.js'
import { type ChainEntry, readSnapshot, SnapshotError } from '../schema/snapshot.js'

/** The name of the snapshot in the migrations folder. */
export const SNAPSHOT_FILE = 'snapshot.json'

/** What the migrations folder holds: the migrations so far and the schema that they lead to. */
export interface History {
  readonly migrations: readonly MigrationFiles[]
  readonly chain: readonly ChainEntry[]
  readonly schema: Schema
  /** Renames that the migrations did. */
  readonly renames: Renames
}

/** Reads the migrations folder. Throws SnapshotError where snapshot and migrations do not belong together. */
export async function readHistory(folder: string): Promise<History> {
  const migrations = await readMigrations(folder)
  const text = await readSnapshotFile(folder)
  if (text === undefined && migrations.length > 0) {
    throw new SnapshotError(
      `${SNAPSHOT_FILE} is missing beside ${migrations.length} migrations: restore it from version control`,
    )
  }
  const empty = { migrations: [], schema: emptySchema, renames: noHints.renames }
  const { migrations: chain, schema, renames } = text === undefined ? empty : readSnapshot(text)
  verifyChain(chain, migrations)
  return { migrations, chain, schema, renames }
}

/** The extensions that the migrations create; whether the migrations are as they were is not asked. */
export async function readExtensions(folder: string): Promise<readonly string[]> {
  const text = await readSnapshotFile(folder)
  return text === undefined ? [] : readSnapshot(text).schema.extensions
}

async function readSnapshotFile(folder: string): Promise<string | undefined> {
  return readFile(join(folder, SNAPSHOT_FILE), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
}
