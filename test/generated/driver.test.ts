import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, LogEvent } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase, type DatabaseOptions } from '../../generated-sample/src/db/client.js'
import type { Database } from '../../generated-sample/src/db/database.js'
import { TagNameTaken } from '../../generated-sample/src/db/errors/tag.errors.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { copyIn, execute, executeAll, executeByKey, streamRows } from '../../generated-sample/src/db/execute.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { type SessionOptions, withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { type RecordingPooler, startPooler } from '../support/pooler.js'
import { run, sampleSpec } from '../support/sample.js'

type Db = Kysely<Database>

const named = (name: string, text: string) => ({ name, text })
const unnamed = (text: string) => ({ name: undefined, text })
const insertTag = named('insert tag', 'insert into tags (name) values ($1)')

describe.each(databaseKinds)('statements on %s', (kind) => {
  let database: SpecDatabase
  let db: Db

  beforeAll(async () => {
    database = await openDatabase(kind, sampleSpec)
    db = createDatabase({ connection: database.connection })
  })
  afterAll(async () => {
    await db.destroy()
    await database.close()
  })

  test.each([
    ['empty', ''],
    ['of several bytes', 'aé€😀'],
    ['a long one of several bytes', '€😀x'.repeat(400_000)],
    ['quotes and backslashes', `'"\\\n\t`],
    ['none', null],
  ])('a text that is %s', async (_, text) => {
    const statement = named('echo', 'select $1::text, length($1::text)::text')
    const [row] = (await execute(db, statement, [text])).rows
    expect(row?.[0] === text).toBe(true)
    expect(row?.[1]).toBe(text === null ? null : String([...text].length))
  })

  test('values that are not texts', async () => {
    const statement = unnamed('select $1::int8::text, $2::float8::text, $3::bool::text, $4::text')
    const { rows } = await execute(db, statement, [12, -1.5, true, 3])
    expect(rows).toEqual([['12', '-1.5', 'true', '3']])
  })

  test('json is parsed, everything else is the text of PostgreSQL', async () => {
    const text = `select '{"a":[1]}'::json, '[2]'::jsonb, null::jsonb, 12345678901234567890::numeric, '{1,2}'::int[], date '2026-01-02'`
    expect((await execute(db, unnamed(text), [])).rows).toEqual([
      [{ a: [1] }, [2], null, '12345678901234567890', '{1,2}', '2026-01-02'],
    ])
  })

  test('numbers of rows', async () => {
    expect(await execute(db, insertTag, ['counted'])).toEqual({ rows: [], affectedRows: 1 })
    const none = await execute(db, unnamed('delete from tags where name = $1'), ['nobody'])
    expect(none).toEqual({ rows: [], affectedRows: 0 })
    await run(db, 'truncate tags cascade')
  })

  test('an error of a constraint is typed, and the next statement runs', async () => {
    await execute(db, insertTag, ['taken'])
    await expect(execute(db, insertTag, ['taken'])).rejects.toThrow(TagNameTaken)
    await expect(executeByKey(db, insertTag, ['taken'])).rejects.toThrow(TagNameTaken)
    await execute(db, insertTag, ['free'])
    expect(await new TagRepository(db).count()).toBe(2)
    await run(db, 'truncate tags cascade')
  })

  test('an error has the stack of its caller', async () => {
    const divide = async () => await execute(db, unnamed('select 1 / $1::int'), [0])
    const error: unknown = await divide().catch((caught: unknown) => caught)
    expect(error instanceof Error && error.stack).toContain('driver.test.ts')
  })

  test('several statements have their results in order', async () => {
    const calls = ['b', 'a', 'c'].map((value) => ({ statement: named('one', 'select $1::text'), values: [value] }))
    const count = { statement: unnamed('select count(*)::text from tags'), values: [] }
    const results = await executeAll(db, [...calls, { statement: insertTag, values: ['all'] }, count])
    expect(results.map(({ rows }) => rows)).toEqual([[['b']], [['a']], [['c']], [], [['1']]])
    expect(results[3]?.affectedRows).toBe(1)
    expect(await executeAll(db, [])).toEqual([])
    await run(db, 'truncate tags cascade')
  })

  test('of several statements the first error comes out, and nothing is done', async () => {
    const insert = (name: string) => ({ statement: insertTag, values: [name] })
    await expect(executeAll(db, [insert('x'), insert('x'), insert('y')])).rejects.toThrow(TagNameTaken)
    expect(await new TagRepository(db).count()).toBe(0)
    await withSession(db, async (tx) => {
      await executeAll(tx, [insert('x'), insert('y')])
      const inner = withSession(tx, (nested) => executeAll(nested, [insert('z'), insert('z')]))
      await expect(inner).rejects.toThrow(TagNameTaken)
    })
    expect(await new TagRepository(db).count()).toBe(2)
    await run(db, 'truncate tags cascade')
  })

  test('reads by a key of one tick: each has its own result or error', async () => {
    const divide = named('divide', 'select 12 / $1::int as quotient')
    const numbers = Array.from({ length: 40 }, (_, index) => index % 7)
    const results = await Promise.allSettled(numbers.map((number) => executeByKey(db, divide, [number])))
    expect(results).toEqual(
      numbers.map((number) =>
        number === 0
          ? { status: 'rejected', reason: expect.objectContaining({ code: '22012' }) }
          : { status: 'fulfilled', value: expect.objectContaining({ rows: [[String(Math.floor(12 / number))]] }) },
      ),
    )
  })

  test('they see what their transaction has written', async () => {
    const count = named('count', 'select count(*)::text from tags')
    await withSession(db, async (tx) => {
      await execute(tx, insertTag, ['seen'])
      const counts = await Promise.all([executeByKey(tx, count, []), executeByKey(tx, count, [])])
      expect(counts.map(({ rows }) => rows)).toEqual([[['1']], [['1']]])
    })
    await run(db, 'truncate tags cascade')
  })

  test('an SQL text that cannot be sent is refused before anything is', async () => {
    if (kind === 'pglite') return // reads texts up to the end of a C string
    await expect(execute(db, unnamed('select 1\0'), [])).rejects.toThrow(InvalidInput)
    expect((await execute(db, unnamed('select 1::text'), [])).rows).toEqual([['1']])
  })
})

describe.each(databaseKinds)('transactions on %s, which begin with their first statement', (kind) => {
  let database: SpecDatabase
  let db: Db

  beforeAll(async () => {
    database = await openDatabase(kind, sampleSpec)
    db = createDatabase({ connection: database.connection, pool: { size: 1 } })
  })
  beforeEach(() => run(db, 'truncate tags cascade'))
  afterAll(async () => {
    await db.destroy()
    await database.close()
  })

  const insert = (tx: Db, name: string) => execute(tx, insertTag, [name])
  const count = () => new TagRepository(db).count()

  test('the first one fails', async () => {
    await insert(db, 'a')
    await expect(withSession(db, (tx) => insert(tx, 'a'))).rejects.toThrow(TagNameTaken)
    const unknown = withSession(db, (tx) => execute(tx, named('unknown', 'select * from missing'), []))
    await expect(unknown).rejects.toMatchObject({ code: '42P01' })
    const swallowed = withSession(db, async (tx) => {
      await insert(tx, 'a').catch(() => {})
    })
    await expect(swallowed).rejects.toThrow('the transaction was rolled back')
    await withSession(db, (tx) => insert(tx, 'b'))
    expect(await count()).toBe(2)
  })

  test('the first one is a savepoint', async () => {
    await withSession(db, async (tx) => {
      await withSession(tx, (nested) => insert(nested, 'a'))
      await expect(withSession(tx, (nested) => insert(nested, 'a'))).rejects.toThrow(TagNameTaken)
    })
    const tx = await db.startTransaction().execute()
    const saved = await tx.savepoint('before').execute()
    await insert(saved, 'b')
    await saved.rollbackToSavepoint('before').execute()
    await tx.commit().execute()
    expect(await count()).toBe(1)
  })

  test('the first one is a query of Kysely, a stream or a copy', async () => {
    await withSession(db, async (tx) => {
      await tx.insertInto('tags').values({ name: 'a' }).execute()
      await insert(tx, 'b')
    })
    await withSession(db, async (tx) => {
      for await (const rows of streamRows(tx, unnamed("select 'c'"), [], 1)) await insert(tx, String(rows[0]?.[0]))
      for await (const _ of tx.selectFrom('tags').select('name').stream(1)) break
    })
    await withSession(db, async (tx) => {
      await copyIn(tx, 'copy tags (name) from stdin', ['d\n'])
      throw new Error('on purpose')
    }).catch(() => {})
    expect(await count()).toBe(3)
  })

  test('isolation and access', async () => {
    const show = named(
      'show',
      "select current_setting('transaction_isolation'), current_setting('transaction_read_only')",
    )
    const shown = async (options: SessionOptions) =>
      (await withSession(db, (tx) => execute(tx, show, []), options)).rows
    expect(await shown({ isolation: 'serializable', readOnly: true })).toEqual([['serializable', 'on']])
    expect(await shown({ isolation: 'repeatable read' })).toEqual([['repeatable read', 'off']])
    expect(await shown({})).toEqual([['read committed', 'off']])
  })

  test('one that did nothing is not there', async () => {
    await withSession(db, async () => {})
    await expect(withSession(db, () => Promise.reject(new Error('on purpose')))).rejects.toThrow('on purpose')
    await insert(db, 'a')
    expect(await count()).toBe(1)
  })
})

test.each(databaseKinds)('statements of every kind are logged on %s', async (kind) => {
  const database = await openDatabase(kind, sampleSpec)
  const log: LogEvent[] = []
  const pool = { size: 1 } // so that their order is known
  const db = createDatabase({ connection: database.connection, pool, log: (event) => log.push(event) })
  const one = named('one', 'select $1::text')
  await Promise.all(['a', 'b'].map((value) => executeByKey(db, one, [value])))
  await executeAll(
    db,
    ['c', 'd'].map((value) => ({ statement: one, values: [value] })),
  )
  await execute(db, unnamed('select * from missing'), []).catch(() => {})
  expect(log.map(({ level, query }) => [level, query.sql, ...query.parameters])).toEqual([
    ...['a', 'b', 'c', 'd'].map((value) => ['query', one.text, value]),
    ['error', 'select * from missing'],
  ])
  await db.destroy()
  await database.close()
})

describe('prepared statements of a server', () => {
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

  async function withDatabase(options: DatabaseOptions, work: (db: Db) => Promise<void>): Promise<void> {
    const db = createDatabase({ connection: String(database.connection), pool: { size: 1 }, ...options })
    try {
      await run(db, 'select 1')
      await work(db)
    } finally {
      await db.destroy()
    }
  }

  const pidOf = async (db: Db) => (await run(db, 'select pg_backend_pid() as pid'))[0]?.['pid']

  test('one that was parsed and then failed is not parsed again', async () => {
    await withDatabase({}, async (db) => {
      const divide = named('divide', 'select 12 / $1::int')
      await expect(execute(db, divide, [0])).rejects.toMatchObject({ code: '22012' })
      expect((await execute(db, divide, [3])).rows).toEqual([['4']])
      await expect(execute(db, divide, ['x'])).rejects.toMatchObject({ code: '22P02' })
      expect((await execute(db, divide, [4])).rows).toEqual([['3']])
      const twice = named('insert twice', 'insert into tags (name) select $1 from generate_series(1, $2::int)')
      await expect(execute(db, twice, ['two', 'x'])).rejects.toMatchObject({ code: '22P02' })
      await expect(execute(db, twice, ['two', 2])).rejects.toThrow(TagNameTaken)
      await withSession(db, async (tx) => execute(tx, twice, ['two', 2])).catch(() => {})
      expect((await execute(db, twice, ['two', 1])).affectedRows).toBe(1)
      await run(db, 'truncate tags cascade')
    })
  })

  test('one that cannot be parsed is tried again', async () => {
    await withDatabase({}, async (db) => {
      const select = named('select later', 'select n from later')
      await expect(execute(db, select, [])).rejects.toMatchObject({ code: '42P01' })
      await run(db, 'create table later (n int)')
      expect((await execute(db, select, [])).rows).toEqual([])
      await run(db, 'drop table later')
    })
  })

  test('names that PostgreSQL cuts to the same one', async () => {
    await withDatabase({}, async (db) => {
      for (const long of ['n'.repeat(63), 'n'.repeat(200), 'ö'.repeat(40)]) {
        for (const end of ['a', 'b', 'a', 'b']) {
          const { rows } = await execute(db, named(long + end, `select '${end}' || $1::text`), ['!'])
          expect(rows).toEqual([[`${end}!`]])
        }
      }
    })
  })

  test('one name with another text', async () => {
    await withDatabase({}, async (db) => {
      for (const text of ['select 1', "select 'x'", 'select 2']) await execute(db, named('same', text), [])
      expect((await execute(db, named('same', "select 'y'"), [])).rows).toEqual([['y']])
    })
  })

  test('65,535 parameters, and one more', async () => {
    await withDatabase({}, async (db) => {
      const sum = (count: number) =>
        unnamed(`select (${Array.from({ length: count }, (_, index) => `$${index + 1}::text`).join(',')}) is null`)
      const values = (count: number) => Array.from({ length: count }, () => 'x')
      await expect(execute(db, sum(1_000), values(1_000))).resolves.toBeDefined()
      const list = unnamed(
        `select count(*)::text from (values ${values(65_535)
          .map((_, index) => `($${index + 1})`)
          .join(',')}) as v`,
      )
      expect((await execute(db, list, values(65_535))).rows).toEqual([['65535']])
      await expect(execute(db, list, values(65_536))).rejects.toThrow('65535 parameters at most, this one has 65536')
      expect((await execute(db, sum(2), ['x', 'y'])).rows).toHaveLength(1)
    })
  })

  test('tables that are altered under them: outside of a transaction nobody notices', async () => {
    await withDatabase({ pool: { size: 2 } }, async (db) => {
      await run(db, 'create table altered (n int)')
      await run(db, 'insert into altered values (1)')
      const all = named('altered', 'select * from altered')
      const read = () => Promise.all([1, 2, 3, 4].map(() => execute(db, all, [])))
      const readByKey = () => Promise.all(Array.from({ length: 20 }, () => executeByKey(db, all, [])))
      await read()
      await readByKey()
      await watcher.query('alter table altered add m text')
      for (const { rows } of await read()) expect(rows).toEqual([['1', null]])
      await watcher.query("alter table altered add k int default 5, alter n type text using n || 'x'")
      for (const { rows } of await readByKey()) expect(rows).toEqual([['1x', null, '5']])
      await run(db, 'drop table altered')
    })
  })

  test('inside of one the error comes out once, however many of them there are', async () => {
    await withDatabase({}, async (db) => {
      await run(db, 'create table altered (n int)')
      const statements = [1, 2, 3, 4, 5].map((number) => named(`altered ${number}`, `select *, ${number} from altered`))
      const useAll = async (tx: Db) => {
        for (const statement of statements) await execute(tx, statement, [])
      }
      await useAll(db)
      await watcher.query('alter table altered add m text')
      const work = withSession(
        db,
        async (tx) => {
          await execute(tx, unnamed('select 1'), [])
          await useAll(tx)
        },
        { retries: 0 },
      )
      await expect(work).rejects.toMatchObject({ code: '0A000' })
      const pid = await pidOf(db)
      let runs = 0
      await withSession(db, async (tx) => {
        runs += 1
        await execute(tx, unnamed('select 1'), [])
        await useAll(tx)
      })
      expect([runs, await pidOf(db)]).toEqual([1, pid])
      await watcher.query('alter table altered add k text')
      const first = withSession(db, useAll, { retries: 0 }) // with its first statement a transaction can begin again
      await expect(first).resolves.toBeUndefined()
      await run(db, 'drop table altered')
    })
  })

  test('what is deallocated by hand', async () => {
    await withDatabase({}, async (db) => {
      const one = named('one', 'select $1::text')
      await execute(db, one, ['a'])
      await run(db, 'deallocate all')
      expect((await execute(db, one, ['b'])).rows).toEqual([['b']])
      expect((await execute(db, one, ['c'])).rows).toEqual([['c']])
    })
  })

  test('notices, empty statements, and a copy that is none', async () => {
    await withDatabase({}, async (db) => {
      await execute(db, unnamed("do $$ begin raise notice 'hello'; end $$"), [])
      expect(await execute(db, unnamed(''), [])).toEqual({ rows: [], affectedRows: undefined })
      await expect(execute(db, unnamed('copy tags (name) from stdin'), [])).rejects.toThrow('use copyIn')
      expect((await execute(db, unnamed('select 1'), [])).rows).toEqual([['1']])
    })
  })

  test('a statement that takes too long', async () => {
    await withDatabase({ statementTimeout: 50 }, async (db) => {
      const pid = await pidOf(db)
      await expect(execute(db, unnamed('select pg_sleep(5)'), [])).rejects.toMatchObject({ code: '57014' })
      expect(await pidOf(db)).toBe(pid)
      const wait = named('wait', 'select pg_sleep($1::float8)')
      const results = await Promise.allSettled([0, 5, 0].map((time) => executeByKey(db, wait, [time])))
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    })
  })

  test("pg's own timeout: the connection is given up", async () => {
    const address = new URL(String(database.connection))
    address.searchParams.set('query_timeout', '100')
    await withDatabase({ connection: address.href }, async (db) => {
      const pid = await pidOf(db)
      await expect(execute(db, unnamed('select pg_sleep(2)'), [])).rejects.toThrow('Query read timeout')
      expect(await pidOf(db)).not.toBe(pid)
      expect((await execute(db, unnamed('select 1'), [])).rows).toEqual([['1']])
      await sleep(150) // the timers of statements that came in time do nothing
      expect((await execute(db, unnamed('select 2'), [])).rows).toEqual([['2']])
    })
  })

  test('a connection that dies between rows', async () => {
    await withDatabase({}, async (db) => {
      const pid = await pidOf(db)
      const rows = unnamed("select repeat('x', 1000), pg_sleep(0.001)::text from generate_series(1, 1000)")
      const reading = execute(db, rows, [])
      const caught = expect(reading).rejects.toMatchObject({ code: '57P01' })
      await sleep(200)
      await watcher.query('select pg_terminate_backend($1)', [pid])
      await caught
      expect(await pidOf(db)).not.toBe(pid)
    })
  })

  test('a connection that dies in a transaction', async () => {
    await withDatabase({}, async (db) => {
      const work = withSession(db, async (tx) => {
        await watcher.query('select pg_terminate_backend($1)', [await pidOf(tx)])
        await sleep(50)
        await execute(tx, named('one', 'select 1'), [])
      })
      await expect(work).rejects.toThrow()
      expect((await execute(db, named('one', 'select 1'), [])).rows).toEqual([['1']])
    })
  })
})

/** As no server would send it. */
function damage(frame: Buffer): Buffer {
  return Buffer.from(frame.toString('latin1').replace('{"intact": true}', '{"intact": tru}}'), 'latin1')
}

describe('what is sent', () => {
  let database: SpecDatabase
  let proxy: RecordingPooler
  let db: Db

  beforeAll(async () => {
    database = await openDatabase('postgres', sampleSpec)
    proxy = await startPooler(String(database.connection), 1, damage)
    const timeouts = { statementTimeout: 0, lockTimeout: 0, idleInTransactionTimeout: 0 }
    db = createDatabase({ connection: proxy.url, pool: { size: 1 }, ...timeouts })
    await run(db, 'select 1')
    proxy.sent()
  })
  afterAll(async () => {
    await db.destroy()
    await proxy.close()
    await database.close()
  })

  const one = named('one', 'select $1::text')

  test('a statement is parsed and described once', async () => {
    await execute(db, one, ['a'])
    expect(proxy.sent()).toBe('PBDES')
    await execute(db, one, ['a'])
    expect(proxy.sent()).toBe('BES')
    await execute(db, unnamed('select 1'), [])
    expect(proxy.sent()).toBe('PBDES')
  })

  test('one that was parsed and then failed is not parsed again', async () => {
    const divide = named('divide', 'select 12 / $1::int')
    await expect(execute(db, divide, ['x'])).rejects.toMatchObject({ code: '22P02' })
    await expect(execute(db, divide, [0])).rejects.toMatchObject({ code: '22012' })
    await execute(db, divide, [3])
    await execute(db, divide, [4])
    expect(proxy.sent()).toBe('PBDESBDESBDESBES') // described when it is bound for the first time
    const insert = named('insert series', 'insert into tags (name) select $1 from generate_series(1, $2::int)')
    await expect(execute(db, insert, ['two', 2])).rejects.toThrow(TagNameTaken)
    await execute(db, insert, ['one', 1])
    await execute(db, insert, ['none', 0])
    expect(proxy.sent()).toBe('PBDESBDESBES')
  })

  test('one name with another text is closed first', async () => {
    for (const text of ['select 1', 'select 2', 'select 2']) await execute(db, named('same', text), [])
    expect(proxy.sent()).toBe('PBDESCPBDESBES')
  })

  test('names that PostgreSQL cuts to the same one are others there', async () => {
    for (const end of ['a', 'b', 'a', 'b']) await execute(db, named('n'.repeat(70) + end, 'select 1'), [])
    expect(proxy.sent()).toBe('PBDESPBDESBESBES')
  })

  test('stale ones are all prepared anew, once', async () => {
    await run(db, 'create table altered (n int)')
    const [a, b] = ['a', 'b'].map((name) => named(`altered ${name}`, 'select * from altered'))
    if (a === undefined || b === undefined) throw new Error('no statements')
    await execute(db, a, [])
    await execute(db, b, [])
    await run(db, 'alter table altered add m int')
    proxy.sent()
    await execute(db, a, [])
    expect(proxy.sent()).toBe('BESCPBDES')
    await execute(db, b, [])
    await execute(db, a, [])
    expect(proxy.sent()).toBe('CPBDESBES')
    await run(db, 'drop table altered')
    await execute(db, one, ['a'])
    proxy.sent()
  })

  test('a transaction begins with its first statement, and not without one', async () => {
    await withSession(db, async () => {})
    await withSession(db, async () => {
      throw new Error('on purpose')
    }).catch(() => {})
    const empty = await db.startTransaction().execute()
    await empty.commit().execute()
    expect(proxy.sent()).toBe('')
    await withSession(db, (tx) => execute(tx, one, ['a']))
    expect(proxy.sent()).toBe('PBEBESPBES')
    await withSession(db, (tx) => run(tx, 'select 1'))
    expect(proxy.sent()).toBe('PBESQPBES')
  })

  test('a value that cannot be read is an error of its statement alone', async () => {
    const json = named('json', `select jsonb_build_object('intact', $1::bool) from generate_series(1, 3)`)
    await expect(execute(db, json, [true])).rejects.toThrow('a value cannot be read')
    expect((await execute(db, json, [false])).rows).toHaveLength(3)
    const reads = await Promise.allSettled([false, true, false].map((value) => executeByKey(db, json, [value])))
    expect(reads.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(proxy.sent()).toBe('PBDESBESBEBEBESBES')
  })

  test('several statements are one request', async () => {
    const calls = ['a', 'b', 'c'].map((value) => ({ statement: one, values: [value] }))
    await executeAll(db, calls)
    expect(proxy.sent()).toBe('BEBEBES')
    await withSession(db, (tx) => executeAll(tx, calls))
    expect(proxy.sent()).toBe('PBEBEBEBESPBES')
  })

  test('reads by a key share requests of eight at most', async () => {
    const read = (count: number) => Promise.all(Array.from({ length: count }, () => executeByKey(db, one, ['a'])))
    await read(1)
    expect(proxy.sent()).toBe('BES')
    await read(8)
    expect(proxy.sent()).toBe(`${'BE'.repeat(8)}S`)
    await read(9)
    expect(proxy.sent()).toBe(`${'BE'.repeat(5)}S${'BE'.repeat(4)}S`)
    await withSession(db, (tx) => Promise.all([executeByKey(tx, one, ['a']), executeByKey(tx, one, ['a'])]))
    expect(proxy.sent()).toBe('PBEBESBESPBES')
    const other = named('other', 'select 1, $1::text')
    await Promise.all([executeByKey(db, other, ['a']), executeByKey(db, other, ['a']), executeByKey(db, one, ['a'])])
    expect(proxy.sent()).toBe('PBDEBEBES')
  })
})
