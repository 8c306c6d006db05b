import { introspect } from '../database/introspect.js'
import { readMigrations } from '../database/migration-files.js'
import { EMPTY_CHAIN, type MigrationFiles, parentIn, verifyChain } from '../migrate/chain.js'
import { type ChainEntry, hasMarkers, readSnapshot, type Snapshot } from '../schema/snapshot.js'
import { catalogOfMigrations, catalogOfSchema, openMigrations } from './catalogs.js'
import { type History, readSnapshotText } from './history.js'
import { HistoryRefused } from './history-refused.js'
import { findVersions } from './snapshot-versions.js'

/** Two branches that each added migrations behind the same one. */
export interface Branches {
  /** The branch whose migrations stay as they are, with all that was there before. */
  readonly theirs: History
  /** The migrations of the other branch, which come behind. */
  readonly ours: readonly MigrationFiles[]
  /** How many migrations both have; undefined where ours follow one that is no longer in the folder. */
  readonly shared: number | undefined
  /** How it was told which is which. */
  readonly reason: string
}

/** Finds out what the branches have. Throws HistoryRefused where there is nothing to be put behind the other. */
export async function findBranches(folder: string, onto: string | undefined, cacheFolder: string): Promise<Branches> {
  const migrations = await readMigrations(folder)
  const text = await readSnapshotText(folder)
  if (text === undefined) throw new HistoryRefused(['there is no snapshot.json: take that of either branch'])
  refuseWhole(text, migrations)
  const versions = await findVersions(folder, text, onto)
  if (versions === undefined) {
    throw new HistoryRefused([
      `no snapshot that is known has the migration ${onto}: take snapshot.json of the branch that has it, and run again`,
    ])
  }
  const { theirs, ours: other, reason, isExact } = versions
  const known = migrations.filter(({ id }) => theirs.migrations.some((entry) => entry.id === id))
  const ours = migrations.filter((migration) => !known.includes(migration))
  verifyChain(theirs.migrations, known)
  const history = { ...theirs, chain: theirs.migrations, migrations: known, byHand: [] }
  return {
    theirs: isExact ? history : await asReplayed(history, cacheFolder),
    ours,
    shared: countShared(theirs.migrations, ours, other),
    reason,
  }
}

/** What goes together was rebased already, however it was merged before. */
function refuseWhole(text: string, migrations: readonly MigrationFiles[]): void {
  if (hasMarkers(text)) return
  const { migrations: chain } = readSnapshot(text)
  if (chain.length !== migrations.length) return
  verifyChain(chain, migrations)
  throw new HistoryRefused(['there is nothing to rebase: snapshot.json knows all migrations of the folder'])
}

/** What ours follow: by the first that names it, else by what both snapshots have. */
function countShared(
  theirs: readonly ChainEntry[],
  ours: readonly MigrationFiles[],
  other: Snapshot | undefined,
): number | undefined {
  const parent = ours.map(parentIn).find((each) => each !== undefined)
  if (parent === EMPTY_CHAIN) return 0
  if (parent !== undefined) {
    const place = theirs.findIndex(({ chain }) => chain === parent)
    return place === -1 ? undefined : place + 1
  }
  if (other !== undefined) {
    const place = theirs.findIndex(({ chain }, index) => other.migrations[index]?.chain !== chain)
    return place === -1 ? theirs.length : place
  }
  return theirs.filter(({ id }) => ours.every((migration) => id < migration.id)).length
}

/** Where git mixed both schemas, theirs is what the migrations lead to. */
async function asReplayed(history: History, cacheFolder: string): Promise<History> {
  const { migrations, schema } = history
  const { catalogDifferences } = await import('../prove/whole-catalog.js')
  const replayed = await catalogOfMigrations(migrations, schema.extensions, cacheFolder)
  const said = await catalogOfSchema(schema, cacheFolder).catch(() => undefined)
  if (said !== undefined && catalogDifferences(replayed, said).length === 0) return history
  const db = await openMigrations(migrations, schema.extensions, cacheFolder)
  try {
    return { ...history, schema: { ...(await introspect(db)), sql: schema.sql } }
  } finally {
    await db.close()
  }
}
