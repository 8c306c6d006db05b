import { and, avg, count, desc, eq, exists, ilike, inArray, or, relations, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { bigint, boolean, pgTable, primaryKey, text, timestamp, varchar } from 'drizzle-orm/pg-core'
import pg from 'pg'

const id = () => bigint('id', { mode: 'bigint' }).generatedAlwaysAsIdentity().primaryKey()
const times = {
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true })
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
}

const users = pgTable('users', {
  id: id(),
  email: varchar('email', { length: 255 }).notNull().unique(),
  hashedPassword: varchar('hashed_password', { length: 255 }).notNull(),
  fullName: varchar('full_name', { length: 100 }),
  isActive: boolean('is_active').notNull().default(true),
  ...times,
})
const posts = pgTable('posts', {
  id: id(),
  title: varchar('title', { length: 200 }).notNull(),
  content: text('content').notNull(),
  authorId: bigint('author_id', { mode: 'bigint' }).notNull(),
  ...times,
})
const tags = pgTable('tags', { id: id(), name: varchar('name', { length: 50 }).notNull().unique() })
const postTags = pgTable(
  'post_tags',
  { postId: bigint('post_id', { mode: 'bigint' }).notNull(), tagId: bigint('tag_id', { mode: 'bigint' }).notNull() },
  (table) => [primaryKey({ columns: [table.postId, table.tagId] })],
)
const schema = {
  users,
  posts,
  tags,
  postTags,
  usersRelations: relations(users, ({ many }) => ({ posts: many(posts) })),
  postsRelations: relations(posts, ({ one, many }) => ({
    author: one(users, { fields: [posts.authorId], references: [users.id] }),
    postTags: many(postTags),
  })),
  tagsRelations: relations(tags, ({ many }) => ({ postTags: many(postTags) })),
  postTagsRelations: relations(postTags, ({ one }) => ({
    post: one(posts, { fields: [postTags.postId], references: [posts.id] }),
    tag: one(tags, { fields: [postTags.tagId], references: [tags.id] }),
  })),
}

const noPassword = { hashedPassword: false }
const user = {
  id: users.id,
  email: users.email,
  fullName: users.fullName,
  isActive: users.isActive,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
}
const newestFirst = [desc(posts.createdAt), desc(posts.id)]
const withTags = { postTags: { columns: {}, with: { tag: true } } }
const withAuthorAndTags = { author: { columns: noPassword }, ...withTags }

/** Drizzle with its relational queries; `prepare` as its documentation advises for speed, where a query's shape is fixed. */
export async function openDrizzle({ url, poolSize, places }, prepare) {
  const pool = new pg.Pool({ connectionString: url, max: poolSize })
  const db = drizzle(pool, { schema })
  const at = sql.placeholder

  const queries = {
    byId: (value) =>
      db
        .select(user)
        .from(users)
        .where(eq(users.id, value('id'))),
    byUnique: (value) =>
      db
        .select(user)
        .from(users)
        .where(eq(users.email, value('email'))),
    list: () =>
      db
        .select()
        .from(posts)
        .orderBy(...newestFirst)
        .limit(100),
    userPosts: (value) =>
      db.query.users.findFirst({
        columns: noPassword,
        where: eq(users.id, value('id')),
        with: { posts: { orderBy: newestFirst } },
      }),
    newest: () => db.query.posts.findMany({ with: withAuthorAndTags, orderBy: newestFirst, limit: 50 }),
    insert: (value) =>
      db
        .insert(posts)
        .values({ title: value('title'), content: value('content'), authorId: value('authorId') })
        .returning(),
    update: (value) =>
      db
        .update(posts)
        .set({ title: value('title') })
        .where(eq(posts.id, value('id')))
        .returning(),
    delete: (value) => db.delete(posts).where(eq(posts.id, value('id'))),
    page: (value) =>
      db
        .select()
        .from(posts)
        .where(sql`(${posts.createdAt}, ${posts.id}) < (${value('createdAt')}, ${value('id')})`)
        .orderBy(...newestFirst)
        .limit(51),
  }

  function runner(name) {
    const build = queries[name]
    if (!prepare) return (values = {}) => build((key) => values[key]).execute()
    const prepared = build(at).prepare(name)
    return (values) => prepared.execute(values)
  }

  const run = Object.fromEntries(Object.keys(queries).map((name) => [name, runner(name)]))
  const newPost = (post) => ({ title: post.title, content: post.content, authorId: BigInt(post.author_id) })

  return {
    queries: {
      byId: async ({ id }) => (await run.byId({ id: BigInt(id) }))[0],
      byUnique: async ({ email }) => (await run.byUnique({ email }))[0],
      list: () => run.list(),
      userPosts: ({ id }) => run.userPosts({ id: BigInt(id) }),
      newest: () => run.newest(),
      threeLevels: ({ ids }) =>
        db.query.users.findMany({
          columns: noPassword,
          where: inArray(users.id, ids.map(BigInt)),
          orderBy: users.id,
          with: { posts: { orderBy: newestFirst, with: withTags } },
        }),
      search: async ({ keyword, authorId, tagNames }) => {
        const pattern = `%${keyword?.replace(/[\\%_]/g, '\\$&')}%`
        const tagged = () =>
          db
            .select({ one: sql`1` })
            .from(postTags)
            .innerJoin(tags, eq(tags.id, postTags.tagId))
            .where(and(eq(postTags.postId, posts.id), inArray(tags.name, tagNames)))
        const rows = await db.query.posts.findMany({
          where: and(
            keyword === undefined ? undefined : or(ilike(posts.title, pattern), ilike(posts.content, pattern)),
            authorId === undefined ? undefined : eq(posts.authorId, BigInt(authorId)),
            tagNames === undefined ? undefined : exists(tagged()),
          ),
          with: withAuthorAndTags,
          orderBy: newestFirst,
          limit: 21,
        })
        return { rows: rows.slice(0, 20), more: rows.length > 20 }
      },
      aggregate: ({ authorIds }) =>
        db
          .select({ authorId: posts.authorId, total: count(), avgLength: avg(sql`length(${posts.content})`) })
          .from(posts)
          .where(inArray(posts.authorId, authorIds.map(BigInt)))
          .groupBy(posts.authorId)
          .orderBy(posts.authorId),
      insert: async (post) => (await run.insert(newPost(post)))[0],
      insertMany: (rows) => db.insert(posts).values(rows.map(newPost)).returning(),
      update: async ({ id, title }) => (await run.update({ id: BigInt(id), title }))[0],
      delete: async ({ id }) => (await run.delete({ id: BigInt(id) })).rowCount === 1,
      transaction: ({ post, tagIds }) =>
        db.transaction(async (tx) => {
          const [inserted] = await tx.insert(posts).values(newPost(post)).returning()
          const links = tagIds.map((tagId) => ({ postId: inserted.id, tagId: BigInt(tagId) }))
          const { rowCount } = await tx.insert(postTags).values(links)
          return { post: inserted, linked: rowCount }
        }),
      page: async ({ place }) => {
        const { created_at, id } = places[place]
        const rows = await run.page({ createdAt: created_at.toISOString(), id: BigInt(id) })
        return { rows: rows.slice(0, 50), more: rows.length > 50 }
      },
    },
    shape: {
      newest: (rows) => rows.map(flatTags),
      threeLevels: (rows) => rows.map((row) => ({ ...row, posts: row.posts.map(flatTags) })),
      search: ({ rows, more }) => ({ rows: rows.map(flatTags), more }),
    },
    close: () => pool.end(),
  }
}

function flatTags({ postTags: links, ...post }) {
  return { ...post, tags: links.map(({ tag }) => tag).sort((one, other) => (one.name < other.name ? -1 : 1)) }
}

export function open(options) {
  return openDrizzle(options, true)
}
