import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/database/connect.js'
import { migrateUp } from '../../src/database/runner.js'
import { shownQuery } from '../../src/database/runner-blockers.js'
import type { MigrateOptions } from '../../src/database/runner-options.js'
import { withSession } from '../../src/database/runner-session.js'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import { startPooler } from '../support/pooler.js'
import { createTestDatabase, type TestDatabase } from '../support/server.js'
import { blog, catalogOf, grownBlog, migrationsThrough } from './runner-support.js'

const migrations = migrationsThrough([blog, grownBlog])
const firstOnly = migrations.slice(0, 1)

const LOCKS = `select pid from pg_locks
  where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`

const CANCEL_INDEX = `select pg_cancel_backend(pid) from pg_stat_activity
  where datname = current_database() and query like 'create unique index concurrently%'`

let database: TestDatabase
let sessions: Connection[]
const openSession = async (): Promise<Connection> => {
  const session = await connect(database.url)
  sessions.push(session)
  return session
}
const optionsWith = (more: Partial<MigrateOptions> = {}): MigrateOptions => ({
  version: '1.2.3',
  lockTimeout: 100,
  attempts: 2,
  retryDelay: 10,
  patience: 30_000,
  openWatch: () => connect(database.url),
  ...more,
})

beforeEach(async () => {
  database = await createTestDatabase()
  sessions = []
})
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close()))
  await database.drop()
})

async function expectGrown(): Promise<void> {
  const db = await openSession()
  expect(differencesOf(withoutExpressions(grownBlog), withoutExpressions(await catalogOf(db)))).toEqual([])
  const halves = await db.query('select relname from pg_index join pg_class on oid = indexrelid where not indisvalid')
  expect(halves).toEqual([])
  expect(await db.query('select step from dbgen.migration_steps')).toEqual([])
  expect(await db.query(LOCKS)).toEqual([])
}

describe('what stands in the way', () => {
  test('of a lock is named, without the values in its query', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run(
      `set application_name = 'reports'; begin; select id from posts where title <> 'a secret' and id > 17`,
    )
    const failure = await migrateUp(runner, migrations, optionsWith({ lockTimeout: 400 })).catch(
      (error: unknown) => error,
    )
    expect(String(failure)).toMatch(
      /in the way is process \d+ \(reports\), idle in transaction for \d+ s: set application_name = …\n/,
    )
    expect(String(failure)).not.toContain('secret')
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('of a concurrent index is told while it waits, and after a while the index is given up', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin isolation level repeatable read; select from users')
    const seen: StepProgress[] = []
    const options = optionsWith({ concurrentPatience: 600, onStep: (progress) => seen.push(progress) })
    const failure = await migrateUp(runner, migrations, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationFailed', code: '57014', isBusy: true })
    expect(String(failure)).toMatch(/in the way is process \d+ \(dbgen\), idle in transaction/)
    expect(seen.map(({ state, detail }) => `${state} ${detail ?? ''}`)).toContainEqual(
      expect.stringMatching(/^running waiting for process \d+ \(dbgen\), idle in transaction/),
    )
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('of a check is named, after as many attempts as for a step, and nothing was changed', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin; lock table users')
    const failure = await migrateUp(runner, migrations, optionsWith({ lockTimeout: 400 })).catch(
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ name: 'MigrationFailed', step: undefined, code: '55P03', isBusy: true })
    expect(String(failure)).toMatch(
      /what must hold before it could not be asked: .* lock timeout \(55P03\)\n {2}in the way is process \d+ \(dbgen\), idle in transaction/,
    )
    expect(String(failure)).toContain('nothing was changed: another session holds a lock that it needs')
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('of a statement that somebody else cancels is no reason to try again by itself', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin isolation level repeatable read; select from users')
    const onStep = ({ state }: StepProgress): void => {
      if (state === 'running') void other.query(CANCEL_INDEX)
    }
    const failure = await migrateUp(runner, migrations, optionsWith({ onStep })).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationFailed', code: '57014', isBusy: false })
  })

  test.each([
    ['select 1', 'select ?'],
    [`update users set email = 'a@b' where id = 3`, 'update users set email = …'],
    ['select $1, id2 from "a1"', 'select $1, id2 from "a1"'],
    ['select $$secret$$', 'select …'],
    ['select 1 -- secret', 'select ? …'],
    [`select E'\\'secret'`, 'select E …'],
  ])('%s is shown as %s', (query, shown) => {
    expect(shownQuery(query)).toBe(shown)
  })
})

describe('an interruption', () => {
  test('cancels the statement at work, keeps what was done, and the next run goes on', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin isolation level repeatable read; select from users')
    const controller = new AbortController()
    const options = optionsWith({
      signal: controller.signal,
      onStep: ({ state }) => {
        if (state === 'running') controller.abort()
      },
    })
    const failure = await migrateUp(runner, migrations, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationInterrupted' })
    expect(String(failure)).toContain('run again, it goes on with this step')
    expect(await other.query(LOCKS)).toEqual([])
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('cancels a check at work', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin; lock table users')
    const options = optionsWith({ signal: AbortSignal.timeout(300), lockTimeout: 60_000 })
    const failure = await migrateUp(runner, migrations, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationInterrupted' })
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('cancels the statement also where the session that watches it was ended', async () => {
    const [admin, other, runner] = [await openSession(), await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin isolation level repeatable read; select from users')
    const controller = new AbortController()
    const [pids, seen]: [string[], string[]] = [[], []]
    const openWatch = async (): Promise<Connection> => {
      const watch = await connect(database.url)
      const [row] = await watch.query('select pg_backend_pid()::text as pid')
      pids.push(String(row?.['pid']))
      return watch
    }
    const onStep = ({ state, detail }: StepProgress): void => {
      if (state === 'running') seen.push(`${pids.length}: ${detail}`)
    }
    const running = migrateUp(runner, migrations, optionsWith({ signal: controller.signal, openWatch, onStep })).catch(
      (error: unknown) => error,
    )
    while (seen.length === 0) await sleep(20)
    await admin.query('select pg_terminate_backend($1::integer)', [pids[0]])
    while (!seen.some((line) => line.startsWith('2: '))) await sleep(20)
    expect(seen.at(-1)).toMatch(/^2: waiting for process \d+ \(dbgen\), idle in transaction/)
    await admin.query('select pg_terminate_backend($1::integer)', [pids[1]])
    controller.abort()
    expect(await running).toMatchObject({ name: 'MigrationInterrupted' })
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('cancels the statement also where there was no connection left for a while', async () => {
    const [other, runner] = [await openSession(), await openSession()]
    await migrateUp(runner, firstOnly, optionsWith())
    await other.run('begin isolation level repeatable read; select from users')
    const controller = new AbortController()
    let attempts = 0
    const openWatch = async (): Promise<Connection> => {
      attempts += 1
      if (attempts === 1) {
        controller.abort()
        throw new Error('too many clients')
      }
      return connect(database.url)
    }
    const options = optionsWith({ signal: controller.signal, openWatch })
    const failure = await migrateUp(runner, migrations, options).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MigrationInterrupted' })
    expect(attempts).toBe(2)
    await other.run('rollback')
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })

  test('while it waits for another runner ends the waiting', async () => {
    const [holder, runner] = [await openSession(), await openSession()]
    await holder.query(`select pg_advisory_lock(hashtextextended(current_database() || ' dbgen.migrations', 0))`)
    const signal = AbortSignal.timeout(200)
    await expect(migrateUp(runner, migrations, optionsWith({ signal }))).rejects.toMatchObject({
      name: 'MigrationInterrupted',
    })
  })
})

describe('a session that is not the one that has the lock', () => {
  test('is refused in front of the step', async () => {
    const runner = await openSession()
    await migrateUp(runner, firstOnly, optionsWith())
    const pooler = await startPooler(database.url, 3)
    const pooled = await connect(pooler.url)
    try {
      const failure = await migrateUp(pooled, migrations, optionsWith({ openWatch: undefined })).catch(
        (error: unknown) => error,
      )
      expect(failure).toMatchObject({ name: 'MigrationFailed', code: 'DBG01' })
      expect(String(failure)).toContain('use the address of the server itself')
    } finally {
      await pooled.close()
      await pooler.close()
    }
    await migrateUp(runner, migrations, optionsWith())
    await expectGrown()
  })
})

describe('a connection that is lost', () => {
  test('is replaced, and the run goes on by what the ledger says', async () => {
    const proxy = await startCuttingProxy(database.url)
    const lost: string[] = []
    const applied: string[] = []
    try {
      await withSession(proxy.url, { onLost: () => lost.push('lost') }, (db) =>
        migrateUp(db, migrations, {
          ...optionsWith({ openWatch: undefined }),
          onApplied: ({ id }) => applied.push(id),
          onStep: ({ step, state }) => {
            if (state === 'done' && step === 2) proxy.cut()
          },
        }),
      )
    } finally {
      await proxy.close()
    }
    expect(lost.length).toBeGreaterThan(0)
    expect(applied).toEqual(migrations.map(({ id }) => id))
    await expectGrown()
  })

  test('a session that an administrator ended is not replaced', async () => {
    const admin = await openSession()
    const [lost, pids]: [string[], unknown[]] = [[], []]
    const running = withSession(database.url, { onLost: () => lost.push('lost') }, async (db) => {
      const [row] = await db.query('select pg_backend_pid() as pid')
      pids.push(row?.['pid'])
      await db.query('select pg_sleep(30)')
    }).catch((error: unknown) => error)
    while (pids.length === 0) await sleep(20)
    await sleep(100)
    await admin.query('select pg_terminate_backend($1)', [pids[0]])
    expect(await running).toMatchObject({ code: '57P01' })
    expect(lost).toEqual([])
  })
})

/** Hands everything on, and cuts all connections when it is told to. */
async function startCuttingProxy(url: string): Promise<{ url: string; cut(): void; close(): Promise<void> }> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    const upstream = dial(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    client.pipe(upstream).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const own = new URL(url)
  own.hostname = '127.0.0.1'
  own.port = String(address.port)
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    url: own.href,
    cut,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
