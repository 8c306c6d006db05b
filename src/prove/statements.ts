import type { Embedded } from './embedded.js'
import { messageOf } from './insert-sql.js'

/** A fixed statement of the generated code. */
export interface FixedStatement {
  /** Where it stands: `queries/post.queries.ts findPostWithAuthor`. */
  readonly name: string
  readonly sql: string
}

/** A statement that does not run, and what the server says. */
export interface StatementMistake extends FixedStatement {
  readonly message: string
}

/**
 * Parses, plans and runs every statement on a migrated database, with NULL for each parameter: no key is NULL, so what
 * they would change or delete is not found. Whatever they do is rolled back.
 */
export async function proveStatements(db: Embedded, statements: readonly FixedStatement[]): Promise<StatementMistake[]> {
  const mistakes: StatementMistake[] = []
  await db.run('begin')
  try {
    for (const statement of statements) {
      const message = await runOnce(db, statement.sql)
      if (message !== undefined) mistakes.push({ ...statement, message })
    }
  } finally {
    await db.run('rollback')
  }
  return mistakes
}

async function runOnce(db: Embedded, sql: string): Promise<string | undefined> {
  await db.run('savepoint statement')
  try {
    const { queryParams } = await db.pglite.describeQuery(sql)
    await db.query(sql, queryParams.map(() => null))
    await db.run('release savepoint statement')
    return undefined
  } catch (error) {
    await db.run('rollback to savepoint statement')
    return messageOf(error)
  }
}
