import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Contender, type Inputs, LIST_SIZE, type NewPost, type OpenOptions, PAGE_SIZE } from '../contender.js'

/** What is used of the generated code, which is not there when this file is type-checked. */
interface Generated {
  createDatabase(options: { connection: string; pool: { size: number } }): Database
  withSession<Result>(db: Database, work: (tx: Database) => Promise<Result>): Promise<Result>
  UserRepository: new (
    db: Database,
  ) => {
    findById(id: string): Promise<object | undefined>
    findByEmail(email: string): Promise<object | undefined>
  }
  PostRepository: new (db: Database) => PostRepository
  findUserWithPosts(db: Database, id: string): Promise<object | undefined>
  feedUsers(db: Database, options: { ids: readonly string[] }): Promise<object[]>
  newestPosts(db: Database): Promise<object[]>
  searchPosts(db: Database, options: Inputs['search']): Promise<Page>
  postByAuthor(db: Database, options: Inputs['aggregate']): Promise<object[]>
}

interface Database {
  destroy(): Promise<void>
}

interface Page {
  rows: object[]
  next: string | undefined
}

interface PostRepository {
  findMany(options: { order: string[]; limit: number }): Promise<object[]>
  findPage(options: { order: string[]; limit: number; after?: string }): Promise<Page>
  create(post: NewPost): Promise<{ id: string }>
  createMany(posts: readonly NewPost[]): Promise<object[]>
  update(id: string, patch: { title: string }): Promise<object | undefined>
  delete(id: string): Promise<boolean>
  linkTags(id: string, tagIds: readonly string[]): Promise<number>
}

const modules = [
  'client',
  'session',
  'repositories/user.repository',
  'repositories/post.repository',
  'queries/user.queries',
  'queries/post.queries',
]

/** The generated code as it is, through nothing but its own functions. */
export async function open({ url, poolSize, places, folder }: OpenOptions): Promise<Contender> {
  const generated = await load(folder)
  const db = generated.createDatabase({ connection: url, pool: { size: poolSize } })
  const users = new generated.UserRepository(db)
  const posts = new generated.PostRepository(db)
  const order = ['-created_at', '-id']
  const cursors = await readCursors(posts, order, places.length)

  return {
    queries: {
      byId: ({ id }) => users.findById(id),
      byUnique: ({ email }) => users.findByEmail(email),
      list: () => posts.findMany({ order, limit: LIST_SIZE }),
      userPosts: ({ id }) => generated.findUserWithPosts(db, id),
      newest: () => generated.newestPosts(db),
      threeLevels: (input) => generated.feedUsers(db, input),
      search: (input) => generated.searchPosts(db, input),
      aggregate: (input) => generated.postByAuthor(db, input),
      insert: (post) => posts.create(post),
      insertMany: (rows) => posts.createMany(rows),
      update: ({ id, title }) => posts.update(id, { title }),
      delete: ({ id }) => posts.delete(id),
      transaction: ({ post, tagIds }) =>
        generated.withSession(db, async (tx) => {
          const repository = new generated.PostRepository(tx)
          const inserted = await repository.create(post)
          return { post: inserted, linked: await repository.linkTags(inserted.id, tagIds) }
        }),
      page: ({ place }) => posts.findPage({ order, limit: PAGE_SIZE, after: cursors[place] ?? '' }),
    },
    shape: { search: toPage, page: toPage },
    close: () => db.destroy(),
  }
}

async function load(folder: string): Promise<Generated> {
  const loaded: object[] = []
  for (const name of modules) loaded.push(await import(pathToFileURL(join(folder, `${name}.js`)).href))
  return Object.assign({}, ...loaded) // the comparison of results finds out whether this is what it is said to be
}

/** Cursors are opaque: those of the places are found by reading up to them. */
async function readCursors(posts: PostRepository, order: string[], count: number): Promise<string[]> {
  const cursors: string[] = []
  for (let after: string | undefined; cursors.length < count; ) {
    const { next }: Page = await posts.findPage({ order, limit: 1000, ...(after !== undefined && { after }) })
    if (next === undefined) throw new Error('there are fewer rows than places')
    cursors.push(next)
    after = next
  }
  return cursors
}

function toPage({ rows, next }: Page): { rows: object[]; more: boolean } {
  return { rows, more: next !== undefined }
}
