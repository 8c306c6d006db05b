import { connect } from '../database/connect.js'
import type { Queryable } from '../database/queryable.js'
import { describeUrl } from '../database/redact.js'
import { readExtensions } from './history.js'

/** Where migrations are applied: a server, or an embedded PostgreSQL that lives in a folder. */
export type DatabaseChoice =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'embedded'; readonly folder: string }

/**
 * Does work with a session of the database, which gets its name as a person writes it, without a password. `folder` is that
 * of the migrations. Throws ConnectionFailed.
 */
export async function withDatabase<Result>(
  choice: DatabaseChoice,
  folder: string,
  work: (db: Queryable, name: string) => Promise<Result>,
): Promise<Result> {
  const [db, name] = await open(choice, folder)
  try {
    return await work(db, name)
  } finally {
    await db.close()
  }
}

async function open(choice: DatabaseChoice, folder: string): Promise<[Queryable & { close(): Promise<void> }, string]> {
  if (choice.kind === 'url') return [await connect(choice.url), describeUrl(choice.url)]
  const { openEmbedded } = await import('../prove/embedded.js')
  const db = await openEmbedded({ extensions: await readExtensions(folder), folder: choice.folder })
  return [db, `the embedded PostgreSQL ${db.version} in ${choice.folder}`]
}
