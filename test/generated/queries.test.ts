import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Comment, Post, Tag, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import {
  feedPosts,
  postByAuthor,
  postStats,
  type SearchPostsOptions,
  searchPosts,
} from '../../generated-sample/src/db/queries/post.queries.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { databaseKinds } from '../support/database.js'
import { createUser, newPost, openSample, type Sample } from '../support/sample.js'

const statuses = ['draft', 'published', 'archived'] as const
const words = ['alpha', 'Beta', '100%', 'a_b', 'C:\\', "it's"]

describe.each(databaseKinds)('queries of the spec on %s', (kind) => {
  let sample: Sample
  let users: User[]
  let posts: Post[]
  let tags: Tag[]
  let comments: Comment[]

  /** The tags of the post at that position, by name. */
  const tagsAt = (index: number) => tags.filter((_, at) => (index >> at) % 2 === 1)
  /** The posts as a query returns them when it is told nothing. */
  const newestFirst = () =>
    [...posts].sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || Number(b.id) - Number(a.id))

  beforeAll(async () => {
    sample = await openSample(kind)
    const { db } = sample
    users = [await createUser(db), await createUser(db), await createUser(db)]
    tags = await new TagRepository(db).createMany(['a', 'b', 'c'].map((name) => ({ name })))
    const repository = new PostRepository(db)
    posts = await repository.createMany(
      Array.from({ length: 48 }, (_, index) =>
        newPost(at(users, index), {
          title: `${at(words, index)} ${index}`,
          content: `${at(words, Math.floor(index / 5))} ${'x'.repeat(index)}`,
          status: at(statuses, Math.floor(index / 7)),
          rating: index % 4 === 0 ? null : `${index % 10}.5`,
          // Some at the same time: the id decides between them.
          created_at: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 3))),
        }),
      ),
    )
    for (const [index, post] of posts.entries())
      await repository.linkTags(
        post.id,
        tagsAt(index).map(({ id }) => id),
      )
    comments = await new CommentRepository(db).createMany(
      posts.slice(0, 12).flatMap((post, index) =>
        Array.from({ length: index % 6 }, (_, number) => ({
          post_id: post.id,
          author_id: at(users, number + index).id,
          body: `Comment ${number}`,
          created_at: new Date(Date.UTC(2026, 1, 1 + number)),
        })),
      ),
    )
    sample.forget()
  })
  afterAll(() => sample.close())

  describe('search', () => {
    function expected({ keyword, authorId, status, tagNames }: SearchPostsOptions): Post[] {
      return newestFirst().filter((post) => {
        const text = [post.title, post.content].map((part) => part.toLowerCase())
        const names = tagsAt(posts.indexOf(post)).map(({ name }) => name)
        return (
          (keyword === undefined || text.some((part) => part.includes(keyword.toLowerCase()))) &&
          (authorId === undefined || post.author_id === authorId) &&
          (status === undefined || post.status === status) &&
          (tagNames === undefined || tagNames.some((name) => names.includes(name)))
        )
      })
    }

    test('rows with their author and tags, in one statement', async () => {
      sample.forget()
      const { rows, next } = await searchPosts(sample.db)
      expect(sample.statements()).toHaveLength(1)
      expect(rows).toEqual(newestFirst().slice(0, 20).map(withAuthorAndTags))
      expect(next).toEqual(expect.any(String))
    })

    test('every combination of filters finds what JavaScript finds, page by page', async () => {
      const options: fc.Arbitrary<SearchPostsOptions> = fc.record(
        {
          keyword: fc.constantFrom('', 'alpha', 'BETA', '%', '_', '\\', "'", 'x', '1', '100%', 'nothing'),
          authorId: fc.constantFrom('1', '2', '3', '99'),
          status: fc.constantFrom(...statuses),
          tagNames: fc.subarray(['a', 'b', 'c', 'd']),
          limit: fc.integer({ min: 1, max: 30 }),
        },
        { requiredKeys: [] },
      )
      const property = fc.asyncProperty(options, async (given) => {
        const found: unknown[] = []
        let after: string | undefined
        do {
          const page = await searchPosts(sample.db, { ...given, after })
          expect(page.rows.length).toBeLessThanOrEqual(given.limit ?? 20)
          found.push(...page.rows)
          after = page.next
        } while (after !== undefined)
        expect(found).toEqual(expected(given).map(withAuthorAndTags))
      })
      await fc.assert(property, { numRuns: 120, seed: 1 })
    })

    test('every set of filters is one shape of SQL, all of which PostgreSQL takes', async () => {
      const given = { keyword: 'a', authorId: '1', status: 'draft', tagNames: ['a'] } as const
      const { next } = await searchPosts(sample.db, { limit: 1 })
      sample.forget()
      for (let mask = 0; mask < 32; mask += 1) {
        const chosen = Object.entries({ ...given, after: next }).filter((_, index) => (mask >> index) % 2 === 1)
        await searchPosts(sample.db, Object.fromEntries(chosen))
      }
      expect(new Set(sample.statements()).size).toBe(32)
    })

    test.each([
      { keyword: 5 },
      { keyword: ['a'] },
      { keyword: { contains: 'a' } },
      { keyword: 'a\0' },
      { authorId: 'abc' },
      { authorId: { not: '1' } },
      { authorId: ['1'] },
      { authorId: true },
      { status: 'gone' },
      { status: { not: 'draft' } },
      { tagNames: 'a' },
      { tagNames: [1] },
      { tagNames: { 0: 'a' } },
      { limit: 101 },
      { limit: '5' },
      { after: 'x' },
    ])('%j is refused', async (options) => {
      sample.forget()
      await expect(Reflect.apply(searchPosts, undefined, [sample.db, options])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })
  })

  describe('feed', () => {
    /** By hand: three comments each, the newest first, each with its author, and the tags. */
    function expected(authorIds: readonly string[]): object[] {
      return newestFirst()
        .filter(({ author_id }) => authorIds.includes(author_id))
        .map((post) => ({
          ...withAuthorAndTags(post),
          comments: comments
            .filter(({ post_id }) => post_id === post.id)
            .sort((a, b) => b.created_at.getTime() - a.created_at.getTime())
            .slice(0, 3)
            .map((comment) => ({ ...comment, author: userOf(comment.author_id) })),
        }))
    }

    test('rows nested twice, and the tags by a second statement', async () => {
      sample.forget()
      const authorIds = users.slice(0, 2).map(({ id }) => id)
      const rows = await feedPosts(sample.db, { authorIds })
      expect(sample.statements()).toHaveLength(2)
      expect(rows).toEqual(expected(authorIds))
      expect(rows.some((row) => row.comments.length === 3 && row.tags.length > 1)).toBe(true)
      // The type knows all of it.
      expect(rows.flatMap((row) => row.tags.map(({ name }) => name)).length).toBeGreaterThan(10)
    })

    test('pages by offset', async () => {
      const authorIds = users.map(({ id }) => id)
      const rows = await feedPosts(sample.db, { authorIds, limit: 7, offset: 20 })
      expect(rows).toEqual(expected(authorIds).slice(20, 27))
      expect(await feedPosts(sample.db, { authorIds, offset: 1000 })).toEqual([])
    })

    test('of nobody', async () => {
      expect(await feedPosts(sample.db, { authorIds: [] })).toEqual([])
    })

    test.each([
      {},
      { authorIds: undefined },
      { authorIds: null },
      { authorIds: '1' },
      { authorIds: ['x'] },
      { authorIds: ['1'], offset: -1 },
    ])('%o is refused', async (options) => {
      sample.forget()
      await expect(Reflect.apply(feedPosts, undefined, [sample.db, options])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })
  })

  test('stats are numbers', async () => {
    const lengths = posts.map(({ content }) => content.length)
    const { total, avgLength } = await postStats(sample.db)
    expect(total).toBe(48)
    expect(avgLength).toBeCloseTo(lengths.reduce((sum, length) => sum + length) / 48, 9)
  })

  test('stats of groups', async () => {
    const since = new Date(Date.UTC(2026, 0, 5))
    for (const options of [{}, { since }, { since: undefined }, { since: new Date('2030-01-01') }]) {
      const groups = users.map(({ id }) => {
        const own = posts.filter(
          (post) => post.author_id === id && (options.since === undefined || post.created_at >= options.since),
        )
        const ratings = own.flatMap(({ rating }) => rating ?? [])
        return { authorId: id, total: own.length, best: ratings.sort((a, b) => Number(b) - Number(a))[0] ?? null }
      })
      expect(await postByAuthor(sample.db, options)).toEqual(groups.filter(({ total }) => total > 0))
    }
    await expect(Reflect.apply(postByAuthor, undefined, [sample.db, { since: 5 }])).rejects.toThrow(InvalidInput)
  })

  test('stats of nothing', async () => {
    const empty = await openSample(kind)
    try {
      expect(await postStats(empty.db)).toEqual({ total: 0, avgLength: null })
      expect(await postByAuthor(empty.db)).toEqual([])
      expect(await searchPosts(empty.db)).toEqual({ rows: [], next: undefined })
    } finally {
      await empty.close()
    }
  })

  function userOf(id: string): User | undefined {
    return users.find((user) => user.id === id)
  }

  function withAuthorAndTags(post: Post): object {
    return { ...post, author: userOf(post.author_id), tags: tagsAt(posts.indexOf(post)) }
  }
})

/** The element at a position, from the start again behind the end. */
function at<Element>(list: readonly Element[], index: number): Element {
  const element = list[index % list.length]
  if (element === undefined) throw new Error('an empty list')
  return element
}
