import { literal } from '../schema/quote.js'
import type { Queryable } from './queryable.js'

/** What a migration must be able to rely on, whatever the role and the database are set to. */
export type SessionSettings = Readonly<Record<string, string>>

/** How long a statement waits for the lock of a table where nothing else is asked for, in milliseconds. */
export const LOCK_TIMEOUT = 3000

/**
 * UTC, as casts between times depend on it; names found in `public` alone; no waiting for a lock without end; no time
 * limit on statements, which would leave half an index behind. `lockTimeout` in milliseconds, 0 for none.
 */
export function sessionSettings(lockTimeout: number): SessionSettings {
  return {
    timezone: 'UTC',
    search_path: 'public',
    standard_conforming_strings: 'on',
    statement_timeout: '0',
    lock_timeout: String(Math.round(lockTimeout)),
  }
}

/** `set local timezone = 'UTC';` and so on; `local` ends with the transaction. */
export function setSql(settings: SessionSettings, scope: 'session' | 'local'): string {
  return Object.entries(settings)
    .map(([name, value]) => `set ${scope} ${name} = ${literal(value)};`)
    .join('\n')
}

/**
 * Does the work under the settings outside of a transaction; afterwards they are as they were. `guard` is SQL that fails
 * where the session is not to be touched.
 */
export async function withSettings<Result>(
  db: Queryable,
  settings: SessionSettings,
  work: () => Promise<Result>,
  guard = '',
): Promise<Result> {
  const before = await readSettings(db, Object.keys(settings))
  await db.run(`${guard}\n${setSql(settings, 'session')}`)
  try {
    return await work()
  } finally {
    const restored = before.map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, false)`)
    // A session that is gone has no settings; what matters is what ended it.
    await db.run(`select ${restored.join(', ')}`).catch(() => {})
  }
}

async function readSettings(db: Queryable, names: readonly string[]): Promise<(readonly [string, string])[]> {
  const [row = {}] = await db.query(
    `select ${names.map((name) => `current_setting(${literal(name)}) as ${name}`).join(', ')}`,
  )
  return names.map((name) => [name, String(row[name])])
}
