import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Comment, Post, Tag, User } from '../../generated-sample/src/db/database.js'
import { PostAuthorMissing, PostRatingInvalid } from '../../generated-sample/src/db/errors/post.errors.js'
import { TagNameTaken } from '../../generated-sample/src/db/errors/tag.errors.js'
import { UserEmailTaken } from '../../generated-sample/src/db/errors/user.errors.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'
import { databaseKinds } from '../support/database.js'
import { newPost, newUser, openSample, type Sample } from '../support/sample.js'

const COUNT = 10_000
const failure = new Error('on purpose')

describe.each(databaseKinds)('many rows at once on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let posts: PostRepository
  let tags: TagRepository
  let ada: User
  let bob: User
  let all: Post[]

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    posts = new PostRepository(sample.db)
    tags = new TagRepository(sample.db)
  })
  beforeEach(async () => {
    await sample.empty()
    const past = { created_at: new Date(0), updated_at: new Date(0) }
    ada = await users.create(newUser({ full_name: 'Ada', ...past }))
    bob = await users.create(newUser({ full_name: 'Bob', ...past }))
    all = await posts.createMany([
      newPost(ada, { title: 'One', rating: '1.0', ...past }),
      newPost(ada, { title: 'Two', keywords: ['a'], ...past }),
      newPost(bob, { title: 'Three', status: 'published', ...past }),
    ])
    sample.forget()
  })
  afterAll(() => sample.close())

  const first = () => postAt(0)
  const second = () => postAt(1)
  const third = () => postAt(2)

  function postAt(index: number): Post {
    const post = all[index]
    if (post === undefined) throw new Error('no such post')
    return post
  }

  const stored = (): Promise<Post[]> => posts.findMany({ order: ['id'] })

  describe('createMany', () => {
    test('rows that give different columns: the others have their defaults, and the order stays', async () => {
      const inserted = await posts.createMany([
        newPost(bob, { title: 'a' }),
        newPost(ada, { title: 'b', rating: '9.9', keywords: ['x', 'y'] }),
        newPost(ada, { title: 'c', status: 'archived', editor_id: bob.id }),
        newPost(bob, { title: 'd' }),
        newPost(ada, { title: 'e', keywords: [], rating: null }),
      ])
      expect(
        inserted.map(({ title, status, rating, keywords, editor_id }) => [title, status, rating, keywords, editor_id]),
      ).toEqual([
        ['a', 'draft', null, [], null],
        ['b', 'draft', '9.9', ['x', 'y'], null],
        ['c', 'archived', null, [], bob.id],
        ['d', 'draft', null, [], null],
        ['e', 'draft', null, [], null],
      ])
      expect(inserted.map(({ word_count }) => word_count)).toEqual([3, 3, 3, 3, 3])
      expect(inserted.every(({ review_at }) => review_at > new Date())).toBe(true)
      expect(sample.statements()).toHaveLength(1)
      expect((await stored()).slice(3)).toEqual([...inserted].sort((a, b) => Number(a.id) - Number(b.id)))
    })

    test('a key of two columns', async () => {
      const comments = await newComments()
      const likes = new CommentLikeRepository(sample.db)
      const keys = comments.flatMap(({ id }) => [bob, ada].map((user) => ({ comment_id: id, user_id: user.id })))
      const created = await likes.createMany(keys)
      expect(created).toEqual(keys.map((key) => ({ ...key, liked_at: expect.any(Date) })))
    })

    test('one bad row in one of several inserts leaves nothing', async () => {
      const rows = [newPost(ada), newPost(ada, { rating: '1.0' }), newPost({ id: '999' }, { keywords: ['x'] })]
      await expect(posts.createMany(rows)).rejects.toThrow(PostAuthorMissing)
      expect(await stored()).toEqual(all)
    })
  })

  describe('updateEach', () => {
    test('nothing', async () => {
      expect(await posts.updateEach([])).toEqual([])
      expect(sample.log).toEqual([])
    })

    test('each row has values of its own, in the order given, with one statement', async () => {
      const updated = await posts.updateEach([
        { id: third().id, patch: { title: 'Third' } },
        { id: first().id, patch: { title: 'First' } },
        { id: second().id, patch: { title: 'Second' } },
      ])
      expect(updated).toEqual([
        { ...third(), title: 'Third', updated_at: expect.any(Date) },
        { ...first(), title: 'First', updated_at: expect.any(Date) },
        { ...second(), title: 'Second', updated_at: expect.any(Date) },
      ])
      expect(sample.statements()).toHaveLength(1)
      expect(sample.statements()[0]).toMatch(/^update posts/)
      expect(await stored()).toEqual([updated[1], updated[2], updated[0]])
    })

    test('different columns for each row', async () => {
      const updated = await posts.updateEach([
        { id: second().id, patch: { keywords: ['"', '\\', '', 'NULL', 'a,b'], rating: null } },
        { id: first().id, patch: { content: 'four words in it', rating: '7.5' } },
        { id: third().id, patch: { rating: '2.0', keywords: [] } },
      ])
      expect(updated).toEqual([
        { ...second(), keywords: ['"', '\\', '', 'NULL', 'a,b'], updated_at: expect.any(Date) },
        { ...first(), content: 'four words in it', rating: '7.5', word_count: 4, updated_at: expect.any(Date) },
        { ...third(), rating: '2.0', updated_at: expect.any(Date) },
      ])
      expect(sample.statements()).toHaveLength(1)
    })

    test('touches columns with on_update, unless they are given or nothing is', async () => {
      const given = new Date('2020-02-29T12:00:00Z')
      const updated = await users.updateEach([
        { id: ada.id, patch: { full_name: 'A' } },
        { id: bob.id, patch: { updated_at: given } },
      ])
      expect(updated[0]?.updated_at.getTime()).toBeGreaterThan(ada.updated_at.getTime())
      expect(updated[1]?.updated_at).toEqual(given)
      const unchanged = await users.updateEach([
        { id: bob.id, patch: {} },
        { id: ada.id, patch: { full_name: undefined } as object },
      ])
      expect(unchanged).toEqual([updated[1], updated[0]])
    })

    test('an empty patch beside others', async () => {
      const updated = await posts.updateEach([
        { id: second().id, patch: {} },
        { id: first().id, patch: { title: 'First' } },
      ])
      expect(updated.map(({ title }) => title)).toEqual(['Two', 'First'])
    })

    test('keys without a row are left out', async () => {
      const updated = await posts.updateEach([
        { id: '998', patch: { title: 'x' } },
        { id: second().id, patch: { title: 'Second' } },
        { id: '999', patch: { rating: '1.0' } },
        { id: first().id, patch: { rating: '3.0' } },
      ])
      expect(updated.map(({ id }) => id)).toEqual([second().id, first().id])
      expect(await posts.updateEach([{ id: '999', patch: { title: 'x' } }])).toEqual([])
    })

    test('by a uuid, and by a key of two columns', async () => {
      const [one, two] = await newComments()
      const comments = new CommentRepository(sample.db)
      const changed = await comments.updateEach([
        { id: two.id.toUpperCase(), patch: { body: 'b' } },
        { id: one.id, patch: { body: 'a' } },
      ])
      expect(changed.map(({ body, id }) => [id, body])).toEqual([
        [two.id, 'b'],
        [one.id, 'a'],
      ])
      const likes = new CommentLikeRepository(sample.db)
      const keys = [one, two].flatMap(({ id }) => [bob, ada].map((user) => ({ comment_id: id, user_id: user.id })))
      await likes.createMany(keys)
      const dates = keys.map((_, index) => new Date(index))
      const changes = keys.map((id, index) => ({ id, patch: { liked_at: dates[index] ?? new Date() } }))
      const missing = { id: { comment_id: one.id, user_id: '999' }, patch: { liked_at: new Date() } }
      expect(await likes.updateEach([missing, ...changes])).toEqual(
        keys.map((key, index) => ({ ...key, liked_at: dates[index] })),
      )
    })

    test('a document, an enum, a boolean, NULL', async () => {
      const settings = { '{}': ['"', null, { '\\': '\n' }] }
      const updated = await users.updateEach([
        { id: bob.id, patch: { settings, role: 'admin', is_active: false, full_name: null } },
        { id: ada.id, patch: { settings: {}, role: 'author', is_active: true, full_name: '' } },
      ])
      expect(updated).toMatchObject([
        { settings, role: 'admin', is_active: false, full_name: null },
        { settings: {}, role: 'author', is_active: true, full_name: '' },
      ])
    })

    test('a row that is named twice is changed once, by one of the two patches', async () => {
      // PostgreSQL updates a row once for each statement; which of the values it takes is not defined.
      const updated = await posts.updateEach([
        { id: first().id, patch: { title: 'x' } },
        { id: first().id, patch: { title: 'y' } },
      ])
      expect(updated).toHaveLength(1)
      expect(['x', 'y']).toContain(updated[0]?.title)
      expect(await posts.findById(first().id)).toEqual(updated[0])
    })

    test('one bad row changes nothing', async () => {
      const tooMuch = [
        { id: first().id, patch: { title: 'x' } },
        { id: second().id, patch: { rating: '11' } },
      ]
      await expect(posts.updateEach(tooMuch)).rejects.toThrow(PostRatingInvalid)
      expect(await stored()).toEqual(all)
      await expect(
        users.updateEach([
          { id: ada.id, patch: { email: 'new@example.org' } },
          { id: bob.id, patch: { email: 'new@example.org' } },
        ]),
      ).rejects.toThrow(UserEmailTaken)
    })

    test.each([
      [{ slug: 'x' }, 'slug cannot be updated'],
      [{ word_count: 5 }, 'word_count cannot be updated'],
      [{ id: '7' }, 'id cannot be updated'],
      [{ unknown: 1 }, 'posts has no column "unknown"'],
      [{ title: null }, 'title: expected a string, got null'],
      [{ keywords: 'x' }, 'keywords: expected an array, got "x"'],
      [null, 'values: expected an object'],
    ])('the patch %o is refused', async (patch, message) => {
      const changes = [
        { id: first().id, patch: { title: 'x' } },
        { id: second().id, patch },
      ]
      await expect(Reflect.apply(posts.updateEach, posts, [changes])).rejects.toThrow(new InvalidInput(message))
      expect(sample.log).toEqual([])
    })

    test.each([[undefined], [null], ['x'], [{}]])('the key %o is refused', async (id) => {
      await expect(Reflect.apply(posts.updateEach, posts, [[{ id, patch: { title: 'x' } }]])).rejects.toThrow(
        InvalidInput,
      )
      expect(sample.log).toEqual([])
    })

    test.each([[null], [{}], ['x'], [[null]], [[5]]])('%o is no list of changes', async (changes) => {
      await expect(Reflect.apply(posts.updateEach, posts, [changes])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    })
  })

  describe('upsertMany', () => {
    test('nothing', async () => {
      expect(await users.upsertManyByEmail([])).toEqual([])
      expect(sample.log).toEqual([])
    })

    test('inserts and updates with one statement, in the order given', async () => {
      const rows = [
        newUser({ email: 'c@example.org' }),
        { email: bob.email, hashed_password: 'y' },
        newUser({ email: 'd@example.org', role: 'admin' }),
        { email: ada.email, hashed_password: 'z', full_name: 'Countess' },
      ]
      const upserted = await users.upsertManyByEmail(rows)
      expect(upserted.map(({ email, role, full_name }) => [email, role, full_name])).toEqual([
        ['c@example.org', 'reader', null],
        [bob.email, 'reader', 'Bob'],
        ['d@example.org', 'admin', null],
        [ada.email, 'reader', 'Countess'],
      ])
      expect(upserted[1]?.id).toBe(bob.id)
      expect(upserted[3]?.id).toBe(ada.id)
      expect(upserted[1]?.updated_at.getTime()).toBeGreaterThan(bob.updated_at.getTime())
      expect(upserted[1]?.created_at).toEqual(bob.created_at)
      expect(sample.statements()).toHaveLength(1)
      expect(await users.count()).toBe(4)
      expect(await users.findByEmailWithPrivate(bob.email)).toMatchObject({ hashed_password: 'y' })
    })

    test('by two columns, one of them readonly', async () => {
      const rows = all.map(({ author_id, slug, content }, index) => ({
        author_id,
        slug,
        content,
        title: `New ${index}`,
      }))
      const upserted = await posts.upsertManyByAuthorIdAndSlug([...rows, newPost(bob, { title: 'Other' })])
      expect(upserted.slice(0, 3)).toEqual(
        all.map((post, index) => ({ ...post, title: `New ${index}`, updated_at: expect.any(Date) })),
      )
      expect(upserted[3]).toMatchObject({ title: 'Other', author_id: bob.id })
    })

    test('by a key of two columns, and where nothing but the key is given', async () => {
      const comments = await newComments()
      const likes = new CommentLikeRepository(sample.db)
      const keys = comments.map(({ id }) => ({ comment_id: id, user_id: bob.id }))
      const created = await likes.upsertManyByCommentIdAndUserId(keys)
      expect(await likes.upsertManyByCommentIdAndUserId([...keys].reverse())).toEqual([...created].reverse())
      const liked = keys.map((key, index) => ({ ...key, liked_at: new Date(index) }))
      expect(await likes.upsertManyByCommentIdAndUserId(liked)).toEqual(liked)
      const named = await tags.upsertManyByName([{ name: 'b' }, { name: 'a' }])
      expect(await tags.upsertManyByName([{ name: 'a' }, { name: 'c' }, { name: 'b' }])).toEqual([
        named[1],
        { id: expect.any(String), name: 'c' },
        named[0],
      ])
    })

    test('PostgreSQL refuses two rows with the same key in one insert', async () => {
      const twice = [{ name: 'a' }, { name: 'b' }, { name: 'a' }]
      await expect(tags.upsertManyByName(twice)).rejects.toMatchObject({ code: '21000' })
      expect(await tags.count()).toBe(0)
    })

    test('also in two inserts of one statement, where they give different columns', async () => {
      const profiles = new ProfileRepository(sample.db)
      const twice = [
        { user_id: ada.id, bio: 'x' },
        { user_id: ada.id, website: 'https://x' },
      ]
      await expect(profiles.upsertManyByUserId(twice)).rejects.toMatchObject({ code: '21000' })
      expect(await profiles.count()).toBe(0)
    })

    test('one bad row changes nothing', async () => {
      const { author_id, slug } = first()
      const rows = [{ author_id, slug, title: 'x', content: 'x' }, newPost({ id: '999' }, { status: 'draft' })]
      await expect(posts.upsertManyByAuthorIdAndSlug(rows)).rejects.toThrow(PostAuthorMissing)
      expect(await stored()).toEqual(all)
    })

    test.each([
      [{ hashed_password: 'x' }, 'email must be given: it is in the key'],
      [{ ...newUser(), id: '7' }, 'id cannot be set'],
      [{ ...newUser(), unknown: 1 }, 'users has no column "unknown"'],
      [null, 'values: expected an object'],
    ])('the row %o is refused', async (row, message) => {
      await expect(Reflect.apply(users.upsertManyByEmail, users, [[newUser(), row]])).rejects.toThrow(
        new InvalidInput(message),
      )
      expect(sample.log).toEqual([])
    })
  })

  test(`${COUNT} rows in one statement each`, async () => {
    const rows = Array.from({ length: COUNT }, (_, index) => ({ name: `tag ${index}` }))
    const created = await tags.createMany(rows)
    const changes = created.map(({ id, name }) => ({ id, patch: { name: `${name}!` } })).reverse()
    const updated = await tags.updateEach(changes)
    expect(updated).toEqual(changes.map(({ id, patch }) => ({ id, ...patch })))
    const upserted = await tags.upsertManyByName(
      [...updated.slice(0, COUNT / 2), ...rows.slice(0, COUNT / 2)].map(named),
    )
    expect(upserted.slice(0, COUNT / 2)).toEqual(updated.slice(0, COUNT / 2))
    expect(upserted.slice(COUNT / 2).map(named)).toEqual(rows.slice(0, COUNT / 2))
    expect(sample.statements()).toHaveLength(3)
  })

  test('in sessions all of it is taken back', async () => {
    const work = withSession(sample.db, async (tx) => {
      const own = new TagRepository(tx)
      const [tag] = await own.createMany([{ name: 'a' }, { name: 'b' }])
      if (tag === undefined) throw new Error('no tag')
      await own.updateEach([{ id: tag.id, patch: { name: 'c' } }])
      await own.upsertManyByName([{ name: 'c' }, { name: 'd' }])
      await expect(
        withSession(tx, (nested) => new TagRepository(nested).createMany([{ name: 'e' }, { name: 'c' }])),
      ).rejects.toThrow(TagNameTaken)
      expect((await own.findMany({ order: ['name'] })).map(named)).toEqual([
        { name: 'b' },
        { name: 'c' },
        { name: 'd' },
      ])
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await tags.count()).toBe(0)
  })

  async function newComments(): Promise<[Comment, Comment]> {
    const rows = [first(), second()].map(({ id }) => ({ post_id: id, author_id: ada.id, body: 'x' }))
    const [one, two] = await new CommentRepository(sample.db).createMany(rows)
    if (one === undefined || two === undefined) throw new Error('no comments')
    sample.forget()
    return [one, two]
  }
})

function named({ name }: Pick<Tag, 'name'>): Pick<Tag, 'name'> {
  return { name }
}
