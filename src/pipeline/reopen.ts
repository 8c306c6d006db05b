import { readMigrations } from '../database/migration-files.js'
import { checksumOf, type MigrationFiles, parentIn } from '../migrate/chain.js'
import { type ChainEntry, readSnapshot, type Snapshot, SnapshotError } from '../schema/snapshot.js'
import { catalogOfMigrations, catalogOfSchema } from './catalogs.js'
import { fileAt, type Git, openGit } from './git.js'
import { emptySnapshot, type History, historyOf, readSnapshotOf, SNAPSHOT_FILE } from './history.js'

/**
 * The history for `generate`: the newest migration is taken out of the chain again where it was written by hand, edited
 * since it was taken in, and not committed. Throws SnapshotError where it was edited and that is not known for sure.
 */
export async function readHistoryToExtend(folder: string, cacheFolder: string): Promise<History> {
  const migrations = await readMigrations(folder)
  const snapshot = await readSnapshotOf(folder, migrations)
  const edited = editedByHand(snapshot.migrations, migrations)
  if (edited === undefined) return historyOf(snapshot, migrations)
  return historyOf(await beforeNewest(folder, snapshot, edited, migrations, cacheFolder), migrations)
}

function editedByHand(chain: readonly ChainEntry[], migrations: readonly MigrationFiles[]): string | undefined {
  const newest = chain.at(-1)
  const migration = migrations.find(({ id }) => id === newest?.id)
  const isEdited = migration !== undefined && checksumOf(migration) !== newest?.checksum
  return isEdited && parentIn(migration) === undefined ? migration.id : undefined
}

async function beforeNewest(
  folder: string,
  snapshot: Snapshot,
  edited: string,
  migrations: readonly MigrationFiles[],
  cacheFolder: string,
): Promise<Snapshot> {
  const git = await openGit(folder)
  const refused = (why: string): SnapshotError =>
    new SnapshotError(
      `${edited} was edited after it was taken in, and ${why}: undo the edit, or write another migration`,
    )
  if (git === undefined) throw refused('without git nobody knows who has it already')
  const committed = await committedSnapshot(git)
  if (committed.migrations.some(({ id }) => id === edited)) throw refused('it is committed')
  const rest = snapshot.migrations.slice(0, -1)
  if (headText(committed.migrations) === headText(rest)) return committed
  if (await changesRowsAlone(snapshot, migrations, cacheFolder)) return { ...snapshot, migrations: rest }
  throw refused('migrations before it are not committed either, so that the schema before it is not known')
}

/** What the last commit has; an empty one before there is any. */
async function committedSnapshot(git: Git): Promise<Snapshot> {
  const text = await fileAt(git, 'HEAD', SNAPSHOT_FILE)
  return text === undefined ? emptySnapshot : readSnapshot(text)
}

function headText(chain: readonly ChainEntry[]): string {
  return chain.map((entry) => entry.chain).join()
}

/** Whether the migrations before the newest lead to the schema of the snapshot without it. */
async function changesRowsAlone(
  { schema, migrations: chain }: Snapshot,
  migrations: readonly MigrationFiles[],
  cacheFolder: string,
): Promise<boolean> {
  const { catalogDifferences } = await import('../prove/whole-catalog.js')
  const before = migrations.filter(({ id }) => chain.slice(0, -1).some((entry) => entry.id === id))
  const found = await catalogOfMigrations(before, schema.extensions, cacheFolder)
  return catalogDifferences(await catalogOfSchema(schema, cacheFolder), found).length === 0
}
