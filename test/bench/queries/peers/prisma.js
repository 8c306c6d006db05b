import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'

const newestFirst = [{ createdAt: 'desc' }, { id: 'desc' }]
const withTags = { tags: { select: { tag: true } } }
const withAuthorAndTags = { author: { omit: { hashedPassword: true } }, ...withTags }
const omit = { hashedPassword: true }

/** Prisma 7 over its adapter for pg; `relationLoadStrategy` is join or query. */
export async function openPrisma({ url, poolSize, places, folder }, relationLoadStrategy) {
  const { PrismaClient } = await import(pathToFileURL(join(folder, 'index.js')).href).then(
    (module) => module.default ?? module,
  )
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) })
  const newPost = (post) => ({ title: post.title, content: post.content, authorId: BigInt(post.author_id) })

  return {
    queries: {
      byId: ({ id }) => prisma.user.findUnique({ where: { id: BigInt(id) }, omit }),
      byUnique: ({ email }) => prisma.user.findUnique({ where: { email }, omit }),
      list: () => prisma.post.findMany({ orderBy: newestFirst, take: 100 }),
      userPosts: ({ id }) =>
        prisma.user.findUnique({
          relationLoadStrategy,
          where: { id: BigInt(id) },
          omit,
          include: { posts: { orderBy: newestFirst } },
        }),
      newest: () =>
        prisma.post.findMany({ relationLoadStrategy, include: withAuthorAndTags, orderBy: newestFirst, take: 50 }),
      threeLevels: ({ ids }) =>
        prisma.user.findMany({
          relationLoadStrategy,
          omit,
          where: { id: { in: ids.map(BigInt) } },
          orderBy: { id: 'asc' },
          include: { posts: { orderBy: newestFirst, include: withTags } },
        }),
      search: async ({ keyword, authorId, tagNames }) => {
        const contains = { contains: keyword, mode: 'insensitive' }
        const rows = await prisma.post.findMany({
          relationLoadStrategy,
          where: {
            ...(keyword !== undefined && { OR: [{ title: contains }, { content: contains }] }),
            ...(authorId !== undefined && { authorId: BigInt(authorId) }),
            ...(tagNames !== undefined && { tags: { some: { tag: { name: { in: [...tagNames] } } } } }),
          },
          include: withAuthorAndTags,
          orderBy: newestFirst,
          take: 21,
        })
        return { rows: rows.slice(0, 20), more: rows.length > 20 }
      },
      // Its groupBy knows no expressions: an average of lengths needs SQL.
      aggregate: ({ authorIds }) => {
        const ids = authorIds.map(BigInt)
        return prisma.$queryRaw`
          select author_id, count(*) as total, avg(length(content))::float8 as avg_length
          from posts where author_id = any(${ids}) group by author_id order by author_id`
      },
      insert: (post) => prisma.post.create({ data: newPost(post) }),
      insertMany: (rows) => prisma.post.createManyAndReturn({ data: rows.map(newPost) }),
      update: ({ id, title }) => prisma.post.update({ where: { id: BigInt(id) }, data: { title } }),
      delete: async ({ id }) => (await prisma.post.deleteMany({ where: { id: BigInt(id) } })).count === 1,
      transaction: ({ post, tagIds }) =>
        prisma.$transaction(async (tx) => {
          const inserted = await tx.post.create({ data: newPost(post) })
          const { count } = await tx.postTag.createMany({
            data: tagIds.map((tagId) => ({ postId: inserted.id, tagId: BigInt(tagId) })),
          })
          return { post: inserted, linked: count }
        }),
      page: async ({ place }) => {
        const rows = await prisma.post.findMany({
          cursor: { id: BigInt(places[place].id) },
          skip: 1,
          orderBy: newestFirst,
          take: 51,
        })
        return { rows: rows.slice(0, 50), more: rows.length > 50 }
      },
    },
    shape: {
      newest: (rows) => rows.map(flatTags),
      threeLevels: (rows) => rows.map((row) => ({ ...row, posts: row.posts.map(flatTags) })),
      search: ({ rows, more }) => ({ rows: rows.map(flatTags), more }),
    },
    close: () => prisma.$disconnect(),
  }
}

function flatTags({ tags, ...post }) {
  return { ...post, tags: tags.map(({ tag }) => tag).sort((one, other) => (one.name < other.name ? -1 : 1)) }
}

export function open(options) {
  return openPrisma(options, 'query')
}
