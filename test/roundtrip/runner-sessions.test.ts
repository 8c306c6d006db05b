import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/database/connect.js'
import { recordStepSql } from '../../src/database/ledger.js'
import { stepsOf } from '../../src/database/migration-files.js'
import { migrateUp } from '../../src/database/runner.js'
import type { MigrationFiles } from '../../src/migrate/chain.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import { createTestDatabase, type TestDatabase } from '../support/server.js'
import { arrivingLate, blog, catalogOf, grownBlog, migrationsThrough } from './runner-support.js'

const options = { version: '1.2.3', lockTimeout: 100, attempts: 2, retryDelay: 10, patience: 30_000 }
const migrations = migrationsThrough([blog, grownBlog])
const [, second] = migrations
const [firstId, secondId] = migrations.map(({ id }) => id)

let database: TestDatabase
let sessions: Connection[]
const openSession = async (): Promise<Connection> => {
  const session = await connect(database.url)
  sessions.push(session)
  return session
}

beforeEach(async () => {
  database = await createTestDatabase()
  sessions = []
})
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close()))
  await database.drop()
})

async function expectGrown(db: Connection): Promise<void> {
  expect(differencesOf(withoutExpressions(grownBlog), withoutExpressions(await catalogOf(db)))).toEqual([])
  expect(await db.query('select relname from pg_index join pg_class on oid = indexrelid where not indisvalid')).toEqual(
    [],
  )
}

async function processOf(db: Connection): Promise<unknown> {
  const [row] = await db.query('select pg_backend_pid() as pid')
  return row?.['pid']
}

describe('several runners', () => {
  test('on a database without a ledger: each step runs once', async () => {
    const runners = await Promise.all(Array.from({ length: 6 }, openSession))
    const done: string[] = []
    const applied = await Promise.all(
      runners.map((runner) =>
        migrateUp(runner, migrations, {
          ...options,
          onStep: ({ migration, step, state }) => {
            if (state === 'done') done.push(`${migration} ${step}`)
          },
        }),
      ),
    )
    expect(applied.filter((list) => list.length > 0).map((list) => list.map(({ id }) => id))).toEqual([
      [firstId, secondId],
    ])
    expect(new Set(done).size).toBe(done.length)
    expect(done).toHaveLength(10)
    await expectGrown(await openSession())
  })

  test('one that waits too long says who is at work, and does nothing', async () => {
    const [holder, runner] = [await openSession(), await openSession()]
    await holder.query(`select pg_advisory_lock(hashtextextended(current_database() || ' dbgen.migrations', 0))`)
    const error = await migrateUp(runner, migrations, { ...options, patience: 200 }).catch(
      (failure: unknown) => failure,
    )
    expect(error).toMatchObject({ name: 'MigrationLocked' })
    expect(String(error)).toContain(`process ${String(await processOf(holder))} of the server (dbgen)`)
    expect(await runner.query(`select from pg_namespace where nspname = 'dbgen'`)).toEqual([])
  })
})

describe('a table in use', () => {
  test('is waited for, again and again', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, migrations.slice(0, 1), options)
    await other.run('begin; select from posts')
    const states: string[] = []
    await migrateUp(runner, migrations, {
      ...options,
      attempts: 20,
      onStep: ({ step, state }) => {
        states.push(`${step} ${state}`)
        if (state === 'waiting') void other.run('rollback')
      },
    })
    expect([...new Set(states)].slice(0, 6)).toEqual(['1 begun', '1 done', '2 begun', '2 waiting', '2 done', '3 begun'])
    await expectGrown(runner)
  })

  test('is given up after so many attempts, and later gone on with', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, migrations.slice(0, 1), options)
    await other.run('begin; select from posts')
    const error = await migrateUp(runner, migrations, options).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'MigrationFailed', step: 2, code: '55P03', isBusy: true })
    expect(String(error)).toContain('another session holds a lock that it needs, tried 2 times for 100 ms')
    await other.run('rollback')
    await migrateUp(runner, migrations, options)
    await expectGrown(runner)
  })
})

describe('a runner that is cut off', () => {
  test('while it builds an index: the next one removes the half and builds it again', async () => {
    const [other, runner, next] = [await openSession(), await openSession(), await openSession()]
    await migrateUp(runner, migrations.slice(0, 1), options)
    await next.run(`insert into users (email) values ('a@b')`)
    await other.run('begin isolation level repeatable read; select from users')
    const cut = migrateUp(runner, migrations, options).catch((failure: unknown) => failure)
    await buildingIndex(next)
    await next.query(`select pg_terminate_backend($1)`, [await builder(next)])
    expect(await cut).toMatchObject({ name: 'MigrationFailed', step: 3, isBusy: false })
    await other.run('rollback')
    expect(
      await next.query('select relname from pg_index join pg_class on oid = indexrelid where not indisvalid'),
    ).toEqual([{ relname: 'users_email_key' }])
    expect(await next.query('select step from dbgen.migration_steps where finished_at is null')).toEqual([{ step: 3 }])
    await migrateUp(next, migrations, options)
    await expectGrown(next)
  })

  test('behind an index that it had built: the next one takes it as done', async () => {
    const runner = await openSession()
    await migrateUp(runner, migrations.slice(0, 1), options)
    const late = arrivingLate(runner, `insert into users (email) values ('')`)
    await expect(migrateUp(runner, migrations, { ...options, ...late })).rejects.toMatchObject({
      step: 6,
      code: '23514',
    })
    await runner.run('create index "Posts ""by"" author" on posts (author_id)')
    await begin(runner, second, 7)
    await runner.run(`update users set email = 'a@b'`)
    await migrateUp(runner, migrations, options)
    await expectGrown(runner)
  })

  test('behind a value that it had added, or an index that it had dropped', async () => {
    const runner = await openSession()
    const files = {
      '20260101000002_x.up.sql':
        "-- step 1/2: add value\n-- outside a transaction\nalter type post_status add value if not exists 'late';\n\n" +
        '-- step 2/2: drop index\n-- outside a transaction\ndrop index concurrently posts_late;\n',
      '20260101000002_x.down.sql': '',
    }
    const migration = { id: '20260101000002_x', files }
    await migrateUp(runner, migrations.slice(0, 1), options)
    await begin(runner, migration, 1)
    await runner.run(`alter type post_status add value 'late'`)
    await begin(runner, migration, 2)
    expect(await migrateUp(runner, [...migrations.slice(0, 1), migration], options)).toMatchObject([{ steps: 2 }])
  })
})

test('settings of the role and the database do not reach a session for migrations', async () => {
  const session = await openSession()
  const [row] = await session.query('select current_database() as name')
  await session.run(`
    alter database ${String(row?.['name'])} set search_path = pg_catalog;
    alter database ${String(row?.['name'])} set statement_timeout = '5s';
    alter database ${String(row?.['name'])} set timezone = 'America/New_York'`)
  const fresh = await openSession()
  expect(
    await fresh.query(`
      select current_setting('search_path') as path, current_setting('statement_timeout') as timeout,
        current_setting('timezone') as zone, current_setting('lock_timeout') as lock, current_setting('application_name') as name,
        current_setting('client_connection_check_interval') as check`),
  ).toEqual([{ path: 'public', timeout: '0', zone: 'UTC', lock: '3s', name: 'dbgen', check: '1s' }])
})

/** As a runner notes that it begins the step. */
async function begin(db: Connection, migration: MigrationFiles | undefined, number: number): Promise<void> {
  const step = migration === undefined ? undefined : stepsOf(migration, 'up')[number - 1]
  if (migration === undefined || step === undefined) throw new Error('no such step')
  await db.run(recordStepSql({ migration: migration.id, direction: 'up', step: number }, step, 'begun'))
}

const BUILDERS = `select pid from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query like 'create unique index concurrently%' and wait_event is not null`

async function builder(db: Connection): Promise<unknown> {
  const [row] = await db.query(BUILDERS)
  return row?.['pid']
}

/** Until the index is there and waits for other transactions. */
async function buildingIndex(db: Connection): Promise<void> {
  const half = `select from pg_class where relname = 'users_email_key'`
  for (let i = 0; i < 500; i++) {
    if ((await builder(db)) !== undefined && (await db.query(half)).length > 0) return
    await sleep(20)
  }
  throw new Error('no index is being built')
}
