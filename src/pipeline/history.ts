import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMigrations } from '../database/migration-files.js'
import { MigrationConflict } from '../database/runner-errors.js'
import { type MigrationFiles, parentIn, verifyChain } from '../migrate/chain.js'
import { noHints, type Renames } from '../schema/hints.js'
import { emptySchema, type Schema } from '../schema/schema.js'
import { type ChainEntry, hasMarkers, readSnapshot, type Snapshot, SnapshotError } from '../schema/snapshot.js'

/** The name of the snapshot in the migrations folder. */
export const SNAPSHOT_FILE = 'snapshot.json'

/** What the migrations folder holds: the migrations so far and the schema that they lead to. */
export interface History {
  /** Those of the chain, in their order. */
  readonly migrations: readonly MigrationFiles[]
  readonly chain: readonly ChainEntry[]
  readonly schema: Schema
  /** Renames that the migrations did. */
  readonly renames: Renames
  /** Migrations behind those of the chain that were written by hand and wait to be taken in by `generate`. */
  readonly byHand: readonly MigrationFiles[]
}

/** What the snapshot says before there is one. */
export const emptySnapshot: Snapshot = { migrations: [], schema: emptySchema, renames: noHints.renames }

/** Reads the migrations folder. Throws SnapshotError where snapshot and migrations do not belong together. */
export async function readHistory(folder: string): Promise<History> {
  const migrations = await readMigrations(folder)
  return historyOf(await readSnapshotOf(folder, migrations), migrations)
}

/** Reads the snapshot that goes with migrations. Throws SnapshotError where it is missing or broken. */
export async function readSnapshotOf(folder: string, migrations: readonly MigrationFiles[]): Promise<Snapshot> {
  const text = await readSnapshotText(folder)
  if (text === undefined && migrations.some(({ files }) => isGenerated(files))) {
    throw new SnapshotError(
      `${SNAPSHOT_FILE} is missing beside ${migrations.length} migrations: restore it from version control`,
    )
  }
  return text === undefined ? emptySnapshot : readSnapshot(text)
}

/** Lays the folder beside a snapshot. Throws SnapshotError where they do not belong together. */
export function historyOf(
  { migrations: chain, schema, renames }: Snapshot,
  folder: readonly MigrationFiles[],
): History {
  const byHand = verifyChain(chain, folder)
  const migrations = folder.filter((migration) => !byHand.includes(migration))
  return { migrations, chain, schema, renames, byHand }
}

/** The extensions that the migrations create; whether the migrations are as they were is not asked. */
export async function readExtensions(folder: string): Promise<readonly string[]> {
  const text = await readSnapshotText(folder)
  return text === undefined ? [] : readSnapshot(text).schema.extensions
}

/**
 * Throws MigrationConflict where the folder has migrations written by hand that nobody has tried out. Whether the others
 * and the snapshot go together is for the runner to say.
 */
export async function refuseNotTakenIn(folder: string, migrations: readonly MigrationFiles[]): Promise<void> {
  const text = await readSnapshotText(folder)
  if (text === undefined || hasMarkers(text)) return
  const { migrations: chain } = readSnapshot(text)
  const others = migrations.filter(
    (migration) => parentIn(migration) === undefined && !chain.some(({ id }) => id === migration.id),
  )
  if (others.length === 0) return
  const problems = others.map(
    ({ id }) => `${id} is written by hand and not tried out yet: run dbgen generate, which takes it in`,
  )
  throw new MigrationConflict(problems)
}

/** The text of the snapshot; undefined where there is none. */
export async function readSnapshotText(folder: string): Promise<string | undefined> {
  return readFile(join(folder, SNAPSHOT_FILE), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
}

function isGenerated(files: MigrationFiles['files']): boolean {
  return Object.values(files).some((text) => /^(?:--|\/\/) parent: /m.test(text))
}
