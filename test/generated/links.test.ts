import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Post, Tag, User } from '../../generated-sample/src/db/database.js'
import { InvalidInput } from '../../generated-sample/src/db/errors.js'
import { CommentRepository } from '../../generated-sample/src/db/repositories/comment.repository.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { TagRepository } from '../../generated-sample/src/db/repositories/tag.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { databaseKinds } from '../support/database.js'
import { createPost, createUser, openSample, run, type Sample } from '../support/sample.js'

describe.each(databaseKinds)('links on %s', (kind) => {
  let sample: Sample
  let posts: PostRepository
  let tags: TagRepository
  let users: UserRepository
  let ada: User
  let post: Post
  let other: Post
  let a: Tag
  let b: Tag
  let c: Tag

  beforeAll(async () => {
    sample = await openSample(kind)
    posts = new PostRepository(sample.db)
    tags = new TagRepository(sample.db)
    users = new UserRepository(sample.db)
  })
  afterAll(() => sample.close())

  const ids = (...given: Tag[]) => given.map(({ id }) => id)

  describe('what is linked', () => {
    beforeEach(async () => {
      await sample.empty()
      ada = await createUser(sample.db)
      post = await createPost(sample.db, ada)
      other = await createPost(sample.db, ada)
      a = await tags.create({ name: 'a' })
      b = await tags.create({ name: 'b' })
      c = await tags.create({ name: 'c' })
      sample.forget()
    })

    async function tagsOf({ id }: Post): Promise<unknown[]> {
      const rows = await run(
        sample.db,
        `select name from post_tags join tags on tags.id = tag_id where post_id = ${id} order by name`,
      )
      return rows.map(({ name }) => name)
    }

    test('link counts what is new', async () => {
      expect(await posts.linkTags(post.id, ids(a, b))).toBe(2)
      expect(await posts.linkTags(post.id, ids(b, c, c))).toBe(1)
      expect(await posts.linkTags(post.id, [])).toBe(0)
      expect(sample.statements()).toHaveLength(3)
      expect(await tagsOf(post)).toEqual(['a', 'b', 'c'])
      expect(await tagsOf(other)).toEqual([])
    })

    test('unlink counts what is gone', async () => {
      await posts.linkTags(post.id, ids(a, b))
      await posts.linkTags(other.id, ids(a, b))
      expect(await posts.unlinkTags(post.id, ids(b, c))).toBe(1)
      expect(await posts.unlinkTags(post.id, [])).toBe(0)
      expect(await tagsOf(post)).toEqual(['a'])
      expect(await tagsOf(other)).toEqual(['a', 'b'])
    })

    test('set leaves these and no others, in one statement', async () => {
      await posts.linkTags(post.id, ids(a, b))
      await posts.linkTags(other.id, ids(a, b))
      sample.forget()
      await posts.setTags(post.id, ids(b, c, c))
      expect(sample.statements()).toHaveLength(1)
      expect(await tagsOf(post)).toEqual(['b', 'c'])
      await posts.setTags(post.id, [])
      expect(await tagsOf(post)).toEqual([])
      expect(await tagsOf(other)).toEqual(['a', 'b'])
    })

    test('from the other side', async () => {
      const [tagId = ''] = ids(a)
      expect(await tags.linkPosts(tagId, [post.id, other.id])).toBe(2)
      expect(await tags.unlinkPosts(tagId, [post.id])).toBe(1)
      expect([await tagsOf(post), await tagsOf(other)]).toEqual([[], ['a']])
      await tags.setPosts(tagId, [post.id])
      expect([await tagsOf(post), await tagsOf(other)]).toEqual([['a'], []])
    })

    test('of a model with itself, each side its own', async () => {
      const [grace, alan] = [await createUser(sample.db), await createUser(sample.db)]
      await users.linkFollowing(ada.id, [grace.id, alan.id])
      await users.linkFollowers(ada.id, [alan.id])
      const follows = 'select follower_id, followed_id from follows order by follower_id, followed_id'
      expect(await run(sample.db, follows)).toEqual([
        { follower_id: ada.id, followed_id: grace.id },
        { follower_id: ada.id, followed_id: alan.id },
        { follower_id: alan.id, followed_id: ada.id },
      ])
      await users.setFollowers(ada.id, [grace.id])
      await users.unlinkFollowing(ada.id, [alan.id])
      expect(await run(sample.db, follows)).toEqual([
        { follower_id: ada.id, followed_id: grace.id },
        { follower_id: grace.id, followed_id: ada.id },
      ])
    })

    test('through a model with columns of its own, which keep their defaults and values', async () => {
      const comments = new CommentRepository(sample.db)
      const comment = await comments.create({ post_id: post.id, author_id: ada.id, body: 'Hi' })
      const grace = await createUser(sample.db)
      expect(await comments.linkLikedBy(comment.id, [ada.id])).toBe(1)
      await run(sample.db, "update comment_likes set liked_at = '2020-01-01'")
      await comments.setLikedBy(comment.id, [ada.id, grace.id])
      const rows = await run(
        sample.db,
        "select user_id, liked_at < now() - interval '1 year' as old from comment_likes order by user_id",
      )
      expect(rows).toEqual([
        { user_id: ada.id, old: true },
        { user_id: grace.id, old: false },
      ])
    })

    test('10,000 links at once', async () => {
      const many = await tags.createMany(Array.from({ length: 10_000 }, (_, index) => ({ name: `tag ${index}` })))
      sample.forget()
      expect(
        await posts.linkTags(
          post.id,
          many.map(({ id }) => id),
        ),
      ).toBe(10_000)
      expect(sample.statements()).toHaveLength(1)
      await posts.setTags(post.id, ids(a))
      expect(await tagsOf(post)).toEqual(['a'])
    })

    test('a row that is not there is a typed error', async () => {
      await expect(posts.linkTags(post.id, ['999'])).rejects.toMatchObject({ name: 'PostTagTagMissing' })
      await expect(posts.linkTags('999', ids(a))).rejects.toMatchObject({ name: 'PostTagPostMissing' })
      await expect(posts.setTags(post.id, ['999'])).rejects.toMatchObject({ name: 'PostTagTagMissing' })
      expect(await posts.unlinkTags('999', ['999'])).toBe(0)
    })
  })

  test.each([[null], [undefined], ['1'], [5], [{}], [['abc']], [[{}]], [[[]]], [[undefined]]])(
    '%j are no ids to link',
    async (given) => {
      sample.forget()
      for (const method of [posts.linkTags, posts.unlinkTags, posts.setTags]) {
        await expect(Reflect.apply(method, posts, ['1', given])).rejects.toThrow(InvalidInput)
      }
      expect(sample.log).toEqual([])
    },
  )
})
