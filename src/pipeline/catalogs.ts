import { stepsOf } from '../database/migration-files.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import type { StoredStep } from '../migrate/step-text.js'
import type { Embedded, EmbeddedOptions } from '../prove/embedded.js'
import type { EmbeddedThread } from '../prove/embedded-thread.js'
import type { LiveCatalog } from '../prove/live-catalog.js'
import type { Catalog } from '../prove/whole-catalog.js'
import { emptySchema, type Schema } from '../schema/schema.js'

/** Opens an embedded PostgreSQL to which migrations were applied. Throws ProofFailed where one of them fails. */
export async function openMigrations(
  migrations: readonly MigrationFiles[],
  extensions: readonly string[],
  cacheFolder: string,
): Promise<Embedded> {
  const { openReplayed } = await import('../prove/replay.js')
  return openReplayed(...replayOf(migrations, extensions, cacheFolder))
}

/** The same in another thread, while this one goes on. */
export async function openMigrationsAhead(
  migrations: readonly MigrationFiles[],
  extensions: readonly string[],
  cacheFolder: string,
): Promise<EmbeddedThread> {
  const { openInThread } = await import('../prove/embedded-thread.js')
  return openInThread(...replayOf(migrations, extensions, cacheFolder))
}

function replayOf(
  migrations: readonly MigrationFiles[],
  extensions: readonly string[],
  cacheFolder: string,
): [EmbeddedOptions, StoredStep[][]] {
  const needed = [...new Set([...extensions, ...migrations.flatMap(extensionsIn)])]
  return [{ extensions: needed, cacheFolder }, migrations.map((migration) => [...stepsOf(migration, 'up')])]
}

/** The catalog that migrations lead to. Throws ProofFailed where one of them fails. */
export async function catalogOfMigrations(
  migrations: readonly MigrationFiles[],
  extensions: readonly string[],
  cacheFolder: string,
): Promise<Catalog> {
  return readCatalogOf(await openMigrations(migrations, extensions, cacheFolder))
}

/** The same with what can be compared with a server. */
export async function liveCatalogOfMigrations(
  migrations: readonly MigrationFiles[],
  extensions: readonly string[],
  cacheFolder: string,
): Promise<LiveCatalog> {
  return readLiveCatalogOf(await openMigrations(migrations, extensions, cacheFolder))
}

/** The catalog of a database in which the schema is made from nothing. Throws ProofFailed where that fails. */
export async function catalogOfSchema(schema: Schema, cacheFolder: string): Promise<Catalog> {
  return readCatalogOf(await openSchema(schema, cacheFolder))
}

/** The same with what can be compared with a server. */
export async function liveCatalogOfSchema(schema: Schema, cacheFolder: string): Promise<LiveCatalog> {
  return readLiveCatalogOf(await openSchema(schema, cacheFolder))
}

async function openSchema(schema: Schema, cacheFolder: string): Promise<Embedded> {
  const { openReplayed } = await import('../prove/replay.js')
  const steps = planSchemas(emptySchema, schema).up.map(
    ({ title, transactional, statements }): StoredStep => ({ title, transactional, sql: statements.join('\n') }),
  )
  return openReplayed({ extensions: schema.extensions, cacheFolder }, [steps])
}

async function readCatalogOf(db: Embedded): Promise<Catalog> {
  const { readCatalog } = await import('../prove/whole-catalog.js')
  return thenClose(db, readCatalog)
}

async function readLiveCatalogOf(db: Embedded): Promise<LiveCatalog> {
  const { readLiveCatalog } = await import('../prove/live-catalog.js')
  return thenClose(db, readLiveCatalog)
}

async function thenClose<Result>(db: Embedded, work: (db: Embedded) => Promise<Result>): Promise<Result> {
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The extensions that a migration creates: the embedded PostgreSQL must be opened with them. */
export function extensionsIn(migration: MigrationFiles): string[] {
  const sql = stepsOf(migration, 'up').map((step) => step.sql)
  const pattern = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([a-z_]\w*))/gi
  return sql.flatMap((text) => [...text.matchAll(pattern)].map(([, quoted, plain]) => quoted ?? plain ?? ''))
}
