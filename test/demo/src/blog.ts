import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { createDatabase } from './db/client.js'
import { UserEmailTaken } from './db/errors/user.errors.js'
import { findPostWithAuthorAndTags, postStats, searchPosts } from './db/queries/post.queries.js'
import { PostRepository } from './db/repositories/post.repository.js'
import { TagRepository } from './db/repositories/tag.repository.js'
import { UserRepository } from './db/repositories/user.repository.js'
import { withSession } from './db/session.js'

/** The statements of the last block, as the query log tells them. */
const log: string[] = []

const db = createDatabase({
  connection: await PGlite.create({ dataDir: process.argv[2] ?? 'data', extensions: { pg_trgm } }),
  log: ({ query }) => log.push(query.sql),
})

try {
  await writeBlog()
  await readBlog()
} finally {
  await db.destroy()
}

/** One transaction: all of it or nothing. */
async function writeBlog(): Promise<void> {
  const { ada, posts } = await withSession(db, async (tx) => {
    const [users, repository, tags] = [new UserRepository(tx), new PostRepository(tx), new TagRepository(tx)]
    await users.deleteMany({ email: { ends_with: '@example.org' } })
    const ada = await users.create({ email: 'ada@example.org', hashed_password: 'x', full_name: 'Ada Lovelace' })
    const bob = await users.create({ email: 'bob@example.org', hashed_password: 'x', role: 'author' })
    const posts = await repository.createMany([
      { title: 'On engines', slug: 'on-engines', content: 'It weaves algebraic patterns.', author_id: ada.id },
      { title: '100% wool', slug: 'wool', content: 'Of looms and cards.', author_id: bob.id, rating: '9.5' },
    ])
    const names = ['history', 'machines']
    const found = await Promise.all(names.map((name) => tags.upsertByName({ name })))
    for (const post of posts)
      await repository.linkTags(
        post.id,
        found.map((tag) => tag.id),
      )
    return { ada, posts }
  })
  show('two users, two posts, two tags', {
    user: ada,
    posts: posts.map(({ id, title, rating }) => ({ id, title, rating })),
  })
  try {
    await new UserRepository(db).create({ email: 'ada@example.org', hashed_password: 'y' })
  } catch (error) {
    if (!(error instanceof UserEmailTaken)) throw error
    show('the same email again', `${error.constructor.name}: ${error.message}`)
  }
}

async function readBlog(): Promise<void> {
  const page = await searchPosts(db, { keyword: '100%', tagNames: ['machines'] })
  show('searchPosts(db, { keyword: "100%", tagNames: ["machines"] })', page.rows)
  const [first] = await new PostRepository(db).findMany({ filter: { slug: 'on-engines' } })
  log.length = 0
  const post = await findPostWithAuthorAndTags(db, first?.id ?? '')
  show('findPostWithAuthorAndTags(db, id)', post)
  show('postStats(db)', await postStats(db))
}

function show(title: string, value: unknown): void {
  const queries = log.splice(0)
  console.log(`\n--- ${title}`)
  console.dir(value, { depth: 4 })
  const last = queries.at(-1)
  if (last === undefined) return
  console.log(
    `\n${queries.length === 1 ? '1 query' : `${queries.length} queries, the last one`}:\n${last.replace(/^\n|\s+$/g, '')}`,
  )
}
