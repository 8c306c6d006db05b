import { join } from 'node:path'
import { CompiledQuery, type Kysely, type LogEvent } from 'kysely'
import { createDatabase, type DatabaseOptions } from '../../generated-sample/src/db/client.js'
import type { Database, NewPost, NewUser, Post, User } from '../../generated-sample/src/db/database.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { type DatabaseKind, openDatabase, type SpecDatabase } from './database.js'

export const sampleSpec = join(import.meta.dirname, '../../schema.example.yaml')

/** The generated sample over a database of its own. */
export interface Sample {
  readonly database: SpecDatabase
  readonly db: Kysely<Database>
  /** What was logged since `forget`, BEGIN and COMMIT apart, which Kysely does not log. */
  readonly log: LogEvent[]
  /** SQL of the statements since `forget`. */
  statements(): string[]
  forget(): void
  /** Removes all rows. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** Opens the generated sample on a database that has its schema. */
export async function openSample(
  kind: DatabaseKind,
  options: Omit<DatabaseOptions, 'connection' | 'log'> = {},
): Promise<Sample> {
  const database = await openDatabase(kind, sampleSpec)
  const log: LogEvent[] = []
  const db = createDatabase({ ...options, connection: database.connection, log: (event) => log.push(event) })
  const forget = () => {
    log.length = 0
  }
  return {
    database,
    db,
    log,
    forget,
    statements: () => log.map(({ query }) => query.sql),
    empty: async () => {
      await run(db, 'truncate users, tags restart identity cascade')
      forget()
    },
    close: async () => {
      await db.destroy()
      await database.close()
    },
  }
}

/** Runs SQL past the generated code. */
export async function run(db: Kysely<Database>, sql: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))
  return rows
}

let made = 0

/** A new user; what is not given is made up. */
export function newUser(given: Partial<NewUser> = {}): NewUser {
  made += 1
  return { email: `user-${made}@example.org`, hashed_password: 'secret', ...given }
}

export function createUser(db: Kysely<Database>, given: Partial<NewUser> = {}): Promise<User> {
  return new UserRepository(db).create(newUser(given))
}

/** A new post of an author; what is not given is made up. */
export function newPost(author: Pick<User, 'id'>, given: Partial<NewPost> = {}): NewPost {
  made += 1
  return { title: `Post ${made}`, slug: `post-${made}`, content: 'one two three', author_id: author.id, ...given }
}

export function createPost(
  db: Kysely<Database>,
  author: Pick<User, 'id'>,
  given: Partial<NewPost> = {},
): Promise<Post> {
  return new PostRepository(db).create(newPost(author, given))
}
