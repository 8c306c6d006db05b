import { extendChain, type MigrationFiles } from '../migrate/chain.js'
import { literal } from '../schema/quote.js'
import type { ChainEntry } from '../schema/snapshot.js'
import { createLedger, readLedger, recordMigrationSql } from './ledger.js'
import { formatOf, stepsOf } from './migration-files.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { MigrationConflict } from './runner-errors.js'
import { KYSELY_KEY, releaseLock, takeLock, withRunnerLock } from './runner-lock.js'

/** How migrations are noted without being run. */
export interface BaselineOptions {
  /** Version of dbgen, for the ledger. */
  readonly version: string
  /** Milliseconds to wait for another runner. */
  readonly patience: number
  /** Rejects where the database is not what the migrations lead to. Asked under the lock, before anything is noted. */
  readonly compare: () => Promise<void>
}

/**
 * Notes migrations as applied, all or none, without running them. Throws MigrationConflict where the database has
 * migrations already, MigrationLocked, and whatever `compare` throws.
 */
export async function noteBaseline(
  db: Queryable,
  migrations: readonly MigrationFiles[],
  { version, patience, compare }: BaselineOptions,
): Promise<void> {
  const isKysely = migrations.some((migration) => formatOf(migration) === 'kysely')
  await withRunnerLock(db, { patience }, async () => {
    if (!isKysely) {
      await expectNone((await readLedger(db)).map(({ id }) => id))
      await compare()
      return noteInLedger(db, migrations, version)
    }
    const lock = await takeLock(db, KYSELY_KEY, { patience })
    try {
      await expectNone(await readKyselyNames(db))
      await compare()
      await inOneTransaction(db, kyselySql(migrations))
    } finally {
      await releaseLock(db, lock)
    }
  })
}

async function expectNone(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const last = ids.at(-1) ?? ''
  throw new MigrationConflict([
    `the database has ${ids.length} ${ids.length === 1 ? 'migration' : 'migrations'} already, the last is ${last}: ` +
      'dbgen migrate status shows them, dbgen migrate up applies the rest',
  ])
}

async function noteInLedger(db: Queryable, migrations: readonly MigrationFiles[], version: string): Promise<void> {
  await createLedger(db)
  let chain: readonly ChainEntry[] = []
  const notes: string[] = []
  for (const migration of migrations) {
    chain = extendChain(chain, migration)
    notes.push(recordMigrationSql({ chain, steps: stepsOf(migration, 'up'), startedAt: undefined, version }))
  }
  await inOneTransaction(db, notes.join('\n'))
}

async function readKyselyNames(db: Queryable): Promise<string[]> {
  const [row = {}] = await db.query(`select to_regclass('public.kysely_migration') is not null as is_there`)
  if (row['is_there'] !== true) return []
  const rows = await db.query('select name from public.kysely_migration order by timestamp, name')
  return rows.map((each) => text(each, 'name'))
}

/** The tables as Kysely's Migrator makes them. */
function kyselySql(migrations: readonly MigrationFiles[]): string {
  const now = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const values = migrations.map(({ id }) => `(${literal(id)}, ${now})`)
  return `create table if not exists public.kysely_migration (
  name varchar(255) not null primary key,
  timestamp varchar(255) not null
);
create table if not exists public.kysely_migration_lock (
  id varchar(255) not null primary key,
  is_locked integer default 0 not null
);
insert into public.kysely_migration_lock (id, is_locked) values ('migration_lock', 0) on conflict do nothing;
insert into public.kysely_migration (name, timestamp) values ${values.join(', ')};`
}

async function inOneTransaction(db: Queryable, sql: string): Promise<void> {
  try {
    await db.run(`begin;\n${sql}\ncommit;`)
  } catch (error) {
    await db.run('rollback').catch(() => {})
    throw error
  }
}
