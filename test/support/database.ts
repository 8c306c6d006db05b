import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { emptySchema, type Schema } from '../../src/schema/schema.js'
import { createTestDatabase } from './server.js'

/** The embedded PostgreSQL, and a real server. */
export const databaseKinds = ['pglite', 'postgres'] as const

export type DatabaseKind = (typeof databaseKinds)[number]

/** An empty database of its own, with the schema of a spec. */
export interface SpecDatabase {
  /** As `createDatabase` takes it. */
  readonly connection: string | PGlite
  /** Also fine when somebody closed it already. */
  close(): Promise<void>
}

/** Opens a database whose schema was made by our own planner. */
export async function openDatabase(kind: DatabaseKind, specFile: string): Promise<SpecDatabase> {
  const schema = schemaOf(await compileSpec(specFile))
  return kind === 'pglite' ? openPGlite(schema) : openServer(schema)
}

async function openPGlite(schema: Schema): Promise<SpecDatabase> {
  const cacheFolder = join(tmpdir(), 'dbgen-test-pglite')
  const { pglite, run } = await openEmbedded({ extensions: schema.extensions, cacheFolder })
  for (const statement of statementsFor(schema)) await run(statement)
  return {
    connection: pglite,
    close: async () => {
      if (!pglite.closed) await pglite.close()
    },
  }
}

async function openServer(schema: Schema): Promise<SpecDatabase> {
  const { url, drop } = await createTestDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statementsFor(schema)) await client.query(statement)
  } finally {
    await client.end()
  }
  return { connection: url, close: drop }
}

function statementsFor(schema: Schema): string[] {
  return planSchemas(emptySchema, schema).up.flatMap(({ statements }) => statements)
}
