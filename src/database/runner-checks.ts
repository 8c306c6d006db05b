import type { StoredCheck } from '../migrate/step-text.js'
import { codeOf } from './connect-failed.js'
import { sessionSettings, setSql } from './connect-settings.js'
import type { Queryable } from './queryable.js'
import { textList } from './row.js'
import { adviceFor, blockersOf } from './runner-advice.js'
import { describeError, expectNotInterrupted, isConnectionLost, isEnded, MigrationFailed } from './runner-errors.js'
import { type RetryPolicy, retrying } from './runner-retry.js'
import type { Watcher } from './runner-watch.js'

/** How many keys of rows that stand in the way are named. */
const MOST_KEYS = 5

/** How checks are run; as the steps are. */
export interface CheckOptions {
  /** Milliseconds that a check waits for the lock of a table at each attempt. */
  readonly lockTimeout: number
  readonly retry: RetryPolicy
  readonly watcher: Watcher
  readonly signal: AbortSignal | undefined
}

/**
 * Asks what must hold before the first step of a migration, in a transaction that can change nothing. Throws
 * MigrationFailed with how many rows stand in the way and the keys of some, and MigrationInterrupted.
 */
export async function runChecks(
  db: Queryable,
  migration: string,
  checks: readonly StoredCheck[],
  options: CheckOptions,
): Promise<void> {
  if (checks.length === 0) return
  const ask = (): Promise<string[]> => options.watcher.during(() => findProblems(db, checks, options.lockTimeout))
  const problems = await retrying(options.retry, ask, () => {}).catch((error: unknown) => {
    throw checksFailed(migration, error, options)
  })
  if (problems.length === 0) return
  const message = [`${migration}: nothing was changed, because rows stand in the way`, ...problems].join('\n  ')
  throw new MigrationFailed(message, { migration, step: undefined }, undefined)
}

/** A connection that is lost is for the session to open again. */
function checksFailed(migration: string, error: unknown, options: CheckOptions): unknown {
  if (isEnded(error)) expectNotInterrupted(options.signal, migration)
  if (codeOf(error) === undefined || isConnectionLost(error)) return error
  const what = `${migration}: what must hold before it could not be asked: ${describeError(error)}`
  const advice = `nothing was changed: ${adviceFor(error, options)}`
  const message = [what, ...blockersOf(options.watcher.lastSeen(), error), advice].join('\n  ')
  return new MigrationFailed(message, { migration, step: undefined }, error)
}

async function findProblems(db: Queryable, checks: readonly StoredCheck[], lockTimeout: number): Promise<string[]> {
  await db.run(`begin read only;\n${setSql(sessionSettings(lockTimeout), 'local')}`)
  try {
    const problems: string[] = []
    for (const check of checks) problems.push(...(await problemsOf(db, check)))
    return problems
  } finally {
    // A session that is gone has no transaction either.
    await db.run('rollback').catch(() => {})
  }
}

async function problemsOf(db: Queryable, { title, advice, sql }: StoredCheck): Promise<string[]> {
  const [row = {}] = await db.query(`
    with found as (select row_to_json(each)::text as key, row_number() over () as number from (${sql}) as each)
    select count(*)::text as rows, (json_agg(key order by number) filter (where number <= ${MOST_KEYS}))::text as keys
    from found`)
  const count = Number(row['rows'])
  if (count === 0) return []
  const keys = textList(row, 'keys').map((key) => key.replace(/^\{|\}$/g, '').replaceAll('"', ''))
  const more = count > keys.length ? ', ...' : ''
  return [`not so for ${count} ${count === 1 ? 'row' : 'rows'} (${keys.join('; ')}${more}): ${title}`, `  ${advice}`]
}
