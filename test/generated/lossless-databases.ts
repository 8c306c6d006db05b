import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { PGliteLike } from '../../generated-sample/src/db/pglite-pool.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import type { Model } from '../../src/model/model.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { emptySchema } from '../../src/schema/schema.js'
import { createTestDatabase } from '../support/server.js'
import type { Oracle } from './lossless-oracle.js'

/** A database that is used for one spec after the other. */
export interface ReusedDatabase {
  readonly kind: 'pglite' | 'postgres'
  /** As `createDatabase` takes it. */
  readonly connection: string | PGliteLike
  readonly oracle: Oracle
  /** Empties it and makes the tables of a spec. */
  reset(model: Model): Promise<void>
  close(): Promise<void>
}

/** An embedded PostgreSQL, which stays open when the code that uses it closes it. */
export async function openReusedPGlite(): Promise<ReusedDatabase> {
  const cacheFolder = join(tmpdir(), 'dbgen-test-pglite')
  const { pglite, run } = await openEmbedded({ extensions: ['citext', 'ltree'], cacheFolder })
  const connection: PGliteLike = {
    waitReady: pglite.waitReady,
    parsers: pglite.parsers,
    serializers: pglite.serializers,
    query: (text, values, options) => pglite.query(text, values, options),
    exec: (text, options) => pglite.exec(text, options),
    close: async () => {},
  }
  return {
    kind: 'pglite',
    connection,
    oracle: async (sql, parameters = []) => (await pglite.query<Record<string, string>>(sql, [...parameters])).rows,
    reset: (model) => reset(run, model),
    close: () => pglite.close(),
  }
}

/** A database of the server. */
export async function openReusedServer(): Promise<ReusedDatabase> {
  const { url, drop } = await createTestDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    kind: 'postgres',
    connection: url,
    oracle: async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows,
    reset: (model) => reset((sql) => client.query(sql), model),
    close: async () => {
      await client.end()
      await drop()
    },
  }
}

async function reset(run: (sql: string) => Promise<unknown>, model: Model): Promise<void> {
  await run('drop schema public cascade')
  await run('create schema public')
  const { up } = planSchemas(emptySchema, schemaOf(model))
  for (const statement of up.flatMap(({ statements }) => statements)) await run(statement)
}
