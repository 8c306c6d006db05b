import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Queryable } from './queryable.js'
import { type HeldLock, KYSELY_KEY, releaseLock, takeLock } from './runner-lock.js'

/** A Kysely over the one session of `db`, for its Migrator; it waits `patience` milliseconds for other Migrators. */
export function kyselyOver(db: Queryable, patience: number): Kysely<unknown> {
  return new Kysely({
    dialect: {
      createAdapter: () => new PollingAdapter(db, patience),
      createDriver: () => driverOver(db),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

/** Kysely's adapter waits inside of `pg_advisory_lock`, which is a deadlock with `create index concurrently`. */
class PollingAdapter extends PostgresAdapter {
  readonly #db: Queryable
  readonly #patience: number
  #lock: HeldLock | undefined

  constructor(db: Queryable, patience: number) {
    super()
    this.#db = db
    this.#patience = patience
  }

  override async acquireMigrationLock(): Promise<void> {
    this.#lock = await takeLock(this.#db, KYSELY_KEY, { patience: this.#patience })
  }

  override async releaseMigrationLock(): Promise<void> {
    if (this.#lock !== undefined) await releaseLock(this.#db, this.#lock)
  }
}

function driverOver(db: Queryable): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
      const rows = await db.query(sql, parameters)
      // What a query returns is what its caller says: Kysely cannot know it either.
      return { rows: rows as Row[] }
    },
    streamQuery: () => {
      throw new Error('migrations do not stream')
    },
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: () => db.run('begin'),
    commitTransaction: () => db.run('commit'),
    rollbackTransaction: () => db.run('rollback'),
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}
