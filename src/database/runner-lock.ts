import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { MigrationLocked } from './runner-errors.js'

/** One for each database and ledger, so that nothing else in the database waits for it. */
const RUNNER_KEY = `hashtextextended(current_database() || ' dbgen.migrations', 0)`
const POLL_INTERVAL = 100

/** Does the work while no other runner does. Throws MigrationLocked after `patience` milliseconds. */
export async function withRunnerLock<Result>(
  db: Queryable,
  patience: number,
  work: () => Promise<Result>,
): Promise<Result> {
  await takeLock(db, RUNNER_KEY, patience)
  try {
    return await work()
  } finally {
    await releaseLock(db, RUNNER_KEY)
  }
}

/**
 * Takes a lock of the session by asking again and again. A session that waits inside of `pg_advisory_lock` holds a
 * snapshot, for which `create index concurrently` of the lock's holder waits in turn: a deadlock.
 */
export async function takeLock(db: Queryable, key: string, patience: number): Promise<void> {
  const deadline = Date.now() + patience
  while (true) {
    const [row] = await db.query(`select pg_try_advisory_lock(${key}) as is_ours`)
    if (row?.['is_ours'] === true) return
    if (Date.now() >= deadline) throw new MigrationLocked(await describeHolder(db, key, patience))
    await sleep(POLL_INTERVAL * (0.5 + Math.random()))
  }
}

/** Gives the lock back; a session that is gone has done so already. */
export async function releaseLock(db: Queryable, key: string): Promise<void> {
  await db.query(`select pg_advisory_unlock(${key})`).catch(() => [])
}

async function describeHolder(db: Queryable, key: string, patience: number): Promise<string> {
  const rows = await db.query(`
    select l.pid::text as pid, coalesce(nullif(a.application_name, ''), 'unnamed') as application
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select oid from pg_database where datname = current_database())
      and (l.classid::bigint << 32 | l.objid::bigint) = ${key}`)
  const holder = rows.map((row) => `process ${text(row, 'pid')} of the server (${text(row, 'application')})`).join(', ')
  return (
    `another runner is at work, for ${Math.round(patience / 1000)} s now: ${holder === '' ? 'it just ended' : holder}\n` +
    '  run again when it is done; if it hangs, end it with select pg_terminate_backend(...) and run again'
  )
}
