import type { Kysely, Transaction } from 'kysely'
import type { Database, NewPost, Post, PostPatch } from '../../generated-sample/src/db/database.js'
import { UserEmailTaken } from '../../generated-sample/src/db/errors/user.errors.js'
import {
  feedPosts,
  findPostWithAuthor,
  findPostWithEditor,
  postByAuthor,
  postStats,
  searchPosts,
} from '../../generated-sample/src/db/queries/post.queries.js'
import { PostRepository } from '../../generated-sample/src/db/repositories/post.repository.js'
import { UserRepository } from '../../generated-sample/src/db/repositories/user.repository.js'
import { withSession } from '../../generated-sample/src/db/session.js'

/** What must compile: the uses that a README would show. */
export async function mustCompile(db: Kysely<Database>, tx: Transaction<Database>): Promise<unknown[]> {
  const posts = new PostRepository(tx)
  const post: Post = await posts.create({ title: 'a', slug: 'a', content: 'b', author_id: '1' })
  const changed: Post | undefined = await posts.update(post.id, { title: 'c', rating: null })
  const [first] = await posts.findMany({
    filter: { status: 'draft', title: { contains: 'a' }, or: [{ rating: null }, { rating: { at_least: '5' } }] },
    order: ['-created_at', 'id'],
  })
  const author: string | undefined = (await findPostWithAuthor(db, post.id))?.author.email
  const editor: string | undefined = (await findPostWithEditor(db, post.id))?.editor?.email
  const page = await searchPosts(db, { keyword: undefined, tagNames: ['a'], limit: 5 })
  const tag: string | undefined = page.rows[0]?.tags[0]?.name
  const commenter: string | undefined = (await feedPosts(db, { authorIds: [] }))[0]?.comments[0]?.author.email
  const stats: { total: number; avgLength: number | null } = await postStats(db)
  const [group] = await postByAuthor(db)
  const best: string | null | undefined = group?.best
  const returned: number = await withSession(db, async () => 1, { isolation: 'serializable', retries: 2 })
  const own: { id: string; created_at: Date }[] = await db
    .selectFrom('posts')
    .select(['id', 'created_at'])
    .where('status', '=', 'published')
    .execute()
  const titles: string[] = []
  for await (const { title } of posts.stream({ filter: { status: 'draft' }, order: ['-id'], batchSize: 10 }))
    titles.push(title)
  const copied: number = await posts.copyFrom(new Set<NewPost>(), ['title', 'slug', 'content', 'author_id'])
  const loaded: Post | undefined = await posts.loadById(post.id)
  const updated: Post[] = await posts.updateEach([{ id: post.id, patch: { title: 'd' } }])
  const many = [titles, copied, loaded, updated]
  return [changed, first, author, editor, page.next, tag, commenter, stats, best, returned, own, many, UserEmailTaken]
}

/** What must not compile, each for the reason above it. */
export async function mustNotCompile(db: Kysely<Database>): Promise<unknown[]> {
  const posts = new PostRepository(db)
  const users = new UserRepository(db)
  // A required column is missing.
  // @ts-expect-error
  const incomplete: NewPost = { title: 'a', slug: 'a', content: 'b' }
  // The database alone numbers rows.
  // @ts-expect-error
  const numbered: NewPost = { id: '1', title: 'a', slug: 'a', content: 'b', author_id: '1' }
  // A readonly column is never updated.
  // @ts-expect-error
  const moved: PostPatch = { slug: 'b' }
  // Not a value of the enum.
  // @ts-expect-error
  const status: NewPost['status'] = 'lost'
  // A bigint is exact text, not a number.
  // @ts-expect-error
  const byNumber = await posts.findById(1)
  // There may be no such row.
  // @ts-expect-error
  const title = (await posts.findById('1')).title
  // A private column is not in a row.
  // @ts-expect-error
  const secret = (await users.getById('1')).hashed_password
  // No such column to filter by.
  // @ts-expect-error
  const filtered = await posts.findMany({ filter: { titel: 'a' } })
  // A number has no text to contain.
  // @ts-expect-error
  const contained = await posts.findMany({ filter: { word_count: { contains: '1' } } })
  // No such column to order by.
  // @ts-expect-error
  const ordered = await posts.findMany({ order: ['-titel'] })
  // A post has one author, who is always there; its editor may not be.
  // @ts-expect-error
  const editor = (await findPostWithEditor(db, '1'))?.editor.email
  // A relation that was not loaded is not there.
  // @ts-expect-error
  const tags = (await findPostWithAuthor(db, '1'))?.tags
  // A required parameter is missing.
  // @ts-expect-error
  const feed = await feedPosts(db, {})
  // No such column to copy.
  // @ts-expect-error
  const copied = await posts.copyFrom([], ['titel'])
  // The database alone numbers rows, copied ones too.
  // @ts-expect-error
  const numberedCopy = await posts.copyFrom([], ['id'])
  // No such column to order a stream by.
  // @ts-expect-error
  const streamed = posts.stream({ order: ['titel'] })
  // A bigint is exact text, not a number.
  // @ts-expect-error
  const loaded = await posts.loadById(1)
  // Related rows are joined or selected.
  // @ts-expect-error
  const strategy = await searchPosts(db, { strategy: { author: 'lateral' } })
  // Kysely knows which columns an insert may give.
  // @ts-expect-error
  const inserted = db.insertInto('tags').values({ id: '1', name: 'a' })
  return [
    incomplete,
    numbered,
    moved,
    status,
    byNumber,
    title,
    secret,
    filtered,
    contained,
    ordered,
    editor,
    tags,
    feed,
    copied,
    numberedCopy,
    streamed,
    loaded,
    strategy,
    inserted,
  ]
}
