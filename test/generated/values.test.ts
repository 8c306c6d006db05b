import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../../generated-sample/src/db/client.js'
import type { Post, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { findPostWithAuthor } from '../../generated-sample/src/db/queries/post.queries.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, newUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('values on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let posts: PostRepository
  let user: User
  let post: Post

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    posts = new PostRepository(sample.db)
    user = await createUser(sample.db)
    post = await createPost(sample.db, user)
  })
  afterAll(() => sample.close())

  /** The author as it is read alone and as it is nested. */
  async function bothWays(): Promise<[User | undefined, User | undefined]> {
    return [await users.findById(user.id), (await findPostWithAuthor(sample.db, post.id))?.author]
  }

  test('numbers in jsonb that JavaScript has no number for are rounded, the same at the top level and nested', async () => {
    await run(
      sample.db,
      `update users set settings = '{"big": 12345678901234567890, "long": 0.1000000000000000055, "huge": 1e400}' where id = ${user.id}`,
    )
    const expected = { big: 12345678901234567000, long: 0.1, huge: Infinity }
    const [alone, nested] = await bothWays()
    expect(alone?.settings).toEqual(expected)
    expect(nested?.settings).toEqual(expected)
  })

  test('microseconds of a timestamp are cut off, not rounded', async () => {
    await run(
      sample.db,
      `update users set created_at = '1969-12-31 23:59:59.999999+00', updated_at = '2026-01-01 00:00:00.123999+00' where id = ${user.id}`,
    )
    const [alone, nested] = await bothWays()
    expect([alone?.created_at, alone?.updated_at]).toEqual([
      new Date('1969-12-31T23:59:59.999Z'),
      new Date('2026-01-01T00:00:00.123Z'),
    ])
    expect(nested).toEqual(alone)
  })

  test('a timestamp beyond the range of Date is an error, not another time', async () => {
    await run(sample.db, `update users set created_at = '294276-01-01 00:00:00+00' where id = ${user.id}`)
    const error = new RangeError('294276-01-01 00:00:00+00 is beyond the range of Date')
    await expect(users.findById(user.id)).rejects.toThrow(error)
    await expect(findPostWithAuthor(sample.db, post.id)).rejects.toThrow(error)
    await run(sample.db, `update users set created_at = now() where id = ${user.id}`)
  })

  test('dates are the same whatever the time zone of the session', async () => {
    const created_at = new Date('2026-03-29T01:30:00.500Z')
    const { id } = await users.create(newUser({ created_at }))
    for (const zone of [
      'UTC',
      'Europe/Berlin',
      'Asia/Kolkata',
      'America/St_Johns',
      'Africa/Monrovia',
      'Pacific/Kiritimati',
    ]) {
      const read = await sample.db.transaction().execute(async (tx) => {
        await run(tx, `set local timezone = '${zone}'`)
        const own = new UserRepository(tx)
        expect(await own.count({ id, created_at })).toBe(1)
        return [
          await own.findById(id),
          await own.findMany({ filter: { id } }),
          (await own.findPage({ filter: { id } })).rows,
        ]
      })
      expect(
        read.flat().map((row) => row?.created_at),
        zone,
      ).toEqual([created_at, created_at, created_at])
    }
  })

  test('a time zone with seconds, as there were before 1900', async () => {
    const created_at = new Date('1850-01-01T00:00:00.000Z')
    await sample.db.transaction().execute(async (tx) => {
      await run(tx, "set local timezone = 'Europe/Amsterdam'")
      expect((await new UserRepository(tx).create(newUser({ created_at }))).created_at).toEqual(created_at)
    })
  })

  test('another DateStyle is an error, not another date', async () => {
    const read = sample.db.transaction().execute(async (tx) => {
      await run(tx, "set local datestyle = 'SQL, DMY'")
      return new UserRepository(tx).findById(user.id)
    })
    await expect(read).rejects.toThrow('DateStyle must be "ISO"')
  })

  test.each(['a\0b', '\0', '\ud800', 'x\udfff', '\udc00\ud800'])('the text %j is refused', async (text) => {
    sample.forget()
    const error = new InvalidInput('full_name: text must not contain U+0000 or half a surrogate pair')
    await expect(users.create(newUser({ full_name: text }))).rejects.toThrow(error)
    await expect(users.createMany([newUser({ full_name: text })])).rejects.toThrow(error)
    await expect(users.update(user.id, { full_name: text })).rejects.toThrow(error)
    await expect(posts.update(post.id, { keywords: ['a', text] })).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  test('whole surrogate pairs and every other character are fine', async () => {
    const full_name = '😀\u0001\u007f\ufffd\uffff\u2028𝒳'
    expect(await users.update(user.id, { full_name })).toMatchObject({ full_name })
  })

  test('U+0000 inside jsonb is refused by PostgreSQL', async () => {
    await expect(users.update(user.id, { settings: { text: 'a\0b' } })).rejects.toMatchObject({
      code: '22P05',
      message: 'unsupported Unicode escape sequence',
    })
  })

  test('what has no JSON form is refused', async () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    sample.forget()
    for (const settings of [circle, { big: 1n }, () => {}, Symbol('x')]) {
      await expect(Reflect.apply(users.update, users, [user.id, { settings }])).rejects.toThrow(InvalidInput)
    }
    expect(sample.log).toEqual([])
  })

  test('a document of any kind is one, null too where the column cannot be NULL', async () => {
    for (const settings of [null, 5, 'text', [], [null], false]) {
      const updated = await Reflect.apply(users.update, users, [user.id, { settings }])
      expect(updated).toMatchObject({ settings })
      expect((await bothWays())[1]?.settings).toEqual(settings)
    }
    expect(await run(sample.db, `select settings::text as text from users where id = ${user.id}`)).toEqual([
      { text: 'false' },
    ])
  })

  test('an array with more dimensions than the spec says comes as it is', async () => {
    await run(sample.db, `update posts set keywords = '{{a,b},{c,NULL}}' where id = ${post.id}`)
    expect((await posts.findById(post.id))?.keywords).toEqual([
      ['a', 'b'],
      ['c', null],
    ])
    await run(sample.db, `update posts set keywords = '[5:6]={x,y}' where id = ${post.id}`)
    expect((await posts.findById(post.id))?.keywords).toEqual(['x', 'y'])
  })

  test('numbers out of range are an error of PostgreSQL', async () => {
    await expect(posts.update(post.id, { rating: '100.1' })).rejects.toMatchObject({ code: '22003' })
    await expect(posts.update(post.id, { rating: 'abc' })).rejects.toMatchObject({ code: '22P02' })
    expect(await posts.update(post.id, { rating: '9.25' })).toMatchObject({ rating: '9.3' })
  })
})

describe('settings of a server that change how values look', () => {
  let sample: Sample

  beforeAll(async () => {
    sample = await openSample('postgres')
  })
  afterAll(() => sample.close())

  test('bytea that does not come as hex is an error', async () => {
    const url = new URL(String(sample.database.connection))
    url.searchParams.set('options', '-c bytea_output=escape')
    const db = createDatabase({ connection: url.href })
    await expect(run(db, "select '\\x00'::bytea as bytes")).rejects.toThrow('bytea_output must be "hex"')
    await db.destroy()
  })
})
