import { Brackets, DataSource, EntitySchema, In } from 'typeorm'

const id = { type: 'bigint', primary: true, generated: 'identity', generatedIdentity: 'ALWAYS' }
const times = {
  created_at: { type: 'timestamptz', createDate: true },
  updated_at: { type: 'timestamptz', updateDate: true },
}

const User = new EntitySchema({
  name: 'User',
  tableName: 'users',
  columns: {
    id,
    email: { type: 'varchar', length: 255, unique: true },
    hashed_password: { type: 'varchar', length: 255, select: false },
    full_name: { type: 'varchar', length: 100, nullable: true },
    is_active: { type: 'boolean', default: true },
    ...times,
  },
  relations: { posts: { type: 'one-to-many', target: 'Post', inverseSide: 'author' } },
})
const Post = new EntitySchema({
  name: 'Post',
  tableName: 'posts',
  columns: {
    id,
    title: { type: 'varchar', length: 200 },
    content: { type: 'text' },
    author_id: { type: 'bigint' },
    ...times,
  },
  relations: {
    author: { type: 'many-to-one', target: 'User', inverseSide: 'posts', joinColumn: { name: 'author_id' } },
    tags: {
      type: 'many-to-many',
      target: 'Tag',
      inverseSide: 'posts',
      joinTable: { name: 'post_tags', joinColumn: { name: 'post_id' }, inverseJoinColumn: { name: 'tag_id' } },
    },
  },
})
const Tag = new EntitySchema({
  name: 'Tag',
  tableName: 'tags',
  columns: { id, name: { type: 'varchar', length: 50, unique: true } },
  relations: { posts: { type: 'many-to-many', target: 'Post', inverseSide: 'tags' } },
})

const newestFirst = { created_at: 'DESC', id: 'DESC' }

/** TypeORM with its repositories and, where they fall short, its query builder. */
export async function open({ url, poolSize, places }) {
  const source = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: new URL(url).searchParams.get('application_name'),
    entities: [User, Post, Tag],
  })
  await source.initialize()
  const users = source.getRepository(User)
  const posts = source.getRepository(Post)

  return {
    queries: {
      byId: ({ id }) => users.findOneBy({ id }),
      byUnique: ({ email }) => users.findOneBy({ email }),
      list: () => posts.find({ order: newestFirst, take: 100 }),
      userPosts: ({ id }) =>
        users.findOne({ where: { id }, relations: { posts: true }, order: { posts: newestFirst } }),
      newest: () => posts.find({ relations: { author: true, tags: true }, order: newestFirst, take: 50 }),
      threeLevels: ({ ids }) =>
        users.find({
          where: { id: In(ids) },
          relations: { posts: { tags: true } },
          order: { id: 'ASC', posts: newestFirst },
        }),
      search: async ({ keyword, authorId, tagNames }) => {
        const query = posts
          .createQueryBuilder('post')
          .leftJoinAndSelect('post.author', 'author')
          .leftJoinAndSelect('post.tags', 'tags')
        if (keyword !== undefined) {
          const pattern = `%${keyword.replace(/[\\%_]/g, '\\$&')}%`
          query.andWhere(
            new Brackets((or) =>
              or.where('post.title ilike :pattern', { pattern }).orWhere('post.content ilike :pattern', { pattern }),
            ),
          )
        }
        if (authorId !== undefined) query.andWhere('post.author_id = :authorId', { authorId })
        if (tagNames !== undefined) {
          query.andWhere(
            'exists (select from post_tags l join tags t on t.id = l.tag_id where l.post_id = post.id and t.name in (:...tagNames))',
            { tagNames },
          )
        }
        const rows = await query.orderBy('post.created_at', 'DESC').addOrderBy('post.id', 'DESC').take(21).getMany()
        return { rows: rows.slice(0, 20), more: rows.length > 20 }
      },
      aggregate: ({ authorIds }) =>
        posts
          .createQueryBuilder('post')
          .select(['post.author_id as author_id', 'count(*) as total', 'avg(length(post.content)) as avg_length'])
          .where('post.author_id in (:...authorIds)', { authorIds })
          .groupBy('post.author_id')
          .orderBy('post.author_id')
          .getRawMany(),
      insert: (post) => posts.save({ ...post }, { reload: true }),
      insertMany: async (rows) => {
        const given = rows.map((row) => ({ ...row }))
        await posts.insert(given)
        return given
      },
      update: async ({ id, title }) => {
        await posts.update({ id }, { title })
        return posts.findOneBy({ id })
      },
      delete: async ({ id }) => (await posts.delete({ id })).affected === 1,
      transaction: ({ post, tagIds }) =>
        source.transaction(async (manager) => {
          const inserted = { ...post }
          await manager.insert(Post, inserted)
          await manager.createQueryBuilder().relation(Post, 'tags').of(inserted.id).add(tagIds)
          return { post: inserted, linked: tagIds.length }
        }),
      page: async ({ place }) => {
        const rows = await posts
          .createQueryBuilder('post')
          .where('(post.created_at, post.id) < (:created_at, :id)', places[place])
          .orderBy('post.created_at', 'DESC')
          .addOrderBy('post.id', 'DESC')
          .limit(51)
          .getMany()
        return { rows: rows.slice(0, 50), more: rows.length > 50 }
      },
    },
    shape: {
      newest: (rows) => rows.map(sortTags),
      threeLevels: (rows) => rows.map((row) => ({ ...row, posts: row.posts.map(sortTags) })),
      search: ({ rows, more }) => ({ rows: rows.map(sortTags), more }),
    },
    close: () => source.destroy(),
  }
}

function sortTags(post) {
  return { ...post, tags: [...post.tags].sort((one, other) => (one.name < other.name ? -1 : 1)) }
}
