import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Comment, CommentLike, Post, Profile, Tag, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import * as commentQueries from '../../generated-sample/src/db/queries/comment.queries.js'
import {
  findCommentWithAuthor,
  findCommentWithLikedBy,
  findCommentWithLikes,
  findCommentWithPost,
  loadCommentLikedBy,
} from '../../generated-sample/src/db/queries/comment.queries.js'
import * as commentLikeQueries from '../../generated-sample/src/db/queries/comment-like.queries.js'
import {
  findCommentLikeWithComment,
  findCommentLikeWithUser,
  loadCommentLikeComment,
} from '../../generated-sample/src/db/queries/comment-like.queries.js'
import * as likeReportQueries from '../../generated-sample/src/db/queries/like-report.queries.js'
import {
  findLikeReportWithLike,
  loadLikeReportLike,
} from '../../generated-sample/src/db/queries/like-report.queries.js'
import * as postQueries from '../../generated-sample/src/db/queries/post.queries.js'
import {
  findPostWithAuthor,
  findPostWithAuthorAndCommentsAndTags,
  findPostWithAuthorAndTags,
  findPostWithComments,
  findPostWithEditor,
  findPostWithTags,
  loadPostAuthor,
  loadPostComments,
  loadPostEditor,
  loadPostTags,
} from '../../generated-sample/src/db/queries/post.queries.js'
import * as profileQueries from '../../generated-sample/src/db/queries/profile.queries.js'
import { findProfileWithUser, loadProfileUser } from '../../generated-sample/src/db/queries/profile.queries.js'
import * as tagQueries from '../../generated-sample/src/db/queries/tag.queries.js'
import { findTagWithPosts, loadTagPosts } from '../../generated-sample/src/db/queries/tag.queries.js'
import * as userQueries from '../../generated-sample/src/db/queries/user.queries.js'
import {
  findUserWithComments,
  findUserWithEditedPosts,
  findUserWithFollowers,
  findUserWithFollowing,
  findUserWithInvited,
  findUserWithInvitedBy,
  findUserWithPosts,
  findUserWithProfile,
  loadUserFollowers,
  loadUserInvited,
  loadUserInvitedBy,
  loadUserPosts,
  loadUserProfile,
} from '../../generated-sample/src/db/queries/user.queries.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { CommentLikeRepository } from '../../generated-sample/src/db/repositories/comment-like.repository.js'
import { LikeReportRepository } from '../../generated-sample/src/db/repositories/like-report.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { ProfileRepository } from '../../generated-sample/src/db/repositories/profile.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('relations on %s', (kind) => {
  let sample: Sample
  let ada: User
  let grace: User
  let alan: User
  let first: Post
  let second: Post
  let third: Post
  let profile: Profile
  let red: Tag
  let green: Tag
  let blue: Tag
  let early: Comment
  let late: Comment
  let like: CommentLike

  beforeAll(async () => {
    sample = await openSample(kind)
    const { db } = sample
    ada = await createUser(db, { full_name: 'Ada', settings: { deep: [{ n: 1.5 }] } })
    grace = await createUser(db, { invited_by_id: ada.id })
    alan = await createUser(db, { invited_by_id: ada.id })
    profile = await new ProfileRepository(db).create({
      user_id: ada.id,
      bio: 'Counts',
      birthday: new Date('1815-12-10'),
    })
    first = await createPost(db, ada, { created_at: day(1), keywords: ['x'], rating: '1.5' })
    second = await createPost(db, ada, { created_at: day(2), editor_id: grace.id })
    third = await createPost(db, grace, { created_at: day(3) })
    const tags = new TagRepository(db)
    red = await tags.create({ name: 'red' })
    green = await tags.create({ name: 'green' })
    blue = await tags.create({ name: 'blue' })
    const posts = new PostRepository(db)
    await posts.linkTags(first.id, [red.id, green.id, blue.id])
    await posts.linkTags(second.id, [red.id])
    const comments = new CommentRepository(db)
    late = await comments.create({ post_id: first.id, author_id: grace.id, body: 'Late', created_at: day(9) })
    early = await comments.create({ post_id: first.id, author_id: alan.id, body: 'Early', created_at: day(8) })
    like = await new CommentLikeRepository(db).create({ comment_id: late.id, user_id: ada.id })
    await comments.linkLikedBy(late.id, [alan.id])
    const users = new UserRepository(db)
    await users.linkFollowing(ada.id, [grace.id, alan.id])
    await users.linkFollowing(alan.id, [ada.id])
  })
  afterAll(() => sample.close())

  /** What a function returns, with one statement. */
  async function inOne<Result>(work: () => Promise<Result>): Promise<Result> {
    sample.forget()
    const result = await work()
    expect(sample.statements()).toHaveLength(1)
    return result
  }

  describe('one row with what belongs to it, in one statement', () => {
    test('belongs to', async () => {
      expect(await inOne(() => findPostWithAuthor(sample.db, first.id))).toEqual({ ...first, author: ada })
      expect(await inOne(() => findCommentWithAuthor(sample.db, late.id))).toEqual({ ...late, author: grace })
      expect(await inOne(() => findCommentWithPost(sample.db, late.id))).toEqual({ ...late, post: first })
      expect(await inOne(() => findProfileWithUser(sample.db, ada.id))).toEqual({ ...profile, user: ada })
    })

    test('belongs to, or to nothing', async () => {
      expect(await inOne(() => findPostWithEditor(sample.db, first.id))).toEqual({ ...first, editor: null })
      expect(await inOne(() => findPostWithEditor(sample.db, second.id))).toEqual({ ...second, editor: grace })
    })

    test('has one, or none', async () => {
      expect(await inOne(() => findUserWithProfile(sample.db, ada.id))).toEqual({ ...ada, profile })
      expect(await inOne(() => findUserWithProfile(sample.db, grace.id))).toEqual({ ...grace, profile: null })
    })

    test('has many, in the order of the relation', async () => {
      expect(await inOne(() => findUserWithPosts(sample.db, ada.id))).toEqual({ ...ada, posts: [second, first] })
      expect(await inOne(() => findUserWithPosts(sample.db, alan.id))).toEqual({ ...alan, posts: [] })
      expect(await inOne(() => findPostWithComments(sample.db, first.id))).toEqual({
        ...first,
        comments: [early, late],
      })
      expect(await inOne(() => findUserWithEditedPosts(sample.db, grace.id))).toEqual({
        ...grace,
        edited_posts: [second],
      })
      expect(await inOne(() => findUserWithComments(sample.db, alan.id))).toEqual({ ...alan, comments: [early] })
    })

    test('many to many, in the order of the relation', async () => {
      expect(await inOne(() => findPostWithTags(sample.db, first.id))).toEqual({ ...first, tags: [blue, green, red] })
      expect(await inOne(() => findTagWithPosts(sample.db, red.id))).toEqual({ ...red, posts: [second, first] })
      expect(await inOne(() => findPostWithTags(sample.db, third.id))).toEqual({ ...third, tags: [] })
    })

    test('a model with itself', async () => {
      expect(await inOne(() => findUserWithInvitedBy(sample.db, grace.id))).toEqual({ ...grace, invited_by: ada })
      expect(await inOne(() => findUserWithInvitedBy(sample.db, ada.id))).toEqual({ ...ada, invited_by: null })
      expect(await inOne(() => findUserWithInvited(sample.db, ada.id))).toEqual({ ...ada, invited: [grace, alan] })
      expect(await inOne(() => findUserWithInvited(sample.db, grace.id))).toEqual({ ...grace, invited: [] })
    })

    test('many to many of a model with itself, both sides', async () => {
      expect(await inOne(() => findUserWithFollowing(sample.db, ada.id))).toEqual({ ...ada, following: [grace, alan] })
      expect(await inOne(() => findUserWithFollowers(sample.db, ada.id))).toEqual({ ...ada, followers: [alan] })
      expect(await inOne(() => findUserWithFollowers(sample.db, grace.id))).toEqual({ ...grace, followers: [ada] })
    })

    test('through a model, and that model', async () => {
      expect(await inOne(() => findCommentWithLikedBy(sample.db, late.id))).toEqual({ ...late, liked_by: [ada, alan] })
      expect(await inOne(() => findCommentWithLikes(sample.db, early.id))).toEqual({ ...early, likes: [] })
      const withLikes = await inOne(() => findCommentWithLikes(sample.db, late.id))
      expect(withLikes?.likes).toHaveLength(2)
      expect(withLikes?.likes[0]).toEqual(like)
      expect(
        await inOne(() => findCommentLikeWithComment(sample.db, { comment_id: late.id, user_id: ada.id })),
      ).toEqual({
        ...like,
        comment: late,
      })
      expect(await inOne(() => findCommentLikeWithUser(sample.db, { comment_id: late.id, user_id: ada.id }))).toEqual({
        ...like,
        user: ada,
      })
    })

    test('by a key of two columns, across schemas', async () => {
      const reports = new LikeReportRepository(sample.db)
      const report = await reports.create({ comment_id: late.id, user_id: ada.id, reason: 'Spam' })
      expect(await inOne(() => findLikeReportWithLike(sample.db, report.id))).toEqual({ ...report, like })
      expect(await inOne(() => loadLikeReportLike(sample.db, [report, report]))).toEqual([
        { ...report, like },
        { ...report, like },
      ])
      await reports.delete(report.id)
    })

    test('several relations at once', async () => {
      expect(await inOne(() => findPostWithAuthorAndTags(sample.db, second.id))).toEqual({
        ...second,
        author: ada,
        tags: [red],
      })
      expect(await inOne(() => findPostWithAuthorAndCommentsAndTags(sample.db, first.id))).toEqual({
        ...first,
        author: ada,
        comments: [early, late],
        tags: [blue, green, red],
      })
    })

    test('no row', async () => {
      expect(await findPostWithAuthor(sample.db, '999')).toBeUndefined()
      expect(await findPostWithComments(sample.db, '999')).toBeUndefined()
      expect(await findPostWithComments(sample.db, '999', { limit: 1 })).toBeUndefined()
      await expect(Reflect.apply(findPostWithAuthor, undefined, [sample.db, { not: '1' }])).rejects.toThrow(
        InvalidInput,
      )
    })

    test('nested rows show no private column', async () => {
      const rows = [
        await findPostWithAuthor(sample.db, first.id),
        await findUserWithInvited(sample.db, ada.id, { limit: 5 }),
        await findCommentWithLikedBy(sample.db, late.id),
        await loadPostAuthor(sample.db, [first]),
      ]
      expect(JSON.stringify(rows)).not.toMatch(/password|secret/)
    })
  })

  test('every finder with a relation finds what its loader loads', async () => {
    const { db } = sample
    const report = await new LikeReportRepository(db).create({ comment_id: late.id, user_id: ada.id, reason: 'Spam' })
    const rows: Readonly<Record<string, { readonly row: object; readonly key: unknown }>> = {
      User: { row: ada, key: ada.id },
      Profile: { row: profile, key: ada.id },
      Post: { row: second, key: second.id },
      Tag: { row: red, key: red.id },
      Comment: { row: late, key: late.id },
      CommentLike: { row: like, key: { comment_id: late.id, user_id: ada.id } },
      LikeReport: { row: report, key: report.id },
    }
    const modules = {
      ...userQueries,
      ...profileQueries,
      ...postQueries,
      ...tagQueries,
      ...commentQueries,
      ...commentLikeQueries,
      ...likeReportQueries,
    }
    const functions = new Map<string, unknown>(Object.entries(modules))
    let compared = 0
    for (const [name, find] of functions) {
      const [, type = '', relation = ''] = /^find(\w+?)With(\w+)$/.exec(name) ?? []
      const load = functions.get(`load${type}${relation}`)
      const { row, key } = rows[type] ?? {}
      if (typeof find !== 'function' || typeof load !== 'function' || key === undefined) continue
      const [loaded] = await Reflect.apply(load, undefined, [db, [row]])
      expect(await Reflect.apply(find, undefined, [db, key]), name).toEqual(loaded)
      compared += 1
    }
    expect(compared).toBe([...functions.keys()].filter((name) => name.startsWith('load')).length)
    await new LikeReportRepository(db).delete(report.id)
  })

  describe('narrowed by the call', () => {
    test('a limit keeps the order of the relation', async () => {
      expect(await inOne(() => findUserWithPosts(sample.db, ada.id, { limit: 1 }))).toEqual({ ...ada, posts: [second] })
      expect(await inOne(() => findPostWithTags(sample.db, first.id, { limit: 2 }))).toEqual({
        ...first,
        tags: [blue, green],
      })
      expect(await findPostWithComments(sample.db, first.id, {})).toEqual({ ...first, comments: [early, late] })
    })

    test('an order, a filter, an offset', async () => {
      expect((await findUserWithPosts(sample.db, ada.id, { order: ['created_at'] }))?.posts).toEqual([first, second])
      expect((await findUserWithPosts(sample.db, ada.id, { order: ['-rating', 'id'] }))?.posts).toEqual([second, first])
      expect((await findUserWithPosts(sample.db, ada.id, { filter: { editor_id: grace.id } }))?.posts).toEqual([second])
      expect(
        (await findUserWithPosts(sample.db, ada.id, { filter: { or: [{ rating: '1.5' }, { id: third.id }] } }))?.posts,
      ).toEqual([first])
      expect((await findPostWithTags(sample.db, first.id, { offset: 1, limit: 1 }))?.tags).toEqual([green])
      expect((await findPostWithTags(sample.db, first.id, { filter: { name: { starts_with: 'R' } } }))?.tags).toEqual([
        red,
      ])
      expect((await findPostWithTags(sample.db, first.id, { filter: { name: { in: [] } } }))?.tags).toEqual([])
    })

    test('rows of the same table', async () => {
      const { db } = sample
      expect((await findUserWithInvited(db, ada.id, { order: ['-id'] }))?.invited).toEqual([alan, grace])
      expect((await findUserWithInvited(db, ada.id, { filter: { id: alan.id } }))?.invited).toEqual([alan])
      expect(
        (await findUserWithFollowing(db, ada.id, { filter: { id: { not: grace.id } }, limit: 5 }))?.following,
      ).toEqual([alan])
    })

    test.each([
      { limit: 0 },
      { limit: 1001 },
      { limit: '1' },
      { offset: -1 },
      { order: ['nothing'] },
      { order: 'name' },
      { filter: { nothing: 1 } },
      { filter: null },
      { filter: { name: 5 } },
      null,
      5,
      [],
    ])('%j is refused', async (options) => {
      sample.forget()
      await expect(Reflect.apply(findPostWithTags, undefined, [sample.db, first.id, options])).rejects.toThrow(
        InvalidInput,
      )
      expect(sample.log).toEqual([])
    })

    test('private columns are neither filtered nor ordered by', async () => {
      for (const options of [{ filter: { hashed_password: 'x' } }, { order: ['hashed_password'] }]) {
        const args = [sample.db, ada.id, options]
        await expect(Reflect.apply(findUserWithInvited, undefined, args)).rejects.toThrow(InvalidInput)
      }
    })
  })

  describe('loaded into rows that are there, in one statement', () => {
    test('in the order of the rows, each as often as given', async () => {
      const rows = [third, first, second, first]
      expect(await inOne(() => loadPostTags(sample.db, rows))).toEqual([
        { ...third, tags: [] },
        { ...first, tags: [blue, green, red] },
        { ...second, tags: [red] },
        { ...first, tags: [blue, green, red] },
      ])
      expect(await inOne(() => loadPostAuthor(sample.db, rows))).toEqual([
        { ...third, author: grace },
        { ...first, author: ada },
        { ...second, author: ada },
        { ...first, author: ada },
      ])
    })

    test('nothing, where the key is NULL or no row has it', async () => {
      expect(await inOne(() => loadPostEditor(sample.db, [first, second]))).toEqual([
        { ...first, editor: null },
        { ...second, editor: grace },
      ])
      expect(await inOne(() => loadUserProfile(sample.db, [grace, ada]))).toEqual([
        { ...grace, profile: null },
        { ...ada, profile },
      ])
      expect(await loadUserInvitedBy(sample.db, [ada, alan])).toEqual([
        { ...ada, invited_by: null },
        { ...alan, invited_by: ada },
      ])
      expect(await loadPostTags(sample.db, [{ id: '999' }])).toEqual([{ id: '999', tags: [] }])
    })

    test('other relations', async () => {
      const { db } = sample
      expect(await loadPostComments(db, [first, third])).toEqual([
        { ...first, comments: [early, late] },
        { ...third, comments: [] },
      ])
      expect(await loadUserPosts(db, [ada])).toEqual([{ ...ada, posts: [second, first] }])
      expect(await loadUserInvited(db, [ada])).toEqual([{ ...ada, invited: [grace, alan] }])
      expect(await loadUserFollowers(db, [ada, grace])).toEqual([
        { ...ada, followers: [alan] },
        { ...grace, followers: [ada] },
      ])
      expect(await loadTagPosts(db, [red, blue])).toEqual([
        { ...red, posts: [second, first] },
        { ...blue, posts: [first] },
      ])
      expect(await loadProfileUser(db, [profile])).toEqual([{ ...profile, user: ada }])
      expect(await loadCommentLikedBy(db, [late, early])).toEqual([
        { ...late, liked_by: [ada, alan] },
        { ...early, liked_by: [] },
      ])
      expect(await loadCommentLikeComment(db, [like])).toEqual([{ ...like, comment: late }])
    })

    test('one after the other, any columns beside the key', async () => {
      const [row] = await loadPostTags(sample.db, await loadPostAuthor(sample.db, [{ ...first, note: 'mine' }]))
      expect(row).toEqual({ ...first, note: 'mine', author: ada, tags: [blue, green, red] })
      expect(await loadPostTags(sample.db, [{ id: second.id }])).toEqual([{ id: second.id, tags: [red] }])
    })

    test('no rows, and very many', async () => {
      expect(await loadPostTags(sample.db, [])).toEqual([])
      const rows = Array.from({ length: 70_000 }, (_, index) => (index % 2 === 0 ? first : second))
      const loaded = await inOne(() => loadPostAuthor(sample.db, rows))
      expect(loaded).toHaveLength(70_000)
      expect(loaded.every(({ author }) => author.id === ada.id)).toBe(true)
    })

    test('a row that must be there, and is gone', async () => {
      await expect(loadPostAuthor(sample.db, [{ author_id: '999' }])).rejects.toMatchObject({
        name: 'NotFound',
        message: 'a row of posts has no author',
      })
    })
  })
})

function day(number: number): Date {
  return new Date(Date.UTC(2026, 0, number))
}
