import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Post, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import type { PostFilter } from '../../generated-sample/src/db/models/post.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createUser, newPost, openSample, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('filters on %s', (kind) => {
  let sample: Sample
  let posts: PostRepository
  let ada: User
  let grace: User
  let rows: Post[]

  beforeAll(async () => {
    sample = await openSample(kind)
    posts = new PostRepository(sample.db)
    ada = await createUser(sample.db)
    grace = await createUser(sample.db)
    rows = await posts.createMany([
      newPost(ada, { title: 'Alpha', rating: '1.5', keywords: ['a', 'b'], created_at: day(1) }),
      newPost(ada, { title: 'Beta 100%', status: 'published', rating: '9.0', keywords: [], created_at: day(2) }),
      newPost(grace, { title: 'Gamma_x', status: 'archived', keywords: ['b', 'NULL', 'a,b'], created_at: day(3) }),
      newPost(grace, { title: 'alpha \\ beta', editor_id: ada.id, keywords: ['c'], created_at: day(4), content: '' }),
    ])
    sample.forget()
  })
  afterAll(() => sample.close())

  /** The titles that a filter finds, by id; count and exists must agree. */
  async function found(filter: PostFilter): Promise<string[]> {
    const list = await posts.findMany({ filter, order: ['id'] })
    expect(await posts.count(filter)).toBe(list.length)
    expect(await posts.exists(filter)).toBe(list.length > 0)
    return list.map(({ title }) => title)
  }

  const [alpha, beta, gamma, delta] = ['Alpha', 'Beta 100%', 'Gamma_x', 'alpha \\ beta']
  const all = [alpha, beta, gamma, delta]

  test('nothing said, every row', async () => {
    expect(await found({})).toEqual(all)
    expect(await posts.count()).toBe(4)
    expect(await posts.exists()).toBe(true)
  })

  test.each<[string, PostFilter, string[]]>([
    ['a value', { title: 'Alpha' }, [alpha]],
    ['null', { rating: null }, [gamma, delta]],
    ['an array', { keywords: ['a', 'b'] }, [alpha]],
    ['an empty array', { keywords: [] }, [beta]],
    ['several columns', { status: 'draft', rating: '1.5' }, [alpha]],
    ['a number in another notation', { rating: '1.50' }, [alpha]],
    ['a date', { created_at: day(2) }, [beta]],
    ['equals', { title: { equals: 'Alpha' } }, [alpha]],
    ['equals null', { rating: { equals: null } }, [gamma, delta]],
    ['not', { status: { not: 'draft' } }, [beta, gamma]],
    ['not, of a nullable column', { rating: { not: '9' } }, [alpha, gamma, delta]],
    ['not null', { rating: { not: null } }, [alpha, beta]],
    ['in', { status: { in: ['published', 'archived'] } }, [beta, gamma]],
    ['in nothing', { status: { in: [] } }, []],
    ['in, of a nullable column', { rating: { in: ['9', '1'] } }, [beta]],
    ['in dates', { created_at: { in: [day(1), day(4)] } }, [alpha, delta]],
    ['in texts with quotes', { title: { in: ['alpha \\ beta', 'x","y', '{', 'NULL'] } }, [delta]],
    ['not_in', { status: { not_in: ['draft'] } }, [beta, gamma]],
    ['not_in nothing', { status: { not_in: [] } }, all],
    ['not_in, of a nullable column', { rating: { not_in: ['9'] } }, [alpha, gamma, delta]],
    ['less_than', { created_at: { less_than: day(2) } }, [alpha]],
    ['at_most', { created_at: { at_most: day(2) } }, [alpha, beta]],
    ['greater_than', { created_at: { greater_than: day(3) } }, [delta]],
    ['at_least', { created_at: { at_least: day(3) } }, [gamma, delta]],
    ['a range', { created_at: { greater_than: day(1), less_than: day(4) } }, [beta, gamma]],
    ['at_least of a nullable column', { rating: { at_least: '0' } }, [alpha, beta]],
    ['a generated column', { word_count: { at_least: 1 } }, [alpha, beta, gamma]],
    ['contains, in any case', { title: { contains: 'ALPHA' } }, [alpha, delta]],
    ['contains %', { title: { contains: '%' } }, [beta]],
    ['contains _', { title: { contains: '_' } }, [gamma]],
    ['contains a backslash', { title: { contains: '\\' } }, [delta]],
    ['contains nothing', { title: { contains: '' } }, all],
    ['starts_with', { title: { starts_with: 'al' } }, [alpha, delta]],
    ['ends_with', { title: { ends_with: 'BETA' } }, [delta]],
    ['has_all', { keywords: { has_all: ['b', 'a'] } }, [alpha]],
    ['has_all of nothing', { keywords: { has_all: [] } }, all],
    ['has_any', { keywords: { has_any: ['c', 'a,b'] } }, [gamma, delta]],
    ['has_any of nothing', { keywords: { has_any: [] } }, []],
    ['an element that looks like NULL', { keywords: { has_any: ['NULL'] } }, [gamma]],
    ['not, of an array', { keywords: { not: [] } }, [alpha, gamma, delta]],
    ['and', { and: [{ status: 'draft' }, { rating: null }] }, [delta]],
    ['and of nothing', { and: [] }, all],
    ['or', { or: [{ title: 'Alpha' }, { status: 'archived' }] }, [alpha, gamma]],
    ['or of nothing', { or: [] }, []],
    ['or with one that says nothing', { or: [{ title: 'Alpha' }, {}] }, all],
    ['not of a condition', { not: { status: 'draft' } }, [beta, gamma]],
    ['not of a condition that is NULL', { not: { rating: '9' } }, [alpha, gamma, delta]],
    ['not of nothing', { not: {} }, []],
    ['not of or', { not: { or: [{ status: 'draft' }, { rating: '9' }] } }, [gamma]],
    ['no operator', { title: {} }, all],
    ['and beside or', { status: 'draft', or: [{ rating: null }, { rating: '1.5' }] }, [alpha, delta]],
    ['deeply nested', { and: [{ or: [{ and: [{ not: { not: { title: 'Alpha' } } }] }] }] }, [alpha]],
  ])('%s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })

  test('a list of any length is one parameter', async () => {
    const ids = Array.from({ length: 70_000 }, (_, index) => String(index))
    sample.forget()
    expect(await posts.count({ id: { in: ids } })).toBe(4)
    expect(sample.log[0]?.query.parameters).toHaveLength(1)
  })

  test('values never become SQL', async () => {
    const value = "x') or 1=1; drop table posts; --"
    expect(await found({ or: [{ title: value }, { title: { contains: value } }, { title: { in: [value] } }] })).toEqual(
      [],
    )
    expect(await posts.count()).toBe(rows.length)
  })

  describe('what is refused, before anything is sent', () => {
    test.each<[string, unknown]>([
      ['a list', []],
      ['a text', 'id = 1'],
      ['a number', 5],
      ['null', null],
      ['an unknown column', { nothing: 1 }],
      ['a column of Object', { constructor: 1 }],
      ['a prototype', JSON.parse('{"__proto__":{"title":"x"}}')],
      ['SQL as a column', { 'id = 1 or 1': 1 }],
      ['a column in another case', { Title: 'x' }],
      ['an unknown operator', { title: { like: '%' } }],
      ['an operator of Object', { title: { toString: 'x' } }],
      ['a prototype as an operator', { title: JSON.parse('{"__proto__":1}') }],
      ['SQL as an operator', { title: { '= 1 or 1=1 --': 'x' } }],
      ['undefined', { title: undefined }],
      ['undefined behind an operator', { title: { equals: undefined } }],
      ['a number for a text', { title: 5 }],
      ['a list for a text', { title: ['Alpha'] }],
      ['a text for a number', { word_count: '5' }],
      ['a fraction for an integer', { word_count: 1.5 }],
      ['NaN for an integer', { word_count: Number.NaN }],
      ['no integer for a bigint', { id: 'abc' }],
      ['a boolean for a bigint', { id: true }],
      ['a date for a bigint', { id: new Date() }],
      ['null for a column that has none', { title: null }],
      ['an unknown word of an enum', { status: 'gone' }],
      ['an unknown word among others', { status: { in: ['draft', 'gone'] } }],
      ['null in a list', { rating: { in: [null] } }],
      ['a text for a list', { status: { in: 'draft' } }],
      ['null below less_than', { rating: { less_than: null } }],
      ['no date', { created_at: new Date(Number.NaN) }],
      ['a number for a date', { created_at: 5 }],
      ['contains of a number', { title: { contains: 5 } }],
      ['contains of null', { title: { contains: null } }],
      ['contains of a list', { title: { contains: ['a'] } }],
      ['contains of U+0000', { title: { contains: 'a\0' } }],
      ['U+0000', { title: 'a\0' }],
      ['half a surrogate pair', { title: '\ud83d' }],
      ['contains of a number column', { id: { contains: '1' } }],
      ['contains of an enum', { status: { contains: 'd' } }],
      ['contains of an array', { keywords: { contains: 'a' } }],
      ['in of an array column', { keywords: { in: [['a']] } }],
      ['less_than of an array column', { keywords: { less_than: ['a'] } }],
      ['has_all of a text', { title: { has_all: ['a'] } }],
      ['has_any of a text', { keywords: { has_any: 'a' } }],
      ['has_any of numbers', { keywords: { has_any: [1] } }],
      ['and of an object', { and: { title: 'x' } }],
      ['or of a text', { or: 'x' }],
      ['or of texts', { or: ['x'] }],
      ['or of null', { or: [null] }],
      ['not of a list', { not: [] }],
      ['not of null', { not: null }],
    ])('%s', async (_, filter) => {
      sample.forget()
      for (const method of [posts.count, posts.exists, posts.deleteMany]) {
        await expect(Reflect.apply(method, posts, [filter])).rejects.toThrow(InvalidInput)
      }
      for (const method of [posts.findMany, posts.findPage]) {
        await expect(Reflect.apply(method, posts, [{ filter }])).rejects.toThrow(InvalidInput)
      }
      await expect(Reflect.apply(posts.updateMany, posts, [filter, { content: 'x' }])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })

    test.each([{ hashed_password: 'x' }, { hashed_password: { starts_with: 's' } }, { not: { hashed_password: 'x' } }])(
      'a private column: %j',
      async (filter) => {
        const users = new UserRepository(sample.db)
        sample.forget()
        await expect(Reflect.apply(users.count, users, [filter])).rejects.toThrow(
          new InvalidInput('hashed_password is private: it cannot be compared'),
        )
        expect(sample.log).toEqual([])
      },
    )

    test.each([{ settings: {} }, { settings: 'x' }, { settings: { equals: {} } }])('jsonb: %j', async (filter) => {
      const users = new UserRepository(sample.db)
      sample.forget()
      await expect(Reflect.apply(users.count, users, [filter])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })
  })
})

describe.each(databaseKinds)('contains, starts_with and ends_with on %s', (kind) => {
  let sample: Sample
  let tags: TagRepository
  let names: string[]

  /** Texts full of what LIKE, arrays and SQL treat specially. */
  const text = fc.string({ unit: fc.constantFrom(...'%_\\\'"{},aAbB $'), maxLength: 6 })

  beforeAll(async () => {
    sample = await openSample(kind)
    tags = new TagRepository(sample.db)
    names = [...new Set([...fc.sample(text, { numRuns: 300, seed: 1 }), '%', '_', '\\', '', '100%', 'a\\_b'])]
    await tags.createMany(names.map((name) => ({ name })))
  })
  afterAll(() => sample.close())

  test.each<['contains' | 'starts_with' | 'ends_with', (name: string, part: string) => boolean]>([
    ['contains', (name, part) => name.includes(part)],
    ['starts_with', (name, part) => name.startsWith(part)],
    ['ends_with', (name, part) => name.endsWith(part)],
  ])('%s finds what JavaScript finds', async (operator, holds) => {
    const property = fc.asyncProperty(text, async (part) => {
      const found = await tags.findMany({ filter: { name: { [operator]: part } }, limit: 1000 })
      const expected = names.filter((name) => holds(name.toLowerCase(), part.toLowerCase()))
      expect(found.map(({ name }) => name).sort()).toEqual(expected.sort())
    })
    await fc.assert(property, { numRuns: 300, seed: 2 })
  })
})

function day(number: number): Date {
  return new Date(Date.UTC(2026, 0, number))
}
