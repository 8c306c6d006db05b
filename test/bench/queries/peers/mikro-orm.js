import { EntitySchema, MikroORM, raw, serialize } from '@mikro-orm/postgresql'

const id = { type: 'bigint', primary: true, autoincrement: true }
const times = {
  created_at: { type: 'datetime', defaultRaw: 'now()', columnType: 'timestamptz' },
  updated_at: { type: 'datetime', defaultRaw: 'now()', columnType: 'timestamptz', onUpdate: () => new Date() },
}

const Tag = new EntitySchema({ name: 'Tag', tableName: 'tags', properties: { id, name: { type: 'string' } } })
const User = new EntitySchema({
  name: 'User',
  tableName: 'users',
  properties: {
    id,
    email: { type: 'string' },
    hashed_password: { type: 'string', lazy: true },
    full_name: { type: 'string', nullable: true },
    is_active: { type: 'boolean' },
    ...times,
    posts: { kind: '1:m', entity: () => Post, mappedBy: 'author', orderBy: { created_at: 'desc', id: 'desc' } },
  },
})
const Post = new EntitySchema({
  name: 'Post',
  tableName: 'posts',
  properties: {
    id,
    title: { type: 'string' },
    content: { type: 'text' },
    author: { kind: 'm:1', entity: () => User, fieldName: 'author_id' },
    ...times,
    tags: {
      kind: 'm:n',
      entity: () => Tag,
      pivotTable: 'post_tags',
      joinColumn: 'post_id',
      inverseJoinColumn: 'tag_id',
      orderBy: { name: 'asc' },
    },
  },
})

const orderBy = { created_at: 'desc', id: 'desc' }

/** MikroORM, a fork of its entity manager for each call as for each request. */
export async function open({ url, poolSize, places }) {
  const orm = await MikroORM.init({
    clientUrl: url,
    pool: { max: poolSize },
    driverOptions: { application_name: new URL(url).searchParams.get('application_name') },
    entities: [User, Post, Tag],
    allowGlobalContext: false,
  })
  const newPost = ({ title, content, author_id }) => ({ title, content, author: author_id })

  return {
    queries: {
      byId: ({ id }) => orm.em.fork().findOne(User, { id }),
      byUnique: ({ email }) => orm.em.fork().findOne(User, { email }),
      list: () => orm.em.fork().find(Post, {}, { orderBy, limit: 100 }),
      userPosts: ({ id }) => orm.em.fork().findOne(User, { id }, { populate: ['posts'] }),
      newest: () => orm.em.fork().find(Post, {}, { populate: ['author', 'tags'], orderBy, limit: 50 }),
      threeLevels: ({ ids }) =>
        orm.em.fork().find(User, { id: ids }, { populate: ['posts.tags'], orderBy: { id: 'asc' } }),
      search: async ({ keyword, authorId, tagNames }) => {
        const pattern = { $ilike: `%${keyword?.replace(/[\\%_]/g, '\\$&')}%` }
        const where = {
          ...(keyword !== undefined && { $or: [{ title: pattern }, { content: pattern }] }),
          ...(authorId !== undefined && { author: authorId }),
          ...(tagNames !== undefined && { tags: { $some: { name: { $in: [...tagNames] } } } }),
        }
        const rows = await orm.em.fork().find(Post, where, { populate: ['author', 'tags'], orderBy, limit: 21 })
        return { rows: rows.slice(0, 20), more: rows.length > 20 }
      },
      aggregate: ({ authorIds }) =>
        orm.em
          .fork()
          .createQueryBuilder(Post, 'p')
          .select(['p.author_id', raw('count(*) as total'), raw('avg(length(content))::float8 as avg_length')])
          .where({ author: { $in: [...authorIds] } })
          .groupBy('p.author')
          .orderBy({ author: 'asc' })
          .execute('all', false),
      insert: async (post) => {
        const em = orm.em.fork()
        const created = em.create(Post, newPost(post), { partial: true })
        await em.flush()
        return created
      },
      insertMany: async (rows) => {
        const em = orm.em.fork()
        const created = rows.map((row) => em.create(Post, newPost(row), { partial: true }))
        await em.flush()
        return created
      },
      update: async ({ id, title }) => {
        const em = orm.em.fork()
        const post = await em.findOne(Post, { id })
        if (post === null) return undefined
        post.title = title
        await em.flush()
        return post
      },
      delete: async ({ id }) => (await orm.em.fork().nativeDelete(Post, { id })) === 1,
      transaction: ({ post, tagIds }) =>
        orm.em.fork().transactional(async (em) => {
          const created = em.create(Post, { ...newPost(post), tags: [...tagIds] }, { partial: true })
          await em.flush()
          return { post: created, linked: tagIds.length }
        }),
      page: async ({ place }) => {
        const { created_at, id } = places[place]
        const where = {
          created_at: { $lte: created_at },
          $or: [{ created_at: { $lt: created_at } }, { id: { $lt: id } }],
        }
        const rows = await orm.em.fork().find(Post, where, { orderBy, limit: 51 })
        return { rows: rows.slice(0, 50), more: rows.length > 50 }
      },
    },
    shape: {
      byId: (row) => plain(row),
      byUnique: (row) => plain(row),
      list: (rows) => rows.map((row) => plain(row)),
      userPosts: (row) => plain(row, ['posts']),
      newest: (rows) => rows.map((row) => plain(row, ['author', 'tags'])),
      threeLevels: (rows) => rows.map((row) => plain(row, ['posts.tags'])),
      search: ({ rows, more }) => ({ rows: rows.map((row) => plain(row, ['author', 'tags'])), more }),
      insert: (row) => plain(row),
      insertMany: (rows) => rows.map((row) => plain(row)),
      update: (row) => plain(row),
      transaction: ({ post, linked }) => ({ post: plain(post), linked }),
      page: ({ rows, more }) => ({ rows: rows.map((row) => plain(row)), more }),
    },
    close: () => orm.close(),
  }
}

/** As the others have it: the author's id is a column, relations are there only where they were asked for. */
function plain(entity, populate = []) {
  return reshape(serialize(entity, { populate, forceObject: false }), populate)
}

function reshape({ posts, tags, author, hashed_password: _, ...row }, populate) {
  const isAsked = (name) => populate.some((path) => path.split('.').includes(name))
  return {
    ...row,
    ...(author !== undefined && { author_id: typeof author === 'object' ? author.id : author }),
    ...(isAsked('author') && typeof author === 'object' && { author: reshape(author, []) }),
    ...(isAsked('tags') && tags !== undefined && { tags }),
    ...(isAsked('posts') && posts !== undefined && { posts: posts.map((post) => reshape(post, populate)) }),
  }
}
