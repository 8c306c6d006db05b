import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type DatabaseOptions } from '../../generated-sample/src/db/client.js'
import { copyIn, execute, executeAll, executeByKey, streamRows } from '../../generated-sample/src/db/execute.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { openDatabase, type SpecDatabase } from '../support/database.js'
import { hasPgBouncer, type Pooler, startPgBouncer, startPooler } from '../support/pooler.js'
import { run, sampleSpec } from '../support/sample.js'

type Db = ReturnType<typeof createDatabase>

const poolers = {
  'a pooler that knows no prepared statements': startPooler,
  ...(hasPgBouncer && { PgBouncer: startPgBouncer }),
}
const serverTimeouts = { statementTimeout: 0, lockTimeout: 0, idleInTransactionTimeout: 0 }
const numbered = (name: string) => ({ name, text: `select '${name}', $1::int` })

describe.each(Object.entries(poolers))('behind %s', (_, start) => {
  let database: SpecDatabase
  let pooler: Pooler

  beforeAll(async () => {
    database = await openDatabase('postgres', sampleSpec)
    pooler = await start(String(database.connection), 2)
  })
  afterAll(async () => {
    await pooler.close()
    await database.close()
  })

  async function withDatabase(options: DatabaseOptions, work: (db: Db) => Promise<void>): Promise<void> {
    const db = createDatabase({ connection: pooler.url, ...options })
    try {
      await work(db)
    } finally {
      await db.destroy()
    }
  }

  /** Both connections of the pooler to the server are opened, and used in turn from here. */
  const warm = (db: Db) => Promise.all([run(db, 'select pg_sleep(0.1)'), run(db, 'select pg_sleep(0.1)')])

  test('without prepared statements everything works', async () => {
    await withDatabase({ prepare: false, applicationName: 'pooled' }, async (db) => {
      await warm(db)
      const tags = new TagRepository(db)
      const created = await Promise.all(Array.from({ length: 20 }, (_, index) => tags.create({ name: `tag ${index}` })))
      expect(await Promise.all(created.map(({ id }) => tags.findById(id)))).toEqual(created)
      const reads = await Promise.all(created.map(({ id }) => executeByKey(db, numbered('key'), [id])))
      expect(reads.map(({ rows }) => rows[0]?.[1])).toEqual(created.map(({ id }) => id))
      const failed = withSession(db, async (tx) => {
        await new TagRepository(tx).create({ name: 'gone' })
        await new TagRepository(tx).create({ name: 'tag 0' })
      })
      await expect(failed).rejects.toMatchObject({ name: 'TagNameTaken' })
      expect(await tags.count()).toBe(20)
      const all = [1, 2, 3].map((value) => ({ statement: numbered(`all ${value}`), values: [value] }))
      expect((await executeAll(db, all)).map(({ rows }) => rows)).toEqual([
        [['all 1', '1']],
        [['all 2', '2']],
        [['all 3', '3']],
      ])
      let streamed = 0
      const select = { name: 'series', text: 'select * from generate_series(1, $1::int)' }
      for await (const rows of streamRows(db, select, [25], 10)) streamed += rows.length
      expect(streamed).toBe(25)
      expect(await copyIn(db, 'copy tags (name) from stdin', ['copied 1\n', 'copied 2\n'])).toBe(2)
      expect(await tags.count()).toBe(22)
      await run(db, 'truncate tags cascade')
    })
  })

  test('a name that another connection has is given up, and all of them with it', async () => {
    await withDatabase({ pool: { size: 2 }, ...serverTimeouts }, async (db) => {
      await warm(db)
      for (let value = 0; value < 6; value += 1) {
        expect((await execute(db, numbered('lost'), [value])).rows).toEqual([['lost', String(value)]])
      }
      await execute(db, numbered('later'), [1])
      const names = "select name, pg_sleep(0.1) from pg_prepared_statements where name = 'later'"
      expect(await Promise.all([run(db, names), run(db, names)])).toEqual([[], []])
    })
  })

  test('a name that another client has is given up', async () => {
    await withDatabase({ pool: { size: 1 }, ...serverTimeouts }, async (first) => {
      await withDatabase({ pool: { size: 1 }, ...serverTimeouts }, async (second) => {
        for (const db of [first, second, first, second, second, first]) {
          expect((await execute(db, numbered('both'), [1])).rows).toEqual([['both', '1']])
          expect((await executeByKey(db, numbered('both'), [2])).rows).toEqual([['both', '2']])
        }
      })
    })
  })

  test('also by several statements at once, and by streams', async () => {
    const series = { name: 'series of ten', text: 'select n from generate_series(1, 10) as n' }
    await withDatabase({ pool: { size: 2 }, ...serverTimeouts }, async (db) => {
      await warm(db)
      const call = (name: string) => ({ statement: numbered(name), values: [1] })
      for (let attempt = 0; attempt < 4; attempt += 1) {
        const results = await executeAll(db, [call('several a'), call('several b'), call('several a')])
        expect(results.map(({ rows }) => rows[0]?.[0])).toEqual(['several a', 'several b', 'several a'])
        const reads = await Promise.all(Array.from({ length: 10 }, () => executeByKey(db, numbered('read'), [1])))
        expect(reads.flatMap(({ rows }) => rows)).toHaveLength(10)
        let streamed = 0
        for await (const rows of streamRows(db, series, [], 4)) streamed += rows.length
        expect(streamed).toBe(10)
      }
    })
  })

  test('in a transaction the error says what to do, and the pool has learnt it', async () => {
    await withDatabase({ pool: { size: 2 }, ...serverTimeouts }, async (db) => {
      await warm(db)
      const names = ['one', 'two', 'three', 'four'].map((name) => `tx ${name}`)
      const useAll = () =>
        withSession(db, async (tx) => {
          await run(tx, 'select 1')
          for (const name of names) await execute(tx, numbered(name), [1])
        })
      const errors: unknown[] = []
      for (let attempt = 0; attempt < 4; attempt += 1) await useAll().catch((error: unknown) => errors.push(error))
      expect(errors).toHaveLength(1)
      expect(String(errors[0])).toContain('give createDatabase the option prepare: false')
      expect(errors[0]).toMatchObject({ cause: { code: '26000' } })
    })
  })

  test('with its first statement a transaction is begun again', async () => {
    await withDatabase({ pool: { size: 2 }, ...serverTimeouts }, async (db) => {
      await warm(db)
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const isolation = 'serializable'
        const shown = await withSession(
          db,
          async (tx) => {
            await execute(tx, numbered('first'), [1])
            return run(tx, 'show transaction_isolation')
          },
          { isolation },
        )
        expect(shown).toEqual([{ transaction_isolation: isolation }])
      }
    })
  })

  test('settings that it refuses: the error says what to do', async () => {
    await withDatabase({}, async (db) => {
      const error: unknown = await run(db, 'select 1').catch((caught: unknown) => caught)
      expect(String(error)).toMatch(/unsupported startup parameter: .*behind a pooler give createDatabase/)
    })
  })
})
