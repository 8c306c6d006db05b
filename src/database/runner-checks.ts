import type { StoredCheck } from '../migrate/step-text.js'
import { LOCK_TIMEOUT, sessionSettings, setSql } from './connect-settings.js'
import type { Queryable } from './queryable.js'
import { textList } from './row.js'
import { MigrationFailed } from './runner-errors.js'

/** How many keys of rows that stand in the way are named. */
const MOST_KEYS = 5

/**
 * Asks what must hold before the first step of a migration, in a transaction that can change nothing. Throws
 * MigrationFailed with how many rows stand in the way and the keys of some.
 */
export async function runChecks(db: Queryable, migration: string, checks: readonly StoredCheck[]): Promise<void> {
  if (checks.length === 0) return
  await db.run(`begin read only;\n${setSql(sessionSettings(LOCK_TIMEOUT), 'local')}`)
  try {
    const problems: string[] = []
    for (const check of checks) problems.push(...(await problemsOf(db, check)))
    if (problems.length === 0) return
    const message = [`${migration}: nothing was changed, because rows stand in the way`, ...problems].join('\n  ')
    throw new MigrationFailed(message, { migration, step: undefined }, undefined)
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
