import { type ExpressionBuilder, type Generated, Kysely, PostgresDialect, sql } from 'kysely'
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres'
import pg from 'pg'
import { type Contender, type Inputs, LIST_SIZE, type OpenOptions, PAGE_SIZE } from '../contender.js'

interface Database {
  users: {
    id: Generated<string>
    email: string
    hashed_password: string
    full_name: string | null
    is_active: boolean
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  posts: {
    id: Generated<string>
    title: string
    content: string
    author_id: string
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  tags: { id: Generated<string>; name: string }
  post_tags: { post_id: string; tag_id: string }
}

const USER = [
  'users.id',
  'users.email',
  'users.full_name',
  'users.is_active',
  'users.created_at',
  'users.updated_at',
] as const
const POST = [
  'posts.id',
  'posts.title',
  'posts.content',
  'posts.author_id',
  'posts.created_at',
  'posts.updated_at',
] as const

/** Kysely by hand, as its documentation shows: the builder at each call, jsonArrayFrom for relations. */
export async function open({ url, poolSize, places }: OpenOptions): Promise<Contender> {
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: poolSize }) }),
  })

  async function search({ keyword, authorId, tagNames }: Inputs['search']) {
    let page = db.selectFrom('posts').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(21)
    if (keyword !== undefined) {
      const pattern = `%${keyword.replace(/[\\%_]/g, '\\$&')}%`
      page = page.where((eb) => eb.or([eb('title', 'ilike', pattern), eb('content', 'ilike', pattern)]))
    }
    if (authorId !== undefined) page = page.where('author_id', '=', authorId)
    if (tagNames !== undefined) {
      page = page.where((eb) =>
        eb.exists(
          eb
            .selectFrom('post_tags')
            .innerJoin('tags', 'tags.id', 'post_tags.tag_id')
            .whereRef('post_tags.post_id', '=', 'posts.id')
            .where('tags.name', 'in', tagNames),
        ),
      )
    }
    const rows = await db
      .selectFrom(page.as('posts'))
      .select(POST)
      .select((eb) => [authorOf(eb).as('author'), tagsOf(eb).as('tags')])
      .orderBy('posts.created_at', 'desc')
      .orderBy('posts.id', 'desc')
      .execute()
    return { rows: rows.slice(0, 20), more: rows.length > 20 }
  }

  return {
    queries: {
      byId: ({ id }) => db.selectFrom('users').select(USER).where('id', '=', id).executeTakeFirst(),
      byUnique: ({ email }) => db.selectFrom('users').select(USER).where('email', '=', email).executeTakeFirst(),
      list: () =>
        db
          .selectFrom('posts')
          .select(POST)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(LIST_SIZE)
          .execute(),
      userPosts: ({ id }) =>
        db
          .selectFrom('users')
          .select(USER)
          .select((eb) => jsonArrayFrom(postsOf(eb)).as('posts'))
          .where('id', '=', id)
          .executeTakeFirst(),
      newest: () =>
        db
          .selectFrom(
            db
              .selectFrom('posts')
              .selectAll()
              .orderBy('created_at', 'desc')
              .orderBy('id', 'desc')
              .limit(50)
              .as('posts'),
          )
          .select(POST)
          .select((eb) => [authorOf(eb).as('author'), tagsOf(eb).as('tags')])
          .orderBy('posts.created_at', 'desc')
          .orderBy('posts.id', 'desc')
          .execute(),
      threeLevels: ({ ids }) =>
        db
          .selectFrom('users')
          .select(USER)
          .select((eb) => jsonArrayFrom(postsOf(eb).select((inner) => tagsOf(inner).as('tags'))).as('posts'))
          .where('id', 'in', ids)
          .orderBy('id')
          .execute(),
      search,
      aggregate: ({ authorIds }) =>
        db
          .selectFrom('posts')
          .select([
            'author_id',
            sql<number>`count(*)::int`.as('total'),
            sql<number>`avg(length(content))::float8`.as('avg_length'),
          ])
          .where('author_id', 'in', authorIds)
          .groupBy('author_id')
          .orderBy('author_id')
          .execute(),
      insert: (post) => db.insertInto('posts').values(post).returning(POST).executeTakeFirstOrThrow(),
      insertMany: (posts) =>
        db
          .insertInto('posts')
          .values([...posts])
          .returning(POST)
          .execute(),
      update: ({ id, title }) =>
        db
          .updateTable('posts')
          .set({ title, updated_at: sql`now()` })
          .where('id', '=', id)
          .returning(POST)
          .executeTakeFirst(),
      delete: async ({ id }) =>
        (await db.deleteFrom('posts').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n,
      transaction: ({ post, tagIds }) =>
        db.transaction().execute(async (tx) => {
          const inserted = await tx.insertInto('posts').values(post).returning(POST).executeTakeFirstOrThrow()
          const links = tagIds.map((tag_id) => ({ post_id: inserted.id, tag_id }))
          const { numInsertedOrUpdatedRows } = await tx.insertInto('post_tags').values(links).executeTakeFirstOrThrow()
          return { post: inserted, linked: Number(numInsertedOrUpdatedRows) }
        }),
      page: async ({ place }) => {
        const from = places[place]
        if (from === undefined) throw new Error(`no place ${place}`)
        const rows = await db
          .selectFrom('posts')
          .select(POST)
          .where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(from.created_at, from.id)))
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .limit(PAGE_SIZE + 1)
          .execute()
        return { rows: rows.slice(0, PAGE_SIZE), more: rows.length > PAGE_SIZE }
      },
    },
    close: () => db.destroy(),
  }
}

function authorOf(eb: ExpressionBuilder<Database, 'posts'>) {
  const { ref } = eb
  return jsonObjectFrom(
    eb
      .selectFrom('users')
      .select((inner) => inner.cast<string>('users.id', 'text').as('id'))
      .select(USER.slice(1))
      .where('users.id', '=', ref('posts.author_id')),
  )
}

function tagsOf(eb: ExpressionBuilder<Database, 'posts'>) {
  return jsonArrayFrom(
    eb
      .selectFrom('post_tags')
      .innerJoin('tags', 'tags.id', 'post_tags.tag_id')
      .select((inner) => inner.cast<string>('tags.id', 'text').as('id'))
      .select('tags.name')
      .whereRef('post_tags.post_id', '=', 'posts.id')
      .orderBy('tags.name'),
  )
}

function postsOf(eb: ExpressionBuilder<Database, 'users'>) {
  return eb
    .selectFrom('posts')
    .select((inner) => [
      inner.cast<string>('posts.id', 'text').as('id'),
      inner.cast<string>('posts.author_id', 'text').as('author_id'),
    ])
    .select(['posts.title', 'posts.content', 'posts.created_at', 'posts.updated_at'])
    .whereRef('posts.author_id', '=', 'users.id')
    .orderBy('posts.created_at', 'desc')
    .orderBy('posts.id', 'desc')
}
