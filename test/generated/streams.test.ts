import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, LogEvent } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../../generated-sample/src/db/client.js'
import type { Database } from '../../generated-sample/src/db/database.js'
import { PostAuthorMissing } from '../../generated-sample/src/db/errors/post.errors.js'
import { TagNameTaken } from '../../generated-sample/src/db/errors/tag.errors.js'
import { copyIn, execute, streamRows } from '../../generated-sample/src/db/execute.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds, openDatabase, type SpecDatabase } from '../support/database.js'
import { run, sampleSpec } from '../support/sample.js'

type Db = Kysely<Database>

const failure = new Error('on purpose')
const series = { name: 'series', text: 'select n::text from generate_series(1, $1::int) as n' }
const counted = { name: undefined, text: "select nextval('drawn')::text from generate_series(1, 1000)" }
const copyTags = 'copy tags (name) from stdin'

describe.each(databaseKinds)('on %s', (kind) => {
  let database: SpecDatabase
  let db: Db

  beforeAll(async () => {
    database = await openDatabase(kind, sampleSpec)
    // With one connection nothing runs behind a stream that keeps it.
    db = createDatabase({ connection: database.connection, pool: { size: 1, connectionTimeout: 2_000 } })
    await run(db, 'create sequence drawn')
  })
  beforeEach(() => run(db, 'truncate tags restart identity cascade'))
  afterAll(async () => {
    await db.destroy()
    await database.close()
  })

  async function sizes(batches: AsyncIterable<readonly unknown[]>): Promise<number[]> {
    const found: number[] = []
    for await (const batch of batches) found.push(batch.length)
    return found
  }

  const tagNames = async (): Promise<string[]> =>
    (await run(db, 'select name from tags order by id')).map(({ name }) => String(name))

  describe('streams', () => {
    test.each([
      [0, []],
      [1, [1]],
      [9, [9]],
      [10, [10]],
      [11, [10, 1]],
      [35, [10, 10, 10, 5]],
    ])('%i rows in batches of ten', async (count, expected) => {
      expect(await sizes(streamRows(db, series, [count], 10))).toEqual(expected)
      await withSession(db, async (tx) => {
        expect(await sizes(streamRows(tx, series, [count], 10))).toEqual(expected)
      })
    })

    test('rows are those of execute', async () => {
      const statement = { name: undefined, text: `select $1::text, null::int, '{"a":1}'::jsonb, '1.50'::numeric` }
      const { rows } = await execute(db, statement, ['x'])
      for await (const batch of streamRows(db, statement, ['x'], 5)) expect(batch).toEqual(rows)
      expect(rows).toEqual([['x', null, { a: 1 }, '1.50']])
    })

    test('nothing is read before it is asked for', async () => {
      const batches = streamRows(db, counted, [], 10)
      const first = await batches.next()
      await sleep(50)
      const [last] = first.value?.at(-1) ?? []
      await batches.return()
      const [drawn] = await run(db, 'select last_value::text as last from drawn')
      expect(drawn?.['last']).toBe(last)
    })

    test('a loop that is left early frees the connection', async () => {
      for await (const batch of streamRows(db, series, [100], 10)) {
        expect(batch).toHaveLength(10)
        break
      }
      const loop = async () => {
        for await (const _ of streamRows(db, series, [100], 10)) throw failure
      }
      await expect(loop()).rejects.toBe(failure)
      expect(await run(db, 'select count(*) as open from pg_cursors')).toEqual([{ open: '0' }])
    })

    test('an error at the start, and one between the batches', async () => {
      const missing = { name: undefined, text: 'select * from missing' }
      await expect(sizes(streamRows(db, missing, [], 10))).rejects.toMatchObject({ code: '42P01' })
      const divided = { name: 'divided', text: 'select (1 / (20 - n))::text from generate_series(1, $1::int) as n' }
      const seen: number[] = []
      const loop = async () => {
        for await (const batch of streamRows(db, divided, [100], 10)) seen.push(batch.length)
      }
      await expect(loop()).rejects.toMatchObject({ code: '22012' })
      expect(seen).toEqual([10])
      expect(await sizes(streamRows(db, series, [3], 10))).toEqual([3])
    })

    test('a size of batches that is none', async () => {
      for (const size of [0, 1.5, Number.NaN]) {
        await expect(sizes(streamRows(db, series, [1], size))).rejects.toThrow('batchSize: expected an integer from 1')
      }
    })

    test('in a session other statements run between the batches', async () => {
      await withSession(db, async (tx) => {
        for await (const batch of streamRows(tx, series, [25], 10)) {
          for (const [name] of batch) await new TagRepository(tx).create({ name: `tag ${name}` })
          expect(await sizes(streamRows(tx, series, [15], 10))).toEqual([10, 5])
        }
        for await (const _ of streamRows(tx, series, [25], 10)) break
        expect(await run(tx, 'select count(*) as open from pg_cursors')).toEqual([{ open: '0' }])
      })
      expect(await tagNames()).toHaveLength(25)
    })

    test('a failure in a session takes back what it did', async () => {
      const work = withSession(db, async (tx) => {
        for await (const batch of streamRows(tx, series, [25], 10)) {
          for (const [name] of batch) await new TagRepository(tx).create({ name: String(name) })
          if (batch.length < 10) throw failure
        }
      })
      await expect(work).rejects.toBe(failure)
      expect(await tagNames()).toEqual([])
    })

    test("in Kysely's transactions, and on a connection of its own", async () => {
      await db.transaction().execute(async (tx) => {
        expect(await sizes(streamRows(tx, series, [15], 10))).toEqual([10, 5])
      })
      const tx = await db.startTransaction().execute()
      expect(await sizes(streamRows(tx, series, [15], 10))).toEqual([10, 5])
      await tx.rollback().execute()
      await db.connection().execute(async (connection) => {
        expect(await sizes(streamRows(connection, series, [15], 10))).toEqual([10, 5])
      })
      expect(await sizes(streamRows(db.withoutPlugins(), series, [15], 10))).toEqual([10, 5])
    })

    test('behind the end of its transaction it is over', async () => {
      let batches: AsyncGenerator<readonly unknown[]> | undefined
      await withSession(db, async (tx) => {
        batches = streamRows(tx, series, [25], 10)
        await batches.next()
      })
      await expect(batches?.next()).rejects.toThrow()
      expect(await tagNames()).toEqual([])
    })
  })

  describe('copies', () => {
    const encoder = new TextEncoder()

    async function* later(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
      for (const chunk of chunks) {
        await sleep(1)
        yield chunk
      }
    }

    test('texts and bytes, at once and later, cut anywhere', async () => {
      expect(await copyIn(db, copyTags, ['a\nb\n', 'c', 'd\n'])).toBe(3)
      const bytes = encoder.encode('ö€\n😀\n')
      expect(await copyIn(db, copyTags, later([bytes.subarray(0, 1), bytes.subarray(1, 7), bytes.subarray(7)]))).toBe(2)
      expect(await copyIn(db, copyTags, [])).toBe(0)
      expect(await tagNames()).toEqual(['a', 'b', 'cd', 'ö€', '😀'])
    })

    test('many rows', async () => {
      const chunks = Array.from({ length: 200 }, (_, chunk) =>
        Array.from({ length: 500 }, (_, row) => `tag ${chunk} ${row}\n`).join(''),
      )
      expect(await copyIn(db, copyTags, later(chunks))).toBe(100_000)
      expect(await new TagRepository(db).count()).toBe(100_000)
    })

    test('an error of the source comes out, and nothing is copied', async () => {
      const source = async function* () {
        yield 'a\n'
        await sleep(20)
        throw failure
      }
      await expect(copyIn(db, copyTags, source())).rejects.toBe(failure)
      expect(await tagNames()).toEqual([])
    })

    test('an error of the server comes out, while the source is slow', async () => {
      let isClosed = false
      const source = async function* () {
        try {
          yield 'a\tb\n'
          for (let row = 0; row < 10; row += 1) {
            await sleep(20)
            yield `${row}\n`
          }
        } finally {
          isClosed = true
        }
      }
      await expect(copyIn(db, copyTags, source())).rejects.toMatchObject({ code: '22P04' })
      expect(await tagNames()).toEqual([])
      await expect.poll(() => isClosed).toBe(true)
    })

    test('errors of constraints are typed', async () => {
      await expect(copyIn(db, copyTags, ['a\na\n'])).rejects.toThrow(TagNameTaken)
      const posts = 'copy posts (title, slug, content, author_id) from stdin'
      await expect(copyIn(db, posts, ['t\ts\tc\t999\n'])).rejects.toThrow(PostAuthorMissing)
      expect(await tagNames()).toEqual([])
    })

    test('what is no copy', async () => {
      await expect(copyIn(db, 'copy missing from stdin', ['a\n'])).rejects.toMatchObject({ code: '42P01' })
      if (kind === 'postgres') await expect(copyIn(db, 'select 1', ['a\n'])).rejects.toThrow('not a copy from stdin')
      expect(await copyIn(db, copyTags, ['a\n'])).toBe(1)
    })

    test('in transactions', async () => {
      await withSession(db, async (tx) => {
        expect(await copyIn(tx, copyTags, ['a\n'])).toBe(1)
        const inner = withSession(tx, (nested) => copyIn(nested, copyTags, ['b\na\n']))
        await expect(inner).rejects.toThrow(TagNameTaken)
        expect(await copyIn(tx, copyTags, later(['c\n']))).toBe(1)
      })
      const work = withSession(db, async (tx) => {
        await copyIn(tx, copyTags, ['d\n'])
        throw failure
      })
      await expect(work).rejects.toBe(failure)
      expect(await tagNames()).toEqual(['a', 'c'])
    })
  })

  test('streams and copies are logged', async () => {
    if (kind === 'pglite') return // it has one owner
    const log: LogEvent[] = []
    const logged = createDatabase({ connection: database.connection, log: (event) => log.push(event) })
    await copyIn(logged, copyTags, ['a\n'])
    await sizes(streamRows(logged, series, [15], 10))
    expect(log.map(({ level, query }) => [level, query.sql, query.parameters])).toEqual([
      ['query', copyTags, []],
      ['query', series.text, [15]],
    ])
    await logged.destroy()
  })
})

describe('copies to a server', () => {
  test('a source is read no faster than the server takes it, and a dead connection ends it', async () => {
    const database = await openDatabase('postgres', sampleSpec)
    const db = createDatabase({ connection: String(database.connection), applicationName: 'copying' })
    const watcher = new pg.Client({ connectionString: String(database.connection) })
    await watcher.connect()
    let taken = 0
    const chunk = `${'x'.repeat(50)}\n`.repeat(1_000)
    const source = async function* () {
      for (; taken < 2_000; taken += 1) yield chunk
    }
    await watcher.query('create table slow (text text)')
    await watcher.query('begin; lock table slow')
    const copying = copyIn(db, 'copy slow from stdin', source())
    await sleep(300)
    expect(taken).toBeLessThan(500) // what fits into the buffers of the sockets
    await watcher.query('commit')
    expect(await copying).toBe(2_000_000)
    taken = 0
    await watcher.query('begin; lock table slow')
    const dying = expect(copyIn(db, 'copy slow from stdin', source())).rejects.toThrow()
    await sleep(300)
    await watcher.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'copying'")
    await dying
    expect(taken).toBeLessThan(500)
    await watcher.end()
    await db.destroy()
    await database.close()
  })
})
