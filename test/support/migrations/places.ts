import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../../src/database/connect.js'
import type { Queryable } from '../../../src/database/queryable.js'
import { type Embedded, openEmbedded } from '../../../src/prove/embedded.js'
import { createTestDatabase } from '../server.js'

/** A database that is used for one migration after the other. */
export interface Place {
  /** `18` */
  readonly version: number
  readonly db: Queryable
  /** Leaves nothing in it. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** Extensions that the embedded PostgreSQL of the tests has at hand; each costs some time to load. */
const EXTENSIONS = ['btree_gist', 'citext', 'hstore', 'ltree', 'pg_trgm', 'pgcrypto']

/** A place on the embedded PostgreSQL. */
export interface EmbeddedPlace extends Place {
  readonly embedded: Embedded
}

/** An embedded PostgreSQL. */
export async function openEmbeddedPlace(): Promise<EmbeddedPlace> {
  const embedded = await openEmbedded({ extensions: EXTENSIONS, cacheFolder: join(tmpdir(), 'dbgen-test-pglite') })
  return { ...(await placeOf(embedded, () => embedded.close())), embedded }
}

/** A database of its own on one of the servers of the test run. */
export async function openServerPlace(which: 'databaseUrl' | 'olderDatabaseUrl'): Promise<Place> {
  const { url, drop } = await createTestDatabase(which)
  const db = await connect(url)
  await db.run('set client_min_messages to warning')
  return placeOf(db, async () => {
    await db.close()
    await drop()
  })
}

async function placeOf(db: Queryable, close: () => Promise<void>): Promise<Place> {
  const [row] = await db.query(`select current_setting('server_version_num')::int4 / 10000 as version`)
  return { version: Number(row?.['version']), db, reset: () => db.run(emptySql), close }
}

const emptySql = `
  do $$
  declare name text;
  begin
    for name in select extname from pg_extension where extname <> 'plpgsql' loop
      execute format('drop extension if exists %I cascade', name);
    end loop;
    for name in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
      execute format('drop schema %I cascade', name);
    end loop;
  end $$;
  create schema public;`
