import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import type { PageOptions } from '../../generated-sample/src/db/lists.js'
import type { PostFilter, PostOrderBy } from '../../generated-sample/src/db/models/post.js'
import { searchPosts } from '../../generated-sample/src/db/queries/post.queries.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createUser, newPost, newUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('lists and pages on %s', (kind) => {
  let sample: Sample
  let posts: PostRepository
  let users: UserRepository
  let ada: User

  beforeAll(async () => {
    sample = await openSample(kind)
    posts = new PostRepository(sample.db)
    users = new UserRepository(sample.db)
  })
  afterAll(() => sample.close())

  describe('what is found', () => {
    beforeEach(async () => {
      await sample.empty()
      ada = await createUser(sample.db)
    })

    /** Every page one after the other, and what was on them. */
    async function walk(
      options: PageOptions<PostFilter, PostOrderBy>,
      betweenPages?: () => Promise<void>,
    ): Promise<string[]> {
      const ids: string[] = []
      let after: string | undefined
      do {
        const page = await posts.findPage({ ...options, ...(after !== undefined && { after }) })
        ids.push(...page.rows.map(({ id }) => id))
        after = page.next
        await betweenPages?.()
      } while (after !== undefined)
      return ids
    }

    /** What PostgreSQL itself says of the order. */
    async function idsBy(order: string): Promise<string[]> {
      const rows = await run(sample.db, `select id from posts order by ${order}`)
      return rows.map(({ id }) => String(id))
    }

    /** 40 posts with ties in every column, NULLs in some, and microseconds that differ by one. */
    async function createTies(): Promise<void> {
      const rows = Array.from({ length: 40 }, (_, index) =>
        newPost(ada, {
          title: `Title ${index % 3}`,
          rating: index % 4 === 0 ? null : String(index % 5),
          editor_id: index % 2 === 0 ? null : ada.id,
        }),
      )
      await posts.createMany(rows)
      await run(
        sample.db,
        "update posts set created_at = timestamptz '2026-01-01' + (id % 7) * interval '1 microsecond'",
      )
    }

    test('a list is ordered by the primary key and has at most 100 rows', async () => {
      await posts.createMany(Array.from({ length: 101 }, () => newPost(ada)))
      const list = await posts.findMany()
      expect(list.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 1)))
      expect(await posts.findMany({ limit: 1000 })).toHaveLength(101)
    })

    const orders: [order: PostOrderBy[], sql: string][] = [
      [[], 'id'],
      [['-id'], 'id desc'],
      [['title'], 'title, id'],
      [['-title'], 'title desc, id desc'],
      [['rating'], 'rating, id'],
      [['-rating'], 'rating desc, id desc'],
      [['title', '-rating'], 'title, rating desc, id'],
      [['-rating', 'title'], 'rating desc, title, id'],
      [['rating', 'editor_id', '-created_at'], 'rating, editor_id, created_at desc, id'],
      [['-editor_id', '-rating'], 'editor_id desc, rating desc, id desc'],
      [['created_at'], 'created_at, id'],
      [['-created_at', '-id'], 'created_at desc, id desc'],
      [['-created_at', 'id'], 'created_at desc, id'],
      [['status', 'word_count', 'review_at'], 'status, word_count, review_at, id'],
    ]

    test('lists, offset pages and keyset pages have the order of PostgreSQL', async () => {
      await createTies()
      for (const [order, sql] of orders) {
        const expected = await idsBy(sql)
        const list = await posts.findMany({ order })
        expect(
          list.map(({ id }) => id),
          sql,
        ).toEqual(expected)
        const middle = await posts.findMany({ order, limit: 10, offset: 25 })
        expect(
          middle.map(({ id }) => id),
          sql,
        ).toEqual(expected.slice(25, 35))
        for (const limit of [1, 3, 7, 40]) expect(await walk({ order, limit }), `${sql} by ${limit}`).toEqual(expected)
      }
    })

    test('a page with a filter', async () => {
      await createTies()
      const expected = (
        await run(sample.db, 'select id from posts where rating >= 2 order by title desc, id desc')
      ).map(({ id }) => id)
      const ids = await walk({ filter: { or: [{ rating: { at_least: '2' } }] }, order: ['-title'], limit: 4 })
      expect(ids).toEqual(expected)
    })

    test('the last page has no next, neither does an empty one', async () => {
      await posts.createMany(Array.from({ length: 4 }, () => newPost(ada)))
      expect(await posts.findPage({ limit: 4 })).toMatchObject({ rows: { length: 4 }, next: undefined })
      const page = await posts.findPage({ limit: 3 })
      expect(page.rows).toHaveLength(3)
      expect(await posts.findPage({ limit: 3, ...(page.next !== undefined && { after: page.next }) })).toMatchObject({
        rows: { length: 1 },
      })
      expect(await posts.findPage({ filter: { title: 'none' } })).toEqual({ rows: [], next: undefined })
      expect(sample.statements().filter((sql) => sql.startsWith('select'))).toHaveLength(4)
    })

    test('1,000 rows are walked exactly once while others are inserted and deleted', async () => {
      await posts.createMany(
        Array.from({ length: 1_000 }, (_, index) => newPost(ada, { rating: index % 3 === 0 ? null : '5' })),
      )
      await run(
        sample.db,
        "update posts set created_at = timestamptz '2026-01-01' + (id % 50) * interval '1 microsecond'",
      )
      const before = await idsBy('rating desc, created_at desc, id')
      let inserted = 0
      const ids = await walk({ order: ['-rating', '-created_at', 'id'], limit: 37 }, async () => {
        inserted += 1
        await posts.createMany([
          newPost(ada, { rating: null }),
          newPost(ada, { rating: '9' }),
          newPost(ada, { rating: '1' }),
        ])
      })
      expect(inserted).toBeGreaterThan(25)
      const known = new Set(before)
      expect(ids.filter((id) => known.has(id))).toEqual(before)
      expect(new Set(ids).size).toBe(ids.length)
    })

    test('an order without NULLs is one comparison of rows, which an index can answer', async () => {
      await createTies()
      const { next = '' } = await posts.findPage({ order: ['-created_at'], limit: 5 })
      sample.forget()
      await posts.findPage({ order: ['-created_at'], limit: 5, after: next })
      expect(sample.statements()[0]).toContain(
        'where (post.created_at, post.id) < ($1::timestamp with time zone, $2::bigint) order by post.created_at desc, post.id desc limit $3',
      )
    })

    test('a cursor tells nothing of the order but its values, and belongs to it', async () => {
      await createTies()
      const { next = '' } = await posts.findPage({ order: ['title', '-created_at'], limit: 5 })
      for (const order of [
        [],
        ['title'],
        ['-title', '-created_at'],
        ['-created_at', 'title'],
        ['slug', '-created_at'],
      ] as PostOrderBy[][]) {
        await expect(posts.findPage({ order, after: next })).rejects.toThrow(
          new InvalidInput('after: not a cursor of this order'),
        )
      }
      expect((await posts.findPage({ order: ['title', '-created_at'], after: next })).rows).toHaveLength(35)
    })

    test('the cursor of a query works as that of a repository', async () => {
      await createTies()
      const { next } = await searchPosts(sample.db, { limit: 30 })
      expect(await searchPosts(sample.db, { limit: 30, after: next })).toMatchObject({
        rows: { length: 10 },
        next: undefined,
      })
      await expect(
        posts.findPage({ order: ['-created_at', '-id'], ...(next !== undefined && { after: next }) }),
      ).resolves.toMatchObject({
        rows: { length: 10 },
      })
      await expect(
        posts.findPage({ order: ['created_at'], ...(next !== undefined && { after: next }) }),
      ).rejects.toThrow(InvalidInput)
    })

    test('values with quotes, backslashes and every letter survive in a cursor', async () => {
      const names = ['"', "'", '\\', '', 'ü', '漢', '😀', '\n', ',', '[1]', 'null', '\u0001', "';--"]
      const tags = new TagRepository(sample.db)
      await tags.createMany(names.map((name) => ({ name })))
      const expected = (await tags.findMany({ order: ['name'] })).map(({ name }) => name)
      const found: string[] = []
      let after: string | undefined
      do {
        const page = await tags.findPage({ order: ['name'], limit: 1, ...(after !== undefined && { after }) })
        found.push(...page.rows.map(({ name }) => name))
        after = page.next
      } while (after !== undefined)
      expect(found).toEqual(expected)
    })

    test('private columns are in no cursor', async () => {
      await users.createMany([newUser(), newUser()])
      const { next = '' } = await users.findPage({ limit: 1 })
      expect(JSON.parse(Buffer.from(next, 'base64url').toString())).toEqual(['id', ada.id])
    })
  })

  const noLimits = [
    0,
    -1,
    1001,
    1e9,
    1.5,
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    10n,
    '10',
    'all',
    '1; drop table posts',
    null,
    true,
    [],
    [10],
    {},
  ]

  test.each(noLimits)('the limit %s is refused', async (limit) => {
    sample.forget()
    for (const method of [posts.findMany, posts.findPage]) {
      await expect(Reflect.apply(method, posts, [{ limit }])).rejects.toThrow(InvalidInput)
    }
    if (limit !== null)
      await expect(Reflect.apply(searchPosts, undefined, [sample.db, { limit }])).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  test.each([-1, 1.5, Number.NaN, Infinity, 2 ** 53, '10', null, true, [], {}])(
    'the offset %s is refused',
    async (offset) => {
      sample.forget()
      await expect(Reflect.apply(posts.findMany, posts, [{ offset }])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    },
  )

  test.each([
    'title',
    {},
    5,
    null,
    [5],
    [null],
    [['title']],
    [''],
    ['-'],
    ['--title'],
    ['+title'],
    ['nothing'],
    ['constructor'],
    ['-__proto__'],
    ['title desc'],
    ['title; drop table posts'],
    ['id', 'title nulls first'],
  ])('the order %j is refused', async (order) => {
    sample.forget()
    for (const method of [posts.findMany, posts.findPage]) {
      await expect(Reflect.apply(method, posts, [{ order }])).rejects.toThrow(InvalidInput)
    }
    expect(sample.log).toEqual([])
  })

  test('private and jsonb columns are no order', async () => {
    sample.forget()
    for (const order of [['hashed_password'], ['-hashed_password'], ['settings']]) {
      await expect(Reflect.apply(users.findMany, users, [{ order }])).rejects.toThrow(InvalidInput)
    }
    expect(sample.log).toEqual([])
  })

  const noCursors = [
    '',
    'x',
    '1',
    5,
    null,
    true,
    {},
    [],
    encoded(null),
    encoded([]),
    encoded(['1']),
    encoded(['id', 1]),
    encoded(['id', ['1']]),
    encoded(['-id', '1']),
    encoded({ id: '1' }),
  ]

  test.each(noCursors)('%j is no cursor', async (after) => {
    sample.forget()
    await expect(Reflect.apply(posts.findPage, posts, [{ after }])).rejects.toThrow(
      new InvalidInput('after: not a cursor of this order'),
    )
    await expect(Reflect.apply(searchPosts, undefined, [sample.db, { after }])).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  test.each([null, 5, 'x', []])('the options %j are refused', async (options) => {
    for (const method of [posts.findMany, posts.findPage]) {
      await expect(Reflect.apply(method, posts, [options])).rejects.toThrow(InvalidInput)
    }
  })
})

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
