import { isSameSchema } from '../migrate/plan-schemas.js'
import type { Embedded } from '../prove/embedded.js'
import type { Schema } from '../schema/schema.js'
import { openMigrations, openMigrationsAhead } from './catalogs.js'
import type { History } from './history.js'

/** The embedded PostgreSQL of a run, which is opened when it is first needed, and only once. */
export interface HistoryDatabase {
  /** Throws ProofFailed where one of the migrations so far fails. */
  open(): Promise<Embedded>
}

/** How it is opened. */
export interface HistoryDatabaseOptions {
  readonly cacheFolder: string
  /** Whether another thread begins at once to open it, where the schema is another: else it may not be needed. */
  readonly ahead: boolean
}

/**
 * Works with an embedded PostgreSQL where the migrations so far are applied, with the extensions that the schema needs besides, and
 * closes it.
 */
export async function withHistory<Result>(
  history: History,
  schema: Schema,
  options: HistoryDatabaseOptions,
  work: (database: HistoryDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await historyDatabase(history, schema, options)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

interface Closed extends HistoryDatabase {
  close(): Promise<void>
}

async function historyDatabase(
  history: History,
  schema: Schema,
  { cacheFolder, ahead }: HistoryDatabaseOptions,
): Promise<Closed> {
  const given = [history.migrations, [...schema.extensions, ...history.schema.extensions], cacheFolder] as const
  const isNeeded = ahead && !isSameSchema(history.schema, schema)
  const thread = isNeeded ? await openMigrationsAhead(...given) : undefined
  // What goes wrong in the other thread goes wrong here too, and is told.
  const open = (): Promise<Embedded> => thread?.open().catch(() => openMigrations(...given)) ?? openMigrations(...given)
  let opened: Promise<Embedded> | undefined
  return {
    open: () => {
      opened ??= open()
      return opened
    },
    close: async () => {
      await (await opened?.catch(() => undefined))?.close()
      thread?.end()
    },
  }
}
