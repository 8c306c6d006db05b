import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { LOCK_LOST, MigrationLocked } from './runner-errors.js'
import { pause } from './runner-retry.js'

/** One for each database and ledger, so that nothing else in the database waits for it. */
export const RUNNER_KEY = `hashtextextended(current_database() || ' dbgen.migrations', 0)`

/** The lock of Kysely's own Migrator, so that its runners and ours keep out of each other's way. */
export const KYSELY_KEY = '3853314791062309107'
const POLL_INTERVAL = 100

/** How long a runner waits for another one. */
export interface LockOptions {
  /** Milliseconds. */
  readonly patience: number
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Does the work while no other runner does. Throws MigrationLocked when the patience is at an end, and
 * MigrationInterrupted.
 */
export async function withRunnerLock<Result>(
  db: Queryable,
  options: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = await takeLock(db, RUNNER_KEY, options)
  try {
    return await work()
  } finally {
    await releaseLock(db, lock)
  }
}

/** A lock, and the process of the server that holds it. */
export interface HeldLock {
  readonly key: string
  readonly pid: string
}

/**
 * Takes a lock of the session by asking again and again. A session that waits inside of `pg_advisory_lock` holds a
 * snapshot, for which `create index concurrently` of the lock's holder waits in turn: a deadlock.
 */
export async function takeLock(db: Queryable, key: string, { patience, signal }: LockOptions): Promise<HeldLock> {
  const deadline = Date.now() + patience
  while (true) {
    const [row = {}] = await db.query(`select pg_try_advisory_lock(${key}) as is_ours, pg_backend_pid()::text as pid`)
    if (row['is_ours'] === true) return { key, pid: text(row, 'pid') }
    if (Date.now() >= deadline) throw new MigrationLocked(await describeHolder(db, key, patience))
    await pause(POLL_INTERVAL * (0.5 + Math.random()), signal)
  }
}

/**
 * SQL that fails with LOCK_LOST where the session does not hold the lock of the runner: a pooler in front of the server
 * may hand each transaction to another session. It goes in front of a step, into the same message.
 */
export const EXPECT_LOCK = `do $dbgen$ begin
  if not exists (select from pg_locks where pid = pg_backend_pid() and ${isLock(RUNNER_KEY)}) then
    raise exception using errcode = '${LOCK_LOST}', message = 'this session does not hold the lock of the runner';
  end if;
end $dbgen$;`

function isLock(key: string): string {
  return `locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and (classid::bigint << 32 | objid::bigint) = ${key}`
}

/** How often the session that has the lock is asked for. */
const RELEASES = 100

/**
 * Gives the lock back; a session that is gone has done so already. Behind a pooler the session that has it may come only
 * after others, and must not be left with it: whoever runs next, without the pooler, would wait for that.
 */
export async function releaseLock(db: Queryable, { key, pid }: HeldLock): Promise<void> {
  const sql = `select case when pg_backend_pid() = ${pid} then pg_advisory_unlock(${key}) end is not null as is_over`
  for (let attempt = 1; attempt <= RELEASES; attempt++) {
    const [row] = await db.query(sql).catch(() => [{ is_over: true }])
    if (row?.['is_over'] === true) return
  }
}

async function describeHolder(db: Queryable, key: string, patience: number): Promise<string> {
  const rows = await db.query(`
    select l.pid::text as pid, coalesce(nullif(a.application_name, ''), 'unnamed') as application
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
    where ${isLock(key)}`)
  const holder = rows.map((row) => `process ${text(row, 'pid')} of the server (${text(row, 'application')})`).join(', ')
  return (
    `another runner is at work, for ${Math.round(patience / 1000)} s now: ${holder === '' ? 'it just ended' : holder}\n` +
    '  run again when it is done; if it hangs, end it with select pg_terminate_backend(...) and run again'
  )
}
