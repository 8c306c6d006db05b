import { randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import { type SessionSettings, setSql } from './connect-settings.js'

/** The settings of a session that a pooler lends, and may give to others. */
export interface PooledSettings {
  /** Gives the session back as it was. Never rejects: one that is gone has no settings. */
  reset(): Promise<void>
}

/** A setting of its own, by which the session is known again. */
const MARK = 'dbgen.session'

/** How often the session is asked for; a pooler may lend others first. */
const ATTEMPTS = 100

/**
 * Makes the settings in the session of the client. Undefined for a session of its own: the server tells the client which
 * process it is, and a pooler tells something else.
 */
export async function markedSettings(client: Client, settings: SessionSettings): Promise<PooledSettings | undefined> {
  const mark = randomBytes(12).toString('hex')
  // In one message, which no pooler takes apart.
  await client.query(`${setSql(settings, 'session')}\nset session ${MARK} = '${mark}';`)
  const { rows } = await client.query<{ readonly pid: unknown }>('select pg_backend_pid() as pid')
  if (rows[0]?.pid === Reflect.get(client, 'processID')) return undefined
  return { reset: () => resetMarked(client, mark, Object.keys(settings)) }
}

async function resetMarked(client: Client, mark: string, names: readonly string[]): Promise<void> {
  const isIt = `current_setting('${MARK}', true) = $2`
  const sql = `select set_config(name, reset_val, false) from pg_settings where name = any ($1) and ${isIt}
    union all select set_config('${MARK}', '', false) where ${isIt}`
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = await client.query(sql, [names, mark]).then(
      ({ rowCount }) => rowCount !== 0,
      () => true,
    )
    if (found) return
  }
}
