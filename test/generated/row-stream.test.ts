import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds } from '../support/database.js'
import { newUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('stream on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let all: User[]

  beforeAll(async () => {
    // With one connection nothing runs behind a loop that keeps it.
    sample = await openSample(kind, { pool: { size: 1, connectionTimeout: 2_000 } })
    users = new UserRepository(sample.db)
    all = await users.createMany(
      Array.from({ length: 35 }, (_, index) =>
        newUser({ full_name: index % 3 === 0 ? null : `Name ${index % 4}`, is_active: index % 2 === 0 }),
      ),
    )
  })
  afterAll(() => sample.close())

  async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
    const found: Row[] = []
    for await (const row of rows) found.push(row)
    return found
  }

  test('every row, in the order of the primary key, whatever the size of the batches', async () => {
    expect(await collect(users.stream())).toEqual(all)
    for (const batchSize of [1, 5, 34, 35, 36]) expect(await collect(users.stream({ batchSize }))).toEqual(all)
  })

  test('is one statement in the log, however many batches', async () => {
    sample.forget()
    await collect(users.stream({ batchSize: 10 }))
    expect(sample.statements()).toHaveLength(1)
  })

  test.each([
    { filter: { is_active: true } },
    { filter: { full_name: null }, order: ['-id'] },
    { filter: { full_name: { contains: 'name' } }, order: ['full_name', '-created_at'] },
    { order: ['-full_name'] },
    { filter: { id: '0' } },
    { filter: {} },
  ] as const)('%o is what findMany finds', async (options) => {
    expect(await collect(users.stream({ ...options, batchSize: 4 }))).toEqual(await users.findMany(options))
  })

  test('private columns are not among the rows', async () => {
    const [row] = await collect(users.stream())
    expect(row).not.toHaveProperty('hashed_password')
  })

  test('a table with a key of two columns, and one without rows', async () => {
    expect(await collect(new CommentLikeRepository(sample.db).stream())).toEqual([])
  })

  test.each([
    { filter: { unknown: 1 } },
    { filter: { hashed_password: 'x' } },
    { order: ['hashed_password'] },
    { order: 'id' },
    { filter: null },
    null,
    [],
  ])('%o is refused', async (options) => {
    sample.forget()
    const rows: AsyncIterable<User> = Reflect.apply(users.stream, users, [options])
    await expect(collect(rows)).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  test.each([0, -1, 1.5, Number.NaN, '5'])('batches of %o rows are refused', async (batchSize) => {
    const rows: AsyncIterable<User> = Reflect.apply(users.stream, users, [{ batchSize }])
    await expect(collect(rows)).rejects.toThrow(new InvalidInput('batchSize: expected an integer from 1'))
  })

  test('nothing is read before the loop asks for it', async () => {
    const rows = users.stream({ batchSize: 10 })
    await sleep(20)
    expect(await users.count()).toBe(35) // the connection is free
    await rows.next()
    await rows.return()
  })

  test('a loop that is left early frees the connection, also by an error', async () => {
    for await (const row of users.stream({ batchSize: 10 })) {
      expect(row).toEqual(all[0])
      break
    }
    const failure = new Error('on purpose')
    const loop = async () => {
      for await (const _ of users.stream({ batchSize: 10 })) throw failure
    }
    await expect(loop()).rejects.toBe(failure)
    expect(await run(sample.db, 'select count(*) as open from pg_cursors')).toEqual([{ open: '0' }])
  })

  test('in a session rows are changed while they are read, and the loop sees them as they were', async () => {
    await withSession(sample.db, async (tx) => {
      const own = new UserRepository(tx)
      for await (const user of own.stream({ batchSize: 7 })) {
        await own.update(user.id, { full_name: `Changed ${user.id}` })
        expect(user).toEqual(all.find(({ id }) => id === user.id))
      }
      expect(await own.count({ full_name: { starts_with: 'Changed' } })).toBe(35)
      await run(tx, 'update users set full_name = null')
    })
    expect(await users.count({ full_name: null })).toBe(35)
  })
})

test('a hundred thousand rows of a server', async () => {
  const sample = await openSample('postgres')
  await run(
    sample.db,
    `insert into users (email, hashed_password) select n || '@example.org', 'x' from generate_series(1, 100000) as n`,
  )
  let seen = 0
  for await (const { id } of new UserRepository(sample.db).stream()) {
    seen += 1
    if (Number(id) !== seen) throw new Error(`${id} in place of ${seen}`)
  }
  expect(seen).toBe(100_000)
  await sample.close()
})
