import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConstraintError, InvalidInput, NotFound } from '../../generated-sample/src/db/errors.js'
import {
  feedPosts,
  findPostWithAuthor,
  findPostWithComments,
  postByAuthor,
  searchPosts,
} from '../../generated-sample/src/db/queries/post.queries.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { LikeReportRepository } from '../../generated-sample/src/db/repositories/like-report.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, run, type Sample } from '../support/sample.js'

/** Names that mean something somewhere, and some that do not. */
const names = fc.constantFrom(
  ...['id', 'email', 'title', 'keywords', 'rating', 'status', 'settings', 'created_at', 'hashed_password', 'slug'],
  ...['and', 'or', 'not', 'equals', 'in', 'contains', 'less_than', 'has_any', 'filter', 'order', 'limit', 'offset'],
  ...['after', 'keyword', 'authorIds', 'since', '__proto__', 'constructor', 'toString', "x'; drop table users; --", ''],
)

const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        1,
        -1,
        1.5,
        2 ** 53,
        1e21,
        '1',
        '',
        'a',
        '%',
        'draft',
        '2026-01-01',
        '-created_at',
      ),
      fc.string(),
      fc.double(),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
}))

/** What JSON can hold, as `JSON.parse` makes it. */
const argument: fc.Arbitrary<unknown> = json.map((value) => JSON.parse(JSON.stringify(value) ?? 'null'))

/** The arguments were understood; their values were not what a column takes: `abc` as a number. */
const isDataError = (error: object) => 'code' in error && /^22...$/.test(String(error.code))

describe.each(databaseKinds)('any JSON as any argument on %s', (kind) => {
  let sample: Sample
  let calls: Readonly<Record<string, (...args: unknown[]) => unknown>>

  beforeAll(async () => {
    sample = await openSample(kind)
    const { db } = sample
    await createPost(db, await createUser(db))
    const repositories = {
      UserRepository,
      ProfileRepository,
      PostRepository,
      TagRepository,
      CommentRepository,
      CommentLikeRepository,
      LikeReportRepository,
    }
    const methods = Object.entries(repositories).flatMap(([name, Repository]) => {
      const repository = new Repository(db)
      const own = Object.getOwnPropertyNames(Repository.prototype).filter((method) => method !== 'constructor')
      return own.map(
        (method) =>
          [
            `${name}.${method}`,
            (...args: unknown[]) => Reflect.apply(Reflect.get(repository, method), repository, args),
          ] as const,
      )
    })
    // Their options are objects; what is in them may be anything.
    const queries = { searchPosts, feedPosts, postByAuthor, findPostWithAuthor, findPostWithComments }
    const functions = Object.entries(queries).map(
      ([name, query]) =>
        [name, (...args: unknown[]) => Reflect.apply(query, undefined, [db, ...args.map((arg) => arg ?? {})])] as const,
    )
    calls = Object.fromEntries([...methods, ...functions])
  })
  afterAll(() => sample.close())

  test('is refused as such, or is a call like any other', async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...Object.keys(calls)),
      fc.array(argument, { minLength: 1, maxLength: 3 }),
      async (name, args) => {
        sample.forget()
        try {
          await calls[name]?.(...args)
        } catch (error) {
          if (error instanceof InvalidInput) expect(sample.log).toEqual([])
          else if (
            !(
              error instanceof ConstraintError ||
              error instanceof NotFound ||
              (error instanceof Error && isDataError(error))
            )
          )
            throw error
        }
      },
    )
    await fc.assert(property, { numRuns: 1_500, seed: 1 })
    expect(
      await run(sample.db, "select count(*) as count from information_schema.tables where table_schema = 'public'"),
    ).toEqual([{ count: '13' }])
  })
})
