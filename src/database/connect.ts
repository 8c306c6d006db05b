import type { Client } from 'pg'
import { connectionFailed } from './connect-failed.js'
import { markedSettings, type PooledSettings } from './connect-pooler.js'
import { LOCK_TIMEOUT, sessionSettings } from './connect-settings.js'
import type { Queryable } from './queryable.js'

/** One session of a PostgreSQL server. */
export interface Connection extends Queryable {
  close(): Promise<void>
}

export interface ConnectOptions {
  /** Milliseconds to wait for the server to answer; 10 seconds without it. */
  readonly timeout?: number
  /** Milliseconds that a statement waits for the lock of a table; 3 seconds without it. */
  readonly lockTimeout?: number
}

/** How long the server may go on with a statement after its client is gone, in milliseconds. */
const LIVENESS_INTERVAL = 1000

/**
 * Opens a session for migrations: UTC, names found in `public` alone, no waiting for locks without end, whatever the
 * role and the database are set to. Throws ConnectionFailed.
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
  const client = await open(url, options.timeout ?? 10_000)
  try {
    const pooled = await markedSettings(client, sessionSettings(options.lockTimeout ?? LOCK_TIMEOUT))
    if (pooled === undefined) await watchClient(client)
    return wrap(client, pooled)
  } catch (error) {
    await client.end()
    throw connectionFailed(url, error)
  }
}

async function open(url: string, timeout: number): Promise<Client> {
  if (!/^(?:postgres(?:ql)?:|socket:|\/)/i.test(url)) throw connectionFailed(url, { code: 'ERR_INVALID_URL' })
  const { default: pg } = await import('pg')
  try {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'dbgen',
      connectionTimeoutMillis: timeout,
      keepAlive: true,
      // A network that is gone without a word is noticed by the probes of TCP, which the system sends late by itself.
      keepAliveInitialDelayMillis: LIVENESS_INTERVAL * 10,
    })
    // A connection that breaks while idle would end the process; the next query fails and says so.
    client.on('error', () => {})
    await client.connect()
    return client
  } catch (error) {
    throw connectionFailed(url, error)
  }
}

/** Lets the server notice that its client is gone, so that the lock of a killed runner is free soon. */
async function watchClient(client: Client): Promise<void> {
  try {
    await client.query(`set client_connection_check_interval = ${LIVENESS_INTERVAL}`)
  } catch {
    // PostgreSQL before 14 does not know the setting, and some systems cannot do it.
  }
}

function wrap(client: Client, pooled: PooledSettings | undefined): Connection {
  return {
    query: async (sql, parameters = []) => {
      const { rows } = await client.query<Record<string, unknown>>(sql, [...parameters])
      return rows
    },
    run: async (sql) => {
      await client.query(sql)
    },
    close: async () => {
      await pooled?.reset()
      await client.end()
    },
  }
}
