import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { NewTag, NewUser } from '../../generated-sample/src/db/database.js'
import { PostAuthorMissing } from '../../generated-sample/src/db/errors/post.errors.js'
import { ProfileWebsiteInvalid } from '../../generated-sample/src/db/errors/profile.errors.js'
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
import { createPost, createUser, newPost, newUser, openSample, type Sample } from '../support/sample.js'

const failure = new Error('on purpose')

describe.each(databaseKinds)('copyFrom on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let tags: TagRepository

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    tags = new TagRepository(sample.db)
  })
  beforeEach(async () => {
    if (sample.log.length > 0) await sample.empty()
  })
  afterAll(() => sample.close())

  async function* later<Row>(rows: Iterable<Row>, isClosed?: { now: boolean }): AsyncGenerator<Row> {
    try {
      for (const row of rows) {
        await sleep(1)
        yield row
      }
    } finally {
      if (isClosed !== undefined) isClosed.now = true
    }
  }

  const tagNames = async (): Promise<string[]> => (await tags.findMany({ order: ['id'] })).map(({ name }) => name)

  test('rows of an array, a generator, a set and an asynchronous source', async () => {
    function* generated(): Generator<NewTag> {
      yield { name: 'c' }
      yield { name: 'd' }
    }
    expect(await tags.copyFrom([{ name: 'a' }, { name: 'b' }])).toBe(2)
    expect(await tags.copyFrom(generated())).toBe(2)
    expect(await tags.copyFrom(new Set([{ name: 'e' }]))).toBe(1)
    expect(await tags.copyFrom(later([{ name: 'f' }, { name: 'g' }]))).toBe(2)
    expect(await tagNames()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  })

  test('is one statement', async () => {
    await tags.copyFrom([{ name: 'a' }, { name: 'b' }])
    expect(sample.statements()).toEqual(['copy tags (name) from stdin'])
  })

  test('no rows send nothing', async () => {
    expect(await tags.copyFrom([])).toBe(0)
    expect(await tags.copyFrom(later<NewTag>([]), ['name'])).toBe(0)
    expect(sample.log).toEqual([])
  })

  test('text is stored as it is', async () => {
    const texts = [
      '',
      ' ',
      '\\N',
      '\\.',
      '\\',
      '\\\\',
      '\t',
      '\n',
      '\r\n',
      'a\tb\nc\rd\\e',
      '\\t',
      'NULL',
      '{}',
      '"',
      'ö😀',
      '\u0001',
    ]
    expect(await tags.copyFrom(texts.map((name) => ({ name })))).toBe(texts.length)
    expect(await tagNames()).toEqual(texts)
  })

  test('values of other types, NULL and defaults, as create stores them', async () => {
    const settings = { '{}': '"\\\n', list: [1, null, '\t'] }
    const created_at = new Date('1969-12-31T23:59:59.999Z')
    const rows: NewUser[] = [
      newUser({ full_name: null, role: 'admin', is_active: false, settings, created_at }),
      newUser({ full_name: '', role: 'author', is_active: true, settings: {}, created_at }),
    ]
    expect(await users.copyFrom(rows)).toBe(2)
    const copied = await users.findMany({ order: ['id'] })
    await sample.empty()
    const created = await users.createMany(rows)
    expect(copied).toEqual(created.map((row) => ({ ...row, updated_at: expect.any(Date) })))
  })

  test('arrays and decimals', async () => {
    const author = await createUser(sample.db)
    const keywords = ['', '\\', '"', '\t', 'NULL', 'a,b', '\n']
    const posts = new PostRepository(sample.db)
    expect(await posts.copyFrom([newPost(author, { keywords, rating: '9.5' })])).toBe(1)
    expect(await posts.findMany()).toMatchObject([{ keywords, rating: '9.5', word_count: 3, status: 'draft' }])
  })

  test('a key of two columns', async () => {
    const author = await createUser(sample.db)
    const post = await createPost(sample.db, author)
    const comment = await new CommentRepository(sample.db).create({ post_id: post.id, author_id: author.id, body: 'x' })
    const likes = new CommentLikeRepository(sample.db)
    expect(await likes.copyFrom([{ comment_id: comment.id, user_id: author.id }])).toBe(1)
    expect(await likes.findById({ comment_id: comment.id, user_id: author.id })).toBeDefined()
  })

  describe('every row gives the same columns', () => {
    test('the order of the properties does not matter, nor do those that are undefined', async () => {
      const { email, hashed_password } = newUser()
      const rows: object[] = [newUser(), { hashed_password, email, full_name: undefined }]
      expect(await Reflect.apply(users.copyFrom, users, [rows])).toBe(2)
    })

    test.each([
      [{ role: 'admin' }, 'row 3: expected the columns email, hashed_password, got email, hashed_password, role'],
      [{ hashed_password: undefined }, 'row 3: expected the columns email, hashed_password, got email'],
      [{ unknown: 1 }, 'row 3: users has no column "unknown"'],
      [{ id: '5' }, 'row 3: id cannot be set'],
      [{ email: 5 }, 'row 3: email: expected a string, got 5'],
    ])('with %o: %s', async (change, message) => {
      const rows = [newUser(), newUser(), { ...newUser(), ...change }]
      await expect(Reflect.apply(users.copyFrom, users, [rows])).rejects.toThrow(new InvalidInput(message))
      expect(sample.log).toEqual([])
    })

    test('named columns', async () => {
      const rows = [newUser({ full_name: 'Ada' }), newUser({ full_name: null })]
      expect(await users.copyFrom(rows, ['full_name', 'hashed_password', 'email'])).toBe(2)
      expect(sample.statements()).toEqual(['copy users (full_name, hashed_password, email) from stdin'])
      await expect(users.copyFrom([newUser()], ['email', 'hashed_password', 'role'])).rejects.toThrow(
        'row 1: expected the columns email, hashed_password, role, got email, hashed_password',
      )
      expect(await users.count()).toBe(2)
    })

    test.each([
      [['id'], 'id cannot be set'],
      [['unknown'], 'users has no column "unknown"'],
      [['__proto__'], 'users has no column "__proto__"'],
      [[], 'no column is given'],
      ['email', 'columns: expected a list of names'],
      [null, 'columns: expected a list of names'],
    ])('the columns %o are refused, also without rows', async (columns, message) => {
      await expect(Reflect.apply(users.copyFrom, users, [[], columns])).rejects.toThrow(new InvalidInput(message))
      expect(sample.log).toEqual([])
    })
  })

  test.each([[null], [undefined], [5], [{}], [{ length: 1 }]])('%o has no rows', async (rows) => {
    await expect(Reflect.apply(users.copyFrom, users, [rows])).rejects.toThrow(
      new InvalidInput('rows: expected an iterable'),
    )
  })

  test.each([[null], [5], ['text'], [[]]])('%o is no row', async (row) => {
    await expect(Reflect.apply(users.copyFrom, users, [[row]])).rejects.toThrow(
      new InvalidInput('row 1: values: expected an object'),
    )
    await expect(Reflect.apply(tags.copyFrom, tags, [[{}]])).rejects.toThrow('row 1: no column is given')
    expect(sample.log).toEqual([])
  })

  test('a mistake in a late row takes back the rows before it, and closes the source', async () => {
    const isClosed = { now: false }
    const rows = Array.from({ length: 50_000 }, (_, index) => ({ name: index === 49_000 ? 5 : `tag ${index}` }))
    async function* source() {
      try {
        yield* rows
      } finally {
        isClosed.now = true
      }
    }
    await expect(Reflect.apply(tags.copyFrom, tags, [source()])).rejects.toThrow(
      new InvalidInput('row 49001: name: expected a string, got 5'),
    )
    expect(isClosed.now).toBe(true)
    expect(await tags.count()).toBe(0)
  })

  test('an error of the source comes out', async () => {
    const source = async function* () {
      yield { name: 'a' }
      await sleep(5)
      throw failure
    }
    await expect(tags.copyFrom(source())).rejects.toBe(failure)
    expect(await tags.count()).toBe(0)
  })

  test('errors of constraints are typed, close the source and leave nothing', async () => {
    const isClosed = { now: false }
    const { email, ...rest } = newUser()
    await expect(
      users.copyFrom(
        later(
          [
            { email, ...rest },
            { email, ...rest },
          ],
          isClosed,
        ),
      ),
    ).rejects.toThrow(UserEmailTaken)
    await expect.poll(() => isClosed.now).toBe(true)
    const posts = new PostRepository(sample.db)
    await expect(posts.copyFrom([newPost({ id: '999' })])).rejects.toThrow(PostAuthorMissing)
    const author = await createUser(sample.db)
    const profiles = new ProfileRepository(sample.db)
    await expect(profiles.copyFrom([{ user_id: author.id, website: 'x' }])).rejects.toThrow(ProfileWebsiteInvalid)
    expect(await users.count()).toBe(1)
  })

  test('in sessions', async () => {
    await withSession(sample.db, async (tx) => {
      expect(await new TagRepository(tx).copyFrom(later([{ name: 'a' }]))).toBe(1)
      const inner = withSession(tx, (nested) => new TagRepository(nested).copyFrom([{ name: 'b' }, { name: 'a' }]))
      await expect(inner).rejects.toMatchObject({ name: 'TagNameTaken' })
      expect(await new TagRepository(tx).count()).toBe(1)
    })
    const work = withSession(sample.db, async (tx) => {
      await new TagRepository(tx).copyFrom([{ name: 'c' }])
      throw failure
    })
    await expect(work).rejects.toBe(failure)
    expect(await tagNames()).toEqual(['a'])
  })

  test('many rows, asked for no faster than they are taken', async () => {
    const COUNT = 300_000
    function* many(): Generator<NewTag> {
      for (let index = 0; index < COUNT; index += 1) yield { name: `tag ${index}` }
    }
    expect(await tags.copyFrom(many())).toBe(COUNT)
    expect(await tags.count()).toBe(COUNT)
  })
})

describe('copyFrom to a server', () => {
  test('the source waits while the server does', async () => {
    const sample = await openSample('postgres')
    const tags = new TagRepository(sample.db)
    let taken = 0
    function* endless(): Generator<NewTag> {
      for (; taken < 2_000_000; taken += 1) yield { name: `tag ${taken}` }
    }
    let isReleased = (): void => {}
    const released = new Promise<void>((resolve) => {
      isReleased = resolve
    })
    const locked = withSession(sample.db, async (tx) => {
      await new TagRepository(tx).create({ name: 'tag 5' })
      await released
      throw failure
    })
    await sleep(100)
    const copied = tags.copyFrom(endless()).then(
      () => undefined,
      (error: unknown) => error,
    )
    await sleep(700)
    const before = taken
    await sleep(300)
    // The server waits for the other transaction to end; what fits into buffers was taken meanwhile.
    expect(taken).toBe(before)
    expect(taken).toBeLessThan(1_500_000)
    taken = 2_000_000 - 1
    isReleased()
    await expect(locked).rejects.toBe(failure)
    expect(await copied).toBeUndefined()
    await sample.close()
  })
})
