import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, type Kysely } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type DatabaseOptions } from '../../generated-sample/src/db/client.js'
import type { Database } from '../../generated-sample/src/db/database.js'
import { execute, executeByKey } from '../../generated-sample/src/db/execute.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { openDatabase, type SpecDatabase } from '../support/database.js'
import { run, sampleSpec } from '../support/sample.js'

type Db = Kysely<Database>

const pid = { name: 'pid', text: 'select pg_backend_pid()::text' }
const wait = { name: 'wait', text: 'select pg_sleep($1::float8)::text' }

describe('the pool, for statements that go past Kysely', () => {
  let database: SpecDatabase
  let watcher: pg.Client

  beforeAll(async () => {
    database = await openDatabase('postgres', sampleSpec)
    watcher = new pg.Client({ connectionString: String(database.connection) })
    await watcher.connect()
  })
  afterAll(async () => {
    await watcher.end()
    await database.close()
  })

  let opened = 0
  const open = (options: DatabaseOptions['pool'], others: DatabaseOptions = {}): { db: Db; name: string } => {
    opened += 1
    const name = `pool ${opened}`
    const connection = String(database.connection)
    const db = createDatabase({ connection, applicationName: name, ...others, ...(options && { pool: options }) })
    return { db, name }
  }

  async function pids(name: string): Promise<string[]> {
    const text = 'select pid::text from pg_stat_activity where application_name = $1 order by pid'
    const { rows } = await watcher.query<{ pid: string }>(text, [name])
    return rows.map((row) => row.pid)
  }

  const pidOf = async (db: Db): Promise<string> => String((await execute(db, pid, [])).rows[0]?.[0])
  const kill = (name: string) =>
    watcher.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [name])

  test('has no more connections than it may, and serves everybody who waits', async () => {
    const { db, name } = open({ size: 3 })
    const work = Array.from({ length: 60 }, (_, index) => {
      if (index % 4 === 0) return withSession(db, (tx) => execute(tx, wait, [0.002]))
      if (index % 4 === 1) return run(db, 'select pg_sleep(0.002)')
      if (index % 4 === 2) return executeByKey(db, wait, [0.002])
      return execute(db, wait, [0.002])
    })
    expect((await Promise.all(work)).length).toBe(60)
    expect(await pids(name)).toHaveLength(3)
    await db.destroy()
    await expect.poll(() => pids(name)).toEqual([])
  })

  test('many come at once when a connection has gone idle', async () => {
    const { db, name } = open({ size: 3, idleTimeout: 300, connectionTimeout: 2_000 })
    await pidOf(db)
    await sleep(400) // it is not at hand any more
    const twice = async () => {
      await execute(db, wait, [0.002])
      await execute(db, wait, [0.002])
    }
    await Promise.all(Array.from({ length: 20 }, twice))
    expect(await pids(name)).toHaveLength(3)
    await db.destroy()
  })

  test('a connection that does not come in time', async () => {
    const { db } = open({ size: 1, connectionTimeout: 100 })
    const busy = execute(db, wait, [0.5])
    await sleep(30)
    await expect(execute(db, wait, [0])).rejects.toThrow('timeout exceeded when trying to connect')
    const reads = await Promise.allSettled([executeByKey(db, pid, []), executeByKey(db, pid, [])])
    expect(reads.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await busy
    await execute(db, wait, [0])
    await db.destroy()
  })

  test('the same connection is used again', async () => {
    const { db, name } = open({ size: 5 })
    const first = await pidOf(db)
    for (let count = 0; count < 20; count += 1) expect(await pidOf(db)).toBe(first)
    expect(await pids(name)).toEqual([first])
    await db.destroy()
  })

  test('idle connections are closed', async () => {
    const { db, name } = open({ size: 3, idleTimeout: 100 })
    await Promise.all([1, 2, 3].map(() => execute(db, wait, [0.01])))
    expect(await pids(name)).toHaveLength(3)
    await expect.poll(() => pids(name), { timeout: 2_000 }).toEqual([])
    await pidOf(db)
    await db.destroy()
  })

  test('a connection is closed behind its lifetime, used or not', async () => {
    const { db, name } = open({ size: 1, maxLifetime: 200 })
    const first = await pidOf(db)
    while ((await pids(name)).includes(first)) {
      await execute(db, wait, [0.02])
      await sleep(1)
    }
    const second = await pidOf(db)
    await sleep(300)
    expect(await pidOf(db)).not.toBe(second)
    await db.destroy()
  })

  test('a connection that dies at hand is dropped at once', async () => {
    const { db, name } = open({ size: 2 })
    await Promise.all([execute(db, wait, [0.01]), execute(db, wait, [0.01])])
    await kill(name)
    await sleep(50)
    await Promise.all(Array.from({ length: 10 }, () => execute(db, wait, [0.001])))
    expect(await pids(name)).toHaveLength(2)
    await db.destroy()
  })

  test('one that is at hand for long is tried before it is used', async () => {
    const { db } = open({ size: 1, livenessCheckAfter: 30 })
    const first = await pidOf(db)
    await sleep(50)
    expect(await pidOf(db)).toBe(first)
    const { rows } = await watcher.query('select query from pg_stat_activity where pid = $1', [first])
    expect(rows).toEqual([{ query: pid.text }])
    await db.destroy()
  })

  test('a transaction that nobody ended goes with its connection', async () => {
    const { db } = open({ size: 1 })
    const first = await pidOf(db)
    await db.connection().execute(async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin'))
    })
    expect(await pidOf(db)).not.toBe(first)
    await db.destroy()
  })

  test('destroy waits for what runs, and refuses what comes behind', async () => {
    const { db, name } = open({ size: 2 })
    await pidOf(db)
    const running = Promise.all([execute(db, wait, [0.2]), executeByKey(db, wait, [0.2])])
    await sleep(20)
    const destroyed = db.destroy()
    await expect(execute(db, pid, [])).rejects.toThrow()
    await expect(executeByKey(db, pid, [])).rejects.toThrow()
    await destroyed
    expect((await running).length).toBe(2)
    await expect.poll(() => pids(name)).toEqual([])
    await db.destroy()
  })

  test('those who wait for a connection are told that there will be none', async () => {
    const { db } = open({ size: 1, connectionTimeout: 0 })
    const running = execute(db, wait, [0.1])
    await sleep(30)
    const waiting = [execute(db, pid, []), withSession(db, (tx) => execute(tx, pid, [])), executeByKey(db, pid, [])]
    const refused = waiting.map((work) => expect(work).rejects.toThrow('the database was destroyed'))
    await sleep(1)
    await db.destroy()
    await Promise.all([running, ...refused])
  })

  test('those who wait are served in their order, also when connections die', async () => {
    const { db, name } = open({ size: 2 })
    await Promise.all([execute(db, wait, [0.01]), execute(db, wait, [0.01])])
    const order: number[] = []
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    // Long enough that a machine that is busy elsewhere does not change the order.
    const work = (number: number) => execute(db, wait, [0.05]).finally(() => order.push(number))
    const settled = Promise.allSettled(numbers.map(work))
    await sleep(250)
    await kill(name)
    const results = await settled
    expect(results.filter(({ status }) => status === 'rejected').length).toBeLessThanOrEqual(2)
    for (const [index, number] of order.entries()) expect(Math.abs(number - index)).toBeLessThanOrEqual(2)
    await db.destroy()
  })

  test('those who wait behind a connection that cannot be opened are not forgotten', async () => {
    const { db } = open({ size: 1, connectionTimeout: 5_000 }, { connection: 'postgres://nobody@127.0.0.1:1/nothing' })
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => run(db, 'select 1')))
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
    for (const result of results) expect(String(Reflect.get(result, 'reason'))).toContain('ECONNREFUSED')
    await db.destroy()
  })

  test('a database that nobody used is destroyed', async () => {
    const { db } = open({})
    await db.destroy()
    const { db: other } = open({})
    await execute(other, pid, [])
    await other.destroy()
    await expect(execute(other, pid, [])).rejects.toThrow()
  })

  test('reads by a key spread over connections', async () => {
    const { db, name } = open({ size: 4 })
    await pidOf(db)
    const found = await Promise.all(Array.from({ length: 32 }, () => executeByKey(db, pid, [])))
    const used = found.map(({ rows }) => String(rows[0]?.[0]))
    expect(new Set(used)).toEqual(new Set(await pids(name)))
    expect(new Set(used).size).toBe(4)
    await db.destroy()
  })

  test('reads by a key whose connection dies are read on another one', async () => {
    const { db, name } = open({ size: 1 })
    await pidOf(db)
    const reads = Promise.allSettled([0, 0.3, 0].map((time) => executeByKey(db, wait, [time])))
    await sleep(100)
    await kill(name)
    expect((await reads).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await db.destroy()
  })

  test('a server that is not there', async () => {
    const { db } = open({}, { connection: 'postgres://nobody@127.0.0.1:1/nothing' })
    const reads = await Promise.allSettled([executeByKey(db, pid, []), executeByKey(db, pid, []), execute(db, pid, [])])
    expect(reads.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await db.destroy()
  })
})
