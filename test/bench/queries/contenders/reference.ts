import pg from 'pg'
import { type Contender, type Inputs, LIST_SIZE, type OpenOptions, PAGE_SIZE } from '../contender.js'

/** What everything is measured against: SQL by hand over pg, prepared under names, with lateral json_agg. */
export async function open(options: OpenOptions): Promise<Contender> {
  return openHandWritten(options, true)
}

interface UserRow {
  id: string
  email: string
  full_name: string | null
  is_active: boolean
  created_at: Date
  updated_at: Date
}

interface PostRow {
  id: string
  title: string
  content: string
  author_id: string
  created_at: Date
  updated_at: Date
}

interface TagRow {
  id: string
  name: string
}

/** JSON has no dates: nested ones stay the text that it has for them. */
type Nested<Row> = { [Key in keyof Row]: Row[Key] extends Date ? string : Row[Key] }

type PostWithRelations = PostRow & { author: Nested<UserRow>; tags: TagRow[] }

const USER = 'u.id, u.email, u.full_name, u.is_active, u.created_at, u.updated_at'
const POST = 'p.id, p.title, p.content, p.author_id, p.created_at, p.updated_at'
const USER_JSON = `json_build_object('id', u.id::text, 'email', u.email, 'full_name', u.full_name,
  'is_active', u.is_active, 'created_at', u.created_at, 'updated_at', u.updated_at)`
const POST_JSON = `'id', p.id::text, 'title', p.title, 'content', p.content, 'author_id', p.author_id::text,
  'created_at', p.created_at, 'updated_at', p.updated_at`
const TAGS_OF_POST = `
  cross join lateral (
    select coalesce(json_agg(json_build_object('id', t.id::text, 'name', t.name) order by t.name), '[]') as tags
    from post_tags l
    join lateral (select * from tags where tags.id = l.tag_id limit 1) t on true -- without the limit: a hash of all tags
    where l.post_id = p.id
  ) t`
const AUTHOR_OF_POST = `
  cross join lateral (select ${USER_JSON} as author from users u where u.id = p.author_id) a`

const BY_ID = `select ${USER} from users u where u.id = $1`
const BY_UNIQUE = `select ${USER} from users u where u.email = $1`
const LIST = `select ${POST} from posts p order by p.created_at desc, p.id desc limit $1`
const USER_POSTS = `
  select ${USER}, p.posts
  from users u
  cross join lateral (
    select coalesce(json_agg(json_build_object(${POST_JSON}) order by p.created_at desc, p.id desc), '[]') as posts
    from posts p where p.author_id = u.id
  ) p
  where u.id = $1`
const NEWEST = `
  select ${POST}, a.author, t.tags
  from (select * from posts order by created_at desc, id desc limit $1) p ${AUTHOR_OF_POST} ${TAGS_OF_POST}
  order by p.created_at desc, p.id desc`
const THREE_LEVELS = `
  select ${USER}, p.posts
  from users u
  cross join lateral (
    select coalesce(
      json_agg(json_build_object(${POST_JSON}, 'tags', t.tags) order by p.created_at desc, p.id desc), '[]'
    ) as posts
    from posts p ${TAGS_OF_POST}
    where p.author_id = u.id
  ) p
  where u.id = any($1::bigint[])
  order by u.id`
const AGGREGATE = `
  select author_id, count(*)::int as total, avg(length(content))::float8 as avg_length
  from posts where author_id = any($1::bigint[]) group by author_id order by author_id`
const INSERT = `
  insert into posts as p (title, content, author_id) values ($1, $2, $3) returning ${POST}`
const INSERT_MANY = `
  insert into posts as p (title, content, author_id)
  select * from unnest($1::text[], $2::text[], $3::bigint[]) returning ${POST}`
const UPDATE = `update posts p set title = $2, updated_at = now() where p.id = $1 returning ${POST}`
const DELETE = 'delete from posts where id = $1'
const LINK = 'insert into post_tags (post_id, tag_id) select $1, * from unnest($2::bigint[])'
const PAGE = `
  select ${POST} from posts p where (p.created_at, p.id) < ($1, $2)
  order by p.created_at desc, p.id desc limit $3`

/** The same, prepared or not. */
export async function openHandWritten({ url, poolSize, places }: OpenOptions, prepare: boolean): Promise<Contender> {
  const pool = new pg.Pool({ connectionString: url, max: poolSize })

  function named<Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<pg.QueryResult<Row>> {
    return pool.query<Row>(prepare ? { name, text, values } : { text, values })
  }

  async function one<Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row | undefined> {
    const { rows } = await named<Row>(name, text, values)
    return rows[0]
  }

  async function search({
    keyword,
    authorId,
    tagNames,
  }: Inputs['search']): Promise<{ rows: PostWithRelations[]; more: boolean }> {
    const values: unknown[] = []
    const conditions: string[] = []
    let name = 'search'
    if (keyword !== undefined) {
      values.push(`%${keyword.replace(/[\\%_]/g, '\\$&')}%`)
      conditions.push(`(title ilike $${values.length} or content ilike $${values.length})`)
      name += '_keyword'
    }
    if (authorId !== undefined) {
      values.push(authorId)
      conditions.push(`author_id = $${values.length}`)
      name += '_author'
    }
    if (tagNames !== undefined) {
      values.push(tagNames)
      conditions.push(`exists (select from post_tags l join tags t on t.id = l.tag_id
        where l.post_id = posts.id and t.name = any($${values.length}))`)
      name += '_tags'
    }
    values.push(21)
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
    const text = `
      select ${POST}, a.author, t.tags
      from (select * from posts ${where} order by created_at desc, id desc limit $${values.length}) p
      ${AUTHOR_OF_POST} ${TAGS_OF_POST}
      order by p.created_at desc, p.id desc`
    const { rows } = await named<PostWithRelations>(name, text, values)
    return { rows: rows.slice(0, 20), more: rows.length > 20 }
  }

  async function transaction({ post, tagIds }: Inputs['transaction']): Promise<{ post: PostRow; linked: number }> {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const values = [post.title, post.content, post.author_id]
      const inserted = await client.query<PostRow>(
        prepare ? { name: 'insert', text: INSERT, values } : { text: INSERT, values },
      )
      const [row] = inserted.rows
      if (row === undefined) throw new Error('nothing was inserted')
      const link = { text: LINK, values: [row.id, tagIds] }
      const linked = await client.query(prepare ? { name: 'link', ...link } : link)
      await client.query('commit')
      return { post: row, linked: linked.rowCount ?? 0 }
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  return {
    queries: {
      byId: ({ id }) => one<UserRow>('byId', BY_ID, [id]),
      byUnique: ({ email }) => one<UserRow>('byUnique', BY_UNIQUE, [email]),
      list: async () => (await named<PostRow>('list', LIST, [LIST_SIZE])).rows,
      userPosts: ({ id }) => one<UserRow & { posts: Nested<PostRow>[] }>('userPosts', USER_POSTS, [id]),
      newest: async () => (await named<PostWithRelations>('newest', NEWEST, [50])).rows,
      threeLevels: async ({ ids }) =>
        (await named<UserRow & { posts: (Nested<PostRow> & { tags: TagRow[] })[] }>('threeLevels', THREE_LEVELS, [ids]))
          .rows,
      search,
      aggregate: async ({ authorIds }) =>
        (await named<{ author_id: string; total: number; avg_length: number }>('aggregate', AGGREGATE, [authorIds]))
          .rows,
      insert: ({ title, content, author_id }) => one<PostRow>('insert', INSERT, [title, content, author_id]),
      insertMany: async (posts) => {
        const columns = [
          posts.map(({ title }) => title),
          posts.map(({ content }) => content),
          posts.map(({ author_id }) => author_id),
        ]
        return (await named<PostRow>('insertMany', INSERT_MANY, columns)).rows
      },
      update: ({ id, title }) => one<PostRow>('update', UPDATE, [id, title]),
      delete: async ({ id }) => (await named('delete', DELETE, [id])).rowCount === 1,
      transaction,
      page: async ({ place }) => {
        const from = places[place]
        const { rows } = await named<PostRow>('page', PAGE, [from?.created_at, from?.id, PAGE_SIZE + 1])
        return { rows: rows.slice(0, PAGE_SIZE), more: rows.length > PAGE_SIZE }
      },
    },
    close: () => pool.end(),
  }
}
