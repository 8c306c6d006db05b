import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Post, User } from '../../generated-sample/src/db/database.js'
import { UserEmailTaken } from '../../generated-sample/src/db/errors/user.errors.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('changes on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let posts: PostRepository
  let ada: User
  let grace: User
  let post: Post
  let isFresh = false

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    posts = new PostRepository(sample.db)
  })
  beforeEach(async () => {
    if (isFresh && sample.log.length === 0) return
    await sample.empty()
    const past = new Date('2020-01-01')
    ada = await createUser(sample.db, { email: 'ada@example.org', full_name: 'Ada', updated_at: past })
    grace = await createUser(sample.db, { email: 'grace@example.org', updated_at: past })
    post = await createPost(sample.db, ada, { rating: '5.0', updated_at: past })
    sample.forget()
    isFresh = true
  })
  afterAll(() => sample.close())

  describe('update', () => {
    test('changes the given columns only, and touches updated_at', async () => {
      const updated = await posts.update(post.id, { title: 'New', keywords: ['a', 'b"'] })
      expect(updated).toEqual({ ...post, title: 'New', keywords: ['a', 'b"'], updated_at: expect.any(Date) })
      expect(updated?.updated_at.getTime()).toBeGreaterThan(post.updated_at.getTime())
      expect(sample.statements()).toHaveLength(1)
      expect(await posts.findById(post.id)).toEqual(updated)
    })

    test('updated_at stays as it is given', async () => {
      const updated_at = new Date('2021-06-01T12:00:00.123Z')
      expect(await posts.update(post.id, { title: 'New', updated_at })).toEqual({ ...post, title: 'New', updated_at })
    })

    test('a generated column follows', async () => {
      expect(await posts.update(post.id, { content: 'one two three four' })).toMatchObject({ word_count: 4 })
    })

    test('undefined is not given, null is NULL', async () => {
      const patch = { title: undefined, content: undefined, rating: null }
      expect(await Reflect.apply(posts.update, posts, [post.id, patch])).toEqual({
        ...post,
        rating: null,
        updated_at: expect.any(Date),
      })
    })

    test('an empty patch changes nothing, updated_at neither', async () => {
      expect(await posts.update(post.id, {})).toEqual(post)
      expect(await Reflect.apply(posts.update, posts, [post.id, { title: undefined }])).toEqual(post)
      expect(sample.statements().every((sql) => sql.startsWith('select'))).toBe(true)
    })

    test('no row, nothing', async () => {
      expect(await posts.update('999', { title: 'New' })).toBeUndefined()
      expect(await posts.update('999', {})).toBeUndefined()
    })

    test('private columns are written, not shown', async () => {
      const updated = await users.update(ada.id, { hashed_password: 'changed' })
      expect(updated).toEqual({ ...ada, updated_at: expect.any(Date) })
      expect(await users.findByIdWithPrivate(ada.id)).toEqual({ ...updated, hashed_password: 'changed' })
    })

    test('by a key of two columns', async () => {
      const comment = await new CommentRepository(sample.db).create({ post_id: post.id, author_id: ada.id, body: 'Hi' })
      const likes = new CommentLikeRepository(sample.db)
      await likes.createMany([ada, grace].map(({ id }) => ({ comment_id: comment.id, user_id: id })))
      const liked_at = new Date('2022-02-02T02:02:02.002Z')
      expect(await likes.update({ comment_id: comment.id, user_id: ada.id }, { liked_at })).toEqual({
        comment_id: comment.id,
        user_id: ada.id,
        liked_at,
      })
      expect(await likes.count({ liked_at })).toBe(1)
      expect(await likes.delete({ comment_id: comment.id, user_id: grace.id })).toBe(true)
      expect(await likes.count()).toBe(1)
    })

    test('what breaks a constraint changes nothing', async () => {
      await expect(users.update(ada.id, { email: grace.email })).rejects.toThrow(UserEmailTaken)
      expect(await users.findById(ada.id)).toEqual(ada)
    })

    test.each([
      ['the primary key', { id: '99' }, 'id cannot be updated'],
      ['a readonly column', { slug: 'x' }, 'slug cannot be updated'],
      ['a generated column', { word_count: 5 }, 'word_count cannot be updated'],
      ['an unknown column', { views: 5 }, 'posts has no column "views"'],
      ['a prototype', JSON.parse('{"__proto__":{"title":"x"}}'), 'posts has no column "__proto__"'],
      ['a constructor', JSON.parse('{"constructor":{"prototype":{}}}'), 'posts has no column "constructor"'],
      ['SQL as a column', { 'title = 1, content': 'x' }, 'posts has no column "title = 1, content"'],
      ['null for a column that has none', { title: null }, 'title: expected a string, got null'],
      ['a number for a text', { title: 5 }, 'title: expected a string, got 5'],
      ['an object for a text', { title: { not: 'x' } }, 'title: expected a string, got a value of type object'],
      ['an unknown word', { status: 'gone' }, 'status: expected one of draft, published, archived, got "gone"'],
      ['a text for a list', { keywords: 'a' }, 'keywords: expected an array, got "a"'],
      ['a number in a list', { keywords: ['a', 5] }, 'keywords: expected a string, got 5'],
      [
        'an object for a number',
        { rating: {} },
        'rating: expected a decimal string, a number or a bigint, got a value of type object',
      ],
      ['an empty text for a number', { rating: '' }, 'rating: expected a decimal string, a number or a bigint, got ""'],
      [
        'no date',
        { created_at: new Date(Number.NaN) },
        'created_at: expected a valid Date, got a value of type object',
      ],
      ['a number for a date', { created_at: 0 }, 'created_at: expected a valid Date, got 0'],
      ['U+0000', { title: 'a\0b' }, 'title: text must not contain U+0000 or half a surrogate pair'],
      ['half a surrogate pair', { title: '\udc00' }, 'title: text must not contain U+0000 or half a surrogate pair'],
      ['a text', 'title', 'values: expected an object'],
      ['a list', [], 'values: expected an object'],
      ['null', null, 'values: expected an object'],
      ['a number', 5, 'values: expected an object'],
    ])('%s is refused', async (_, patch, message) => {
      await expect(Reflect.apply(posts.update, posts, [post.id, patch])).rejects.toThrow(new InvalidInput(message))
      await expect(Reflect.apply(posts.updateMany, posts, [{ id: post.id }, patch])).rejects.toThrow(
        new InvalidInput(message),
      )
      expect(sample.log).toEqual([])
    })

    test('a body of JSON that tries everything at once changes nothing', async () => {
      const body = JSON.parse('{"title":"x","id":"7","created_at":"2020-01-01","__proto__":{"author_id":"1"}}')
      await expect(posts.update(post.id, body)).rejects.toThrow(InvalidInput)
      expect(await posts.findById(post.id)).toEqual(post)
    })

    test.each([{ not: '999' }, { greater_than: '0' }, { in: ['1', '2'] }, ['1'], {}, null])(
      'the key %j is no key',
      async (id) => {
        await expect(Reflect.apply(posts.update, posts, [id, { title: 'x' }])).rejects.toThrow(InvalidInput)
        await expect(Reflect.apply(posts.update, posts, [id, {}])).rejects.toThrow(InvalidInput)
        await expect(Reflect.apply(posts.delete, posts, [id])).rejects.toThrow(InvalidInput)
        expect(sample.log).toEqual([])
      },
    )
  })

  describe('updateMany', () => {
    test('changes what the filter matches', async () => {
      expect(
        await users.updateMany({ email: { ends_with: '@example.org' } }, { is_active: false, full_name: null }),
      ).toBe(2)
      const changed = await users.findMany()
      expect(changed.map(({ is_active, full_name }) => [is_active, full_name])).toEqual([
        [false, null],
        [false, null],
      ])
      expect(changed.every(({ updated_at }) => updated_at > ada.updated_at)).toBe(true)
      expect(await users.updateMany({ id: '999' }, { is_active: true })).toBe(0)
    })

    test('an empty patch changes nothing', async () => {
      expect(await users.updateMany({ id: ada.id }, {})).toBe(0)
      expect(sample.log).toEqual([])
    })
  })

  describe('deleteMany', () => {
    test('deletes what the filter matches', async () => {
      const tags = new TagRepository(sample.db)
      await tags.createMany(['a', 'b', 'c'].map((name) => ({ name })))
      expect(await tags.deleteMany({ name: { in: ['a', 'c', 'd'] } })).toBe(2)
      expect((await tags.findMany()).map(({ name }) => name)).toEqual(['b'])
    })

    const emptyFilters = [
      {},
      { and: [] },
      { and: [{}, {}] },
      { or: [{}] },
      { or: [{ id: '1' }, {}] },
      { or: [{ id: '1' }, { and: [] }] },
      { id: {} },
      { and: [{ or: [{ email: {} }] }] },
    ]

    test.each(emptyFilters)('the filter %j is refused: it matches every row', async (filter) => {
      const error = new InvalidInput('the filter is empty: it would match every row of users')
      await expect(users.deleteMany(filter)).rejects.toThrow(error)
      await expect(users.updateMany(filter, { is_active: false })).rejects.toThrow(error)
      await expect(users.updateMany(filter, {})).rejects.toThrow(error)
      expect(sample.log).toEqual([])
    })

    test.each([{ id: undefined }, { id: { equals: undefined } }, { and: undefined }])(
      'the filter %o is refused: something is missing in it',
      async (filter) => {
        await expect(Reflect.apply(users.deleteMany, users, [filter])).rejects.toThrow(InvalidInput)
        expect(await users.count()).toBe(2)
      },
    )

    test('every row, said explicitly', async () => {
      const tags = new TagRepository(sample.db)
      await tags.createMany([{ name: 'a' }, { name: 'b' }])
      expect(await tags.deleteMany({ not: { or: [] } })).toBe(2)
    })
  })

  test('delete', async () => {
    expect(await posts.delete(post.id)).toBe(true)
    expect(await posts.delete(post.id)).toBe(false)
    expect(await posts.count()).toBe(0)
    expect(sample.statements().slice(0, 2)).toEqual(Array(2).fill('delete from posts as post where post.id = $1'))
  })

  describe('upsert', () => {
    test('inserts where there is no such row', async () => {
      const user = await users.upsertByEmail({ email: 'new@example.org', hashed_password: 'x', full_name: 'New' })
      expect(user).toMatchObject({ email: 'new@example.org', full_name: 'New', role: 'reader' })
      expect(await users.count()).toBe(3)
    })

    test('updates the given columns where there is one, and touches updated_at', async () => {
      const user = await users.upsertByEmail({ email: ada.email, hashed_password: 'changed', role: 'admin' })
      expect(user).toEqual({ ...ada, role: 'admin', updated_at: expect.any(Date) })
      expect(user.updated_at.getTime()).toBeGreaterThan(ada.updated_at.getTime())
      expect(sample.statements()).toHaveLength(1)
      expect(await users.findByIdWithPrivate(ada.id)).toMatchObject({ hashed_password: 'changed' })
    })

    test('by two columns, one of them readonly', async () => {
      const { title, slug, content, author_id } = post
      const updated = await posts.upsertByAuthorIdAndSlug({ author_id, slug, title: `${title}!`, content })
      expect(updated).toEqual({ ...post, title: `${title}!`, updated_at: expect.any(Date) })
    })

    test('where nothing but the key is given', async () => {
      const tags = new TagRepository(sample.db)
      const tag = await tags.upsertByName({ name: 'a' })
      expect(await tags.upsertByName({ name: 'a' })).toEqual(tag)
      const profiles = new ProfileRepository(sample.db)
      const profile = await profiles.upsertByUserId({ user_id: ada.id, bio: 'Hello' })
      expect(await profiles.upsertByUserId({ user_id: ada.id })).toEqual(profile)
    })

    test('by a key with a default', async () => {
      const comments = new CommentRepository(sample.db)
      const given = { post_id: post.id, author_id: ada.id, body: 'Hi' }
      const comment = await comments.upsertById({ ...given, id: '123e4567-e89b-12d3-a456-426614174000' })
      const updated = await comments.upsertById({ ...given, id: comment.id, body: 'Bye' })
      expect(updated).toEqual({ ...comment, body: 'Bye', updated_at: updated.updated_at })
      await expect(Reflect.apply(comments.upsertById, comments, [given])).rejects.toThrow(
        new InvalidInput('id must be given: it is in the key'),
      )
    })

    test('another unique key still counts', async () => {
      await expect(posts.upsertByAuthorIdAndSlug({ ...given(post), author_id: '999' })).rejects.toMatchObject({
        name: 'PostAuthorMissing',
      })
    })

    test.each([{}, { hashed_password: 'x' }, { email: undefined, hashed_password: 'x' }, null, []])(
      'the row %o is refused: the key is missing',
      async (row) => {
        await expect(Reflect.apply(users.upsertByEmail, users, [row])).rejects.toThrow(InvalidInput)
        expect(sample.log).toEqual([])
      },
    )

    test('columns that the database computes cannot be given', async () => {
      const row = { email: ada.email, hashed_password: 'x', id: '99' }
      await expect(Reflect.apply(users.upsertByEmail, users, [row])).rejects.toThrow(
        new InvalidInput('id cannot be set'),
      )
    })
  })

  test('a column that is called like another one in SQL is only data', async () => {
    await users.update(ada.id, { full_name: "x', is_active = false where 'a' = 'a" })
    expect(await run(sample.db, 'select full_name, is_active from users order by id')).toEqual([
      { full_name: "x', is_active = false where 'a' = 'a", is_active: true },
      { full_name: null, is_active: true },
    ])
  })
})

function given({ title, slug, content, author_id }: Post) {
  return { title, slug, content, author_id }
}
