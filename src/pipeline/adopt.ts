import { checksOf, stepsOf } from '../database/migration-files.js'
import { extendChain, type MigrationFiles } from '../migrate/chain.js'
import type { StoredCheck, StoredStep } from '../migrate/step-text.js'
import type { Embedded } from '../prove/embedded.js'
import type { Catalog } from '../prove/whole-catalog.js'
import { catalogOfSchema, extensionsIn, openMigrations } from './catalogs.js'
import type { History } from './history.js'
import type { Destination } from './migration.js'
import { runByHand, stepsPlace } from './run-by-hand.js'

/** A migration written by hand that is now one of the chain. */
export interface AdoptedMigration {
  readonly id: string
  /** `rows` where it leaves the schema as it was, `schema` where it leads to what the spec says. */
  readonly changes: 'rows' | 'schema'
}

/** The history with the migrations that were taken in. */
export interface Adoption {
  readonly history: History
  readonly adopted: readonly AdoptedMigration[]
}

/** How migrations are taken in. */
export interface AdoptionOptions {
  /** False leaves out the rows, and the way down and up again. */
  readonly proof: boolean
  readonly cacheFolder: string
}

/**
 * Takes in the migrations that were written by hand behind those of the chain: each is run behind the history with rows in
 * the tables, reversed and run again. It may leave the schema as it is, or lead to what the spec says. Throws ProofFailed
 * with the file and what differs.
 */
export async function adoptByHand(
  history: History,
  destination: Destination,
  options: AdoptionOptions,
): Promise<Adoption> {
  let current: History = { ...history, byHand: [] }
  const adopted: AdoptedMigration[] = []
  for (const migration of history.byHand) {
    const changes = await adoptOne(current, migration, destination, options)
    adopted.push({ id: migration.id, changes })
    current = {
      ...current,
      ...(changes === 'schema' ? { schema: destination.schema, renames: destination.hints.renames } : {}),
      migrations: [...current.migrations, migration],
      chain: extendChain(current.chain, migration),
    }
  }
  return { history: current, adopted }
}

async function adoptOne(
  history: History,
  migration: MigrationFiles,
  { schema }: Destination,
  { proof, cacheFolder }: AdoptionOptions,
): Promise<AdoptedMigration['changes']> {
  const parts = readParts(migration)
  const { ProofFailed } = await import('../prove/proof-failed.js')
  if (parts.up.length === 0) throw new ProofFailed(`${stepsPlace(migration, 'up')} has no SQL in it`, [])
  const db = await openMigrations(history.migrations, extensionsFor(history, migration, schema), cacheFolder)
  try {
    if (proof) await fill(db, history)
    const trial = await tryOut(db, migration, parts, proof)
    return await judge(migration, trial, () => catalogOfSchema(schema, cacheFolder))
  } finally {
    await db.close()
  }
}

interface Parts {
  readonly up: readonly StoredStep[]
  readonly down: readonly StoredStep[]
  readonly checks: readonly StoredCheck[]
}

function readParts(migration: MigrationFiles): Parts {
  const [up, down] = [stepsOf(migration, 'up'), stepsOf(migration, 'down')]
  return { up, down, checks: [...checksOf(migration, 'up'), ...checksOf(migration, 'down')] }
}

function extensionsFor(history: History, migration: MigrationFiles, schema: Destination['schema']): string[] {
  return [...new Set([...history.schema.extensions, ...schema.extensions, ...extensionsIn(migration)])]
}

async function fill(db: Embedded, { schema }: History): Promise<void> {
  const { insertRows } = await import('../prove/rows.js')
  await insertRows(db, schema)
}

interface Trial {
  readonly start: Catalog
  readonly after: Catalog
}

async function tryOut(db: Embedded, migration: MigrationFiles, parts: Parts, proof: boolean): Promise<Trial> {
  const { catalogDifferences, readCatalog } = await import('../prove/whole-catalog.js')
  const { ProofFailed } = await import('../prove/proof-failed.js')
  const { up, down, checks } = parts
  const expect = (what: string, wanted: Catalog, found: Catalog): void => {
    const differences = catalogDifferences(wanted, found)
    if (differences.length > 0) throw new ProofFailed(what, differences)
  }
  const start = await readCatalog(db)
  await runByHand(db, migration, 'up', up)
  const after = await readCatalog(db)
  if (!proof) return { start, after }
  for (const check of checks) await askCheck(db, migration, check)
  await runByHand(db, migration, 'down', down)
  expect(`${stepsPlace(migration, 'down')} does not lead back to where its up began`, start, await readCatalog(db))
  await runByHand(db, migration, 'up', up)
  expect(`${migration.id} leads elsewhere when it is applied a second time`, after, await readCatalog(db))
  return { start, after }
}

/** Whether rows stand in the way is for the real database to say; here the query only has to run. */
async function askCheck(db: Embedded, migration: MigrationFiles, { title, sql }: StoredCheck): Promise<void> {
  try {
    await db.query(sql)
  } catch (error) {
    const { ProofFailed } = await import('../prove/proof-failed.js')
    const { messageOf } = await import('../prove/insert-sql.js')
    throw new ProofFailed(`${migration.id}: the check "${title}" fails`, [messageOf(error), sql], error)
  }
}

async function judge(
  migration: MigrationFiles,
  { start, after }: Trial,
  fromSpec: () => Promise<Catalog>,
): Promise<AdoptedMigration['changes']> {
  const { catalogDifferences, withExtensionsOf } = await import('../prove/whole-catalog.js')
  if (catalogDifferences(start, after).length === 0) return 'rows'
  const differences = catalogDifferences(withExtensionsOf(await fromSpec(), start), after)
  if (differences.length === 0) return 'schema'
  const { ProofFailed } = await import('../prove/proof-failed.js')
  throw new ProofFailed(
    `${stepsPlace(migration, 'up')} changes the schema, but not to what the spec says: write what it makes into the spec, ` +
      'or leave to dbgen what the spec says beyond it',
    differences,
  )
}
