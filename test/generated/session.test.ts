import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '../../generated-sample/src/db/client.js'
import type { Database, Tag } from '../../generated-sample/src/db/database.js'
import { PostAuthorMissing } from '../../generated-sample/src/db/errors/post.errors.js'
import { TagNameTaken } from '../../generated-sample/src/db/errors/tag.errors.js'
import { postStats } from '../../generated-sample/src/db/queries/post.queries.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, run, type Sample } from '../support/sample.js'

const failure = new Error('on purpose')

describe.each(databaseKinds)('sessions on %s', (kind) => {
  let sample: Sample
  let db: Kysely<Database>

  beforeAll(async () => {
    sample = await openSample(kind)
    db = sample.db
  })
  beforeEach(() => sample.empty())
  afterAll(() => sample.close())

  async function names(): Promise<string[]> {
    const rows = await run(db, 'select name from tags order by name')
    return rows.map(({ name }) => String(name))
  }

  const create = (tx: Kysely<Database>, name: string): Promise<Tag> => new TagRepository(tx).create({ name })

  test('commits when the work returns, and returns what it returned', async () => {
    const tag = await withSession(db, async (tx) => {
      await create(tx, 'a')
      expect(await new TagRepository(tx).count()).toBe(1)
      return create(tx, 'b')
    })
    expect(tag.name).toBe('b')
    expect(await names()).toEqual(['a', 'b'])
  })

  test('rolls back when the work throws, and throws what it threw', async () => {
    const work = withSession(db, async (tx) => {
      await create(tx, 'a')
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await names()).toEqual([])
    await create(db, 'b')
    expect(await names()).toEqual(['b'])
  })

  test('queries take the session', async () => {
    await withSession(db, async (tx) => {
      const user = await createUser(tx)
      await createPost(tx, user)
      expect(await postStats(tx)).toMatchObject({ total: 1 })
      throw failure
    }).catch(() => {})
    expect(await postStats(db)).toMatchObject({ total: 0 })
  })

  test('a session in a session is a savepoint: what it did goes, the rest stays', async () => {
    await withSession(db, async (tx) => {
      await create(tx, 'a')
      const inner = withSession(tx, async (nested) => {
        await create(nested, 'b')
        throw failure
      })
      await expect(inner).rejects.toBe(failure)
      await withSession(tx, (nested) => create(nested, 'c'))
      await expect(withSession(tx, (nested) => create(nested, 'c'))).rejects.toThrow(TagNameTaken)
      await create(tx, 'd')
    })
    expect(await names()).toEqual(['a', 'c', 'd'])
  })

  test('savepoints in savepoints', async () => {
    await withSession(db, async (one) => {
      await create(one, '1')
      await withSession(one, async (two) => {
        await create(two, '2')
        await withSession(two, async (three) => {
          await create(three, '3')
          throw failure
        }).catch(() => {})
        await create(two, '2b')
        await withSession(two, (three) => create(three, '3b'))
      })
      await withSession(one, async (two) => {
        await withSession(two, (three) => create(three, '3c'))
        throw failure
      }).catch(() => {})
    })
    expect(await names()).toEqual(['1', '2', '2b', '3b'])
  })

  test('the outer session takes everything with it', async () => {
    const work = withSession(db, async (tx) => {
      await withSession(tx, (nested) => create(nested, 'a'))
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await names()).toEqual([])
  })

  test('two savepoints at once are an error, never half of each', async () => {
    const work = withSession(db, (tx) =>
      Promise.all([
        withSession(tx, async (nested) => {
          await create(nested, 'a')
          await create(nested, 'b')
        }),
        withSession(tx, async (nested) => {
          await create(nested, 'c')
          throw failure
        }),
      ]),
    )
    await expect(work).rejects.toThrow()
    expect(await names()).toEqual([])
  })

  test('createMany of rows that give different columns is all or nothing, inside a session or not', async () => {
    const { UserRepository } = await import('../../generated-sample/src/db/repositories/user.repository.js')
    await createUser(db, { email: 'taken@example.org' })
    const rows = [
      { email: 'x@example.org', hashed_password: 'x' },
      { email: 'taken@example.org', hashed_password: 'x', full_name: 'X' },
    ]
    await expect(new UserRepository(db).createMany(rows)).rejects.toMatchObject({ name: 'UserEmailTaken' })
    const work = withSession(db, async (tx) => withSession(tx, (inner) => new UserRepository(inner).createMany(rows)))
    await expect(work).rejects.toMatchObject({ name: 'UserEmailTaken' })
    expect(await new UserRepository(db).count()).toBe(1)
  })

  test('a statement that failed and was swallowed: the commit says so', async () => {
    const work = withSession(db, async (tx) => {
      await create(tx, 'a')
      await create(tx, 'a').catch(() => {})
    })
    await expect(work).rejects.toThrow('the transaction was rolled back: a statement in it had failed')
    expect(await names()).toEqual([])
  })

  test('a deferred constraint that fails in the commit is a typed error', async () => {
    await run(db, 'alter table posts alter constraint posts_author_id_fkey deferrable initially deferred')
    const work = withSession(db, (tx) => createPost(tx, { id: '999' }))
    await expect(work).rejects.toThrow(PostAuthorMissing)
    expect(await new TagRepository(db).count()).toBe(0)
    await run(db, 'alter table posts alter constraint posts_author_id_fkey not deferrable')
  })

  test('readOnly refuses to write', async () => {
    await expect(withSession(db, (tx) => create(tx, 'a'), { readOnly: true })).rejects.toMatchObject({ code: '25006' })
    expect(await withSession(db, (tx) => new TagRepository(tx).count(), { readOnly: true })).toBe(0)
    await withSession(db, (tx) => create(tx, 'a'), { readOnly: false })
  })

  test.each(['read committed', 'repeatable read', 'serializable'] as const)('isolation %s', async (isolation) => {
    const shown = await withSession(db, (tx) => run(tx, 'show transaction_isolation'), { isolation })
    expect(shown).toEqual([{ transaction_isolation: isolation }])
    expect(await run(db, 'show transaction_isolation')).toEqual([{ transaction_isolation: 'read committed' }])
  })

  test('an isolation that is none is refused', async () => {
    const isolation = 'serializable; drop table tags'
    await expect(Reflect.apply(withSession, undefined, [db, () => create(db, 'a'), { isolation }])).rejects.toThrow()
    expect(await names()).toEqual([])
  })

  test('the session cannot be used behind its end', async () => {
    let leaked: Transaction<Database> | undefined
    await withSession(db, async (tx) => {
      leaked = tx
    })
    if (leaked === undefined) throw new Error('no session')
    await expect(create(leaked, 'a')).rejects.toThrow()
  })

  test('an error that is no failure of serialization runs the work once', async () => {
    let runs = 0
    const work = withSession(db, async (tx) => {
      runs += 1
      await create(tx, 'a')
      await create(tx, 'a')
    })
    await expect(work).rejects.toThrow(TagNameTaken)
    expect(runs).toBe(1)
  })

  test('what fails to be serialized is run again from its start', async () => {
    let runs = 0
    await withSession(db, async (tx) => {
      runs += 1
      await create(tx, `try ${runs}`)
      if (runs < 3) await run(tx, "do $$ begin raise exception 'no' using errcode = '40001'; end $$")
    })
    expect(runs).toBe(3)
    expect(await names()).toEqual(['try 3'])
  })

  test('a failure in a savepoint runs the outermost session again', async () => {
    let runs = 0
    await withSession(db, async (tx) => {
      runs += 1
      await create(tx, `outer ${runs}`)
      await withSession(tx, async (nested) => {
        if (runs === 1) await run(nested, "do $$ begin raise exception 'no' using errcode = '40001'; end $$")
        await create(nested, `inner ${runs}`)
      })
    })
    expect(await names()).toEqual(['inner 2', 'outer 2'])
  })

  test('a connection of its own, as Kysely gives it', async () => {
    await db.connection().execute(async (connection) => {
      await withSession(connection, (tx) => create(tx, 'a'))
      await withSession(connection, async (tx) => {
        await create(tx, 'b')
        throw failure
      }).catch(() => {})
    })
    expect(await names()).toEqual(['a'])
  })

  test('retries come to an end', async () => {
    for (const [retries, expected] of [
      [0, 1],
      [2, 3],
    ] as const) {
      let runs = 0
      const work = withSession(
        db,
        async (tx) => {
          runs += 1
          await run(tx, "do $$ begin raise exception 'no' using errcode = '40P01'; end $$")
        },
        { retries },
      )
      await expect(work).rejects.toMatchObject({ code: '40P01' })
      expect(runs).toBe(expected)
    }
  })

  test('a controlled transaction of Kysely and its savepoints', async () => {
    const tx = await db.startTransaction().execute()
    await create(tx, 'a')
    const saved = await tx.savepoint('a "name"').execute()
    await create(saved, 'b')
    const back = await saved.rollbackToSavepoint('a "name"').execute()
    await create(back, 'c')
    await withSession(back, (nested) => create(nested, 'd'))
    const released = await back.releaseSavepoint('a "name"').execute()
    await released.commit().execute()
    expect(await names()).toEqual(['a', 'c', 'd'])
  })
})

describe('sessions of two connections', () => {
  let sample: Sample
  let db: Kysely<Database>

  beforeAll(async () => {
    sample = await openSample('postgres')
    db = sample.db
  })
  beforeEach(() => sample.empty())
  afterAll(() => sample.close())

  test('a serialization failure between them is retried', async () => {
    const tags = new TagRepository(db)
    await tags.createMany([{ name: 'a' }, { name: 'b' }])
    let runs = 0
    const addNext = async (tx: Transaction<Database>) => {
      runs += 1
      const count = await new TagRepository(tx).count()
      await sleep(50)
      return new TagRepository(tx).create({ name: `tag ${count}` })
    }
    const options = { isolation: 'serializable', retries: 10 } as const
    const created = await Promise.all(Array.from({ length: 4 }, () => withSession(db, addNext, options)))
    expect(created.map(({ name }) => name).sort()).toEqual(['tag 2', 'tag 3', 'tag 4', 'tag 5'])
    expect(runs).toBeGreaterThan(4)
  })

  test('without retries the failure comes out', async () => {
    const both = ['x', 'y'].map((name) =>
      withSession(
        db,
        async (tx) => {
          await new TagRepository(tx).count()
          await sleep(100)
          await new TagRepository(tx).create({ name })
        },
        { isolation: 'serializable', retries: 0 },
      ),
    )
    const results = await Promise.allSettled(both)
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: '40001' }) },
    ])
  })

  test('a deadlock between them is retried', async () => {
    const tags = new TagRepository(db)
    const [a, b] = await tags.createMany([{ name: 'a' }, { name: 'b' }])
    let runs = 0
    const update = (ids: readonly (string | undefined)[], suffix: string) =>
      withSession(db, async (tx) => {
        runs += 1
        await run(tx, "set local deadlock_timeout = '50ms'")
        for (const id of ids) {
          await run(tx, `update tags set name = name || '${suffix}' where id = ${id}`)
          await sleep(100)
        }
      })
    await Promise.all([update([a?.id, b?.id], '1'), update([b?.id, a?.id], '2')])
    expect(runs).toBe(3)
    const found = await tags.findMany()
    expect(found.map(({ name }) => name.length)).toEqual([3, 3])
  })

  test('a connection that breaks in a session: the error that the caller had comes out', async () => {
    const work = withSession(db, async (tx) => {
      const [row] = await run(tx, 'select pg_backend_pid() as pid')
      await run(db, `select pg_terminate_backend(${row?.['pid']})`)
      await sleep(50)
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await new TagRepository(db).count()).toBe(0)
  })

  test('a session waits for no connection that another has', async () => {
    const single = createDatabase({ connection: connectionOf(sample), pool: { size: 1, connectionTimeout: 200 } })
    try {
      const work = withSession(single, () => withSession(single, (tx) => new TagRepository(tx).count()))
      await expect(work).rejects.toThrow('timeout exceeded when trying to connect')
      expect(await new TagRepository(single).count()).toBe(0)
    } finally {
      await single.destroy()
    }
  })
})

function connectionOf({ database: { connection } }: Sample): string {
  if (typeof connection !== 'string') throw new Error('not a server')
  return connection
}
