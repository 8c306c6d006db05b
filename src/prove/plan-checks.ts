import type { Queryable } from '../database/queryable.js'
import type { Check } from '../migrate/plan.js'
import { namesIn } from '../schema/sql-words.js'
import { messageOf } from './insert-sql.js'
import { inTransaction } from './measure.js'
import { ProofFailed } from './proof-failed.js'

/**
 * Runs the checks of a plan in a transaction that only reads. Throws ProofFailed where one is no query, or finds rows: they
 * were made so that every check holds. Only where it asks after one of `open`, names of columns of which the spec says what
 * becomes of such rows, it may find some.
 */
export async function expectChecks(
  db: Queryable,
  direction: string,
  checks: readonly Check[],
  open: readonly string[],
): Promise<void> {
  for (const check of checks) {
    const found = await runCheck(db, direction, check)
    if (found.length === 0 || namesIn(check.sql, open).length > 0) continue
    const rows = found.slice(0, 3).map((row) => JSON.stringify(Object.values(row)))
    throw new ProofFailed(`${direction}: the check "${check.title}" finds rows for which it should hold`, [
      ...rows,
      check.sql,
    ])
  }
}

async function runCheck(
  db: Queryable,
  direction: string,
  { title, sql }: Check,
): Promise<readonly Record<string, unknown>[]> {
  try {
    return await inTransaction(db, async () => {
      await db.run('begin transaction read only')
      const found = await db.query(sql)
      await db.run('rollback')
      return found
    })
  } catch (error) {
    throw new ProofFailed(`${direction}: the check "${title}" fails`, [messageOf(error), sql], error)
  }
}
