import { stepsOf } from '../database/migration-files.js'
import type { MigrationFiles } from '../migrate/chain.js'
import type { Catalog } from '../prove/whole-catalog.js'
import type { Schema } from '../schema/schema.js'
import type { Branches } from './branches.js'
import { catalogOfSchema, openMigrations } from './catalogs.js'
import { HistoryRefused } from './history-refused.js'
import { runByHand } from './run-by-hand.js'

const ADVICE =
  'settle it in the spec, which says what both branches want together, then run dbgen migrate rebase --replan: ours are ' +
  'then planned anew from their schema to that of the spec'

/**
 * Runs the migrations of both branches in both orders. Throws HistoryRefused where a step fails, or where the orders lead
 * to different catalogs: then the branches are not independent of each other.
 */
export async function expectIndependent(branches: Branches, target: Schema, cacheFolder: string): Promise<void> {
  const { theirs, ours, shared } = branches
  const needed = [...theirs.schema.extensions, ...target.extensions]
  const run = (first: readonly MigrationFiles[], then: readonly MigrationFiles[], what: string): Promise<Catalog> =>
    runInOrder(first, then, needed, what, cacheFolder)
  const last = theirs.migrations.at(-1)?.id ?? ''
  const behind = await run(theirs.migrations, ours, `ours behind ${last}`)
  if (shared === undefined) return expectTarget(behind, target, cacheFolder)
  const base = theirs.migrations.slice(0, shared)
  const before = await run([...base, ...ours], theirs.migrations.slice(shared), 'theirs behind ours')
  await refuseDifferences(
    before,
    behind,
    'it matters in which order both are applied: theirs first, it is not as ours first',
  )
}

/** Ours follow what was put behind theirs already: what they lead to must be what the spec says. */
async function expectTarget(found: Catalog, target: Schema, cacheFolder: string): Promise<void> {
  await refuseDifferences(
    await catalogOfSchema(target, cacheFolder),
    found,
    'ours behind theirs do not lead to the spec',
  )
}

async function refuseDifferences(expected: Catalog, found: Catalog, what: string): Promise<void> {
  const { catalogDifferences, withExtensionsOf } = await import('../prove/whole-catalog.js')
  const differences = catalogDifferences(withExtensionsOf(expected, found), withExtensionsOf(found, expected))
  if (differences.length === 0) return
  throw new HistoryRefused([what, ...differences.map((line) => `  ${line}`), ADVICE])
}

async function runInOrder(
  first: readonly MigrationFiles[],
  then: readonly MigrationFiles[],
  extensions: readonly string[],
  what: string,
  cacheFolder: string,
): Promise<Catalog> {
  const { readCatalog } = await import('../prove/whole-catalog.js')
  const { ProofFailed } = await import('../prove/proof-failed.js')
  const db = await openMigrations(first, extensions, cacheFolder)
  try {
    for (const migration of then) await runByHand(db, migration, 'up', stepsOf(migration, 'up'))
    return await readCatalog(db)
  } catch (error) {
    if (!(error instanceof ProofFailed)) throw error
    throw new HistoryRefused([`the branches collide, ${what}: ${error.message}`, ADVICE])
  } finally {
    await db.close()
  }
}
