import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { User } from '../../generated-sample/src/db/database.js'
import { InvalidInput, NotFound } from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('find on %s', (kind) => {
  let sample: Sample
  let users: UserRepository
  let ada: User

  beforeAll(async () => {
    sample = await openSample(kind)
    users = new UserRepository(sample.db)
    ada = await createUser(sample.db, { email: 'ada@example.org' })
  })
  afterAll(() => sample.close())

  test('by id', async () => {
    sample.forget()
    expect(await users.findById(ada.id)).toEqual(ada)
    expect(await users.findById('999')).toBeUndefined()
    expect(await users.findById('9223372036854775807')).toBeUndefined()
    expect(sample.statements()).toHaveLength(3)
  })

  test('get throws where there is no row', async () => {
    expect(await users.getById(ada.id)).toEqual(ada)
    await expect(users.getById('999')).rejects.toThrow(new NotFound('no row of users with id 999'))
  })

  test('by each unique key', async () => {
    const post = await createPost(sample.db, ada, { slug: 'first' })
    const tag = await new TagRepository(sample.db).create({ name: "it's" })
    const posts = new PostRepository(sample.db)
    expect(await users.findByEmail('ada@example.org')).toEqual(ada)
    expect(await users.findByEmail('ADA@example.org')).toBeUndefined()
    expect(await posts.findByAuthorIdAndSlug(ada.id, 'first')).toEqual(post)
    expect(await posts.findByAuthorIdAndSlug(ada.id, 'second')).toBeUndefined()
    expect(await new TagRepository(sample.db).findByName("it's")).toEqual(tag)
  })

  test('by keys of other types and of two columns', async () => {
    const profile = await new ProfileRepository(sample.db).create({ user_id: ada.id })
    const post = await createPost(sample.db, ada)
    const comment = await new CommentRepository(sample.db).create({ post_id: post.id, author_id: ada.id, body: 'Hi' })
    const likes = new CommentLikeRepository(sample.db)
    const like = await likes.create({ comment_id: comment.id, user_id: ada.id })
    expect(await new ProfileRepository(sample.db).findById(ada.id)).toEqual(profile)
    expect(await new CommentRepository(sample.db).findById(comment.id)).toEqual(comment)
    expect(await new CommentRepository(sample.db).findById(comment.id.toUpperCase())).toEqual(comment)
    expect(await likes.findById({ comment_id: comment.id, user_id: ada.id })).toEqual(like)
    expect(await likes.getById({ comment_id: comment.id, user_id: ada.id })).toEqual(like)
    await expect(likes.getById({ comment_id: comment.id, user_id: '999' })).rejects.toThrow(
      new NotFound(`no row of comment_likes with comment_id, user_id {"comment_id":"${comment.id}","user_id":"999"}`),
    )
  })

  test('by many ids', async () => {
    const grace = await createUser(sample.db)
    const found = await users.findByIds([grace.id, ada.id, '999', ada.id])
    expect(found.sort((one, other) => Number(one.id) - Number(other.id))).toEqual([ada, grace])
    expect(await users.findByIds([])).toEqual([])
  })

  test('by 70,000 ids in one statement', async () => {
    sample.forget()
    const ids = Array.from({ length: 70_000 }, (_, index) => String(index))
    expect(await users.findByIds(ids)).toHaveLength(await users.count())
    expect(sample.statements()).toHaveLength(2)
  })

  test('private columns only where asked for', async () => {
    const withPrivate = { ...ada, hashed_password: 'secret' }
    expect(await users.findByIdWithPrivate(ada.id)).toEqual(withPrivate)
    expect(await users.findByEmailWithPrivate(ada.email)).toEqual(withPrivate)
    expect(await users.findByIdWithPrivate('999')).toBeUndefined()
    const rows = [
      ada,
      await users.findById(ada.id),
      await users.getById(ada.id),
      await users.findByEmail(ada.email),
      ...(await users.findByIds([ada.id])),
      ...(await users.findMany({ filter: { id: ada.id } })),
      ...(await users.findPage({ filter: { id: ada.id } })).rows,
      await users.update(ada.id, { hashed_password: 'changed' }),
      await users.upsertByEmail({ email: ada.email, hashed_password: 'again' }),
    ]
    expect(JSON.stringify(rows)).not.toMatch(/password|secret|changed|again/)
    expect(rows.every((row) => row?.id === ada.id)).toBe(true)
  })

  const noIds = [
    '',
    ' ',
    'abc',
    '1.5',
    '1e3',
    '0x10',
    '1 or 1=1',
    '9223372036854775808',
    '-9223372036854775809',
    '1'.repeat(99),
  ]

  test.each([...noIds, 1.5, Number.NaN, 2 ** 53, null, undefined, true, {}, [], ['1'], { not: '5' }, new Date()])(
    '%j is no id',
    async (id) => {
      sample.forget()
      const { findById, getById, findByIdWithPrivate, findByIds, update } = users
      for (const method of [findById, getById, findByIdWithPrivate, users.delete]) {
        await expect(Reflect.apply(method, users, [id])).rejects.toThrow(InvalidInput)
      }
      if (id !== null) await expect(Reflect.apply(findByIds, users, [[id]])).rejects.toThrow(InvalidInput)
      await expect(Reflect.apply(update, users, [id, { full_name: 'x' }])).rejects.toThrow(InvalidInput)
      await expect(Reflect.apply(update, users, [id, {}])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    },
  )

  test.each([null, undefined, 5, 'abc', {}])('%j is no list of ids', async (ids) => {
    sample.forget()
    await expect(Reflect.apply(users.findByIds, users, [ids])).rejects.toThrow(InvalidInput)
    expect(sample.log).toEqual([])
  })

  test('numbers and bigints are ids as well', async () => {
    for (const id of [Number(ada.id), BigInt(ada.id), `+${ada.id}`, `000${ada.id}`]) {
      expect(await Reflect.apply(users.findById, users, [id])).toMatchObject({ id: ada.id, email: ada.email })
    }
  })

  test.each(['', 'abc', '123e4567-e89b-12d3-a456-42661417400g', '123e4567', 5, null, {}])(
    '%j is no uuid',
    async (id) => {
      sample.forget()
      const comments = new CommentRepository(sample.db)
      await expect(Reflect.apply(comments.findById, comments, [id])).rejects.toThrow(InvalidInput)
      expect(sample.log).toEqual([])
    },
  )
})
