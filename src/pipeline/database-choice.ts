import { type Connection, connect } from '../database/connect.js'
import type { Queryable } from '../database/queryable.js'
import { describeUrl } from '../database/redact.js'
import { type SessionOptions, withSession } from '../database/runner-session.js'
import { readExtensions } from './history.js'

/** Where migrations are applied: a server, or an embedded PostgreSQL that lives in a folder. */
export type DatabaseChoice =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'embedded'; readonly folder: string }

/** Opens a second session of the same database. */
export type OpenWatch = () => Promise<Connection>

/**
 * Does work with a session of the database, which gets its name as a person writes it, without a password. A session that
 * is lost is replaced, and the work begun again. `folder` is that of the migrations. Throws ConnectionFailed.
 */
export async function withDatabase<Result>(
  choice: DatabaseChoice,
  folder: string,
  session: SessionOptions,
  work: (db: Queryable, name: string, openWatch: OpenWatch | undefined) => Promise<Result>,
): Promise<Result> {
  if (choice.kind === 'url') {
    const { url } = choice
    return withSession(url, session, (db) => work(db, describeUrl(url), () => connect(url)))
  }
  const { openEmbedded } = await import('../prove/embedded.js')
  const db = await openEmbedded({ extensions: await readExtensions(folder), folder: choice.folder })
  try {
    return await work(db, `the embedded PostgreSQL ${db.version} in ${choice.folder}`, undefined)
  } finally {
    await db.close()
  }
}
