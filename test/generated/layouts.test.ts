import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../support/database.js'
import { generateLayer } from './generated-layer.js'

const caseFile = join(import.meta.dirname, '../cases/by-model/spec.yaml')

/** Where a style puts three files. */
const styles = {
  kebab: ['layout: by_kind', 'repositories/blog-post.repository', 'queries/blog-post.queries', 'table-repository'],
  pascal: [
    'layout: by_model\n  names: { files: PascalCase }',
    'blog-post/BlogPost.repository',
    'blog-post/BlogPost.queries',
    'TableRepository',
  ],
  camel: [
    'layout: by_model\n  names: { files: camelCase }',
    'blog-post/blogPost.repository',
    'blog-post/blogPost.queries',
    'tableRepository',
  ],
  snake: [
    'names: { files: snake_case }',
    'repositories/blog_post.repository',
    'queries/blog_post.queries',
    'table_repository',
  ],
} as const

test.each(Object.entries(styles))('%s: every file finds those that it imports', async (_name, style) => {
  const [output, repository, queries, runtime] = style
  const spec = (await readFile(caseFile, 'utf8')).replace(/ {2}layout: by_model\n.*\n/, `  ${output}\n`)
  const layer = await generateLayer(spec)
  onTestFinished(() => layer.remove())
  const database = await openDatabase('pglite', layer.specFile)
  onTestFinished(() => database.close())
  const call = (module: Record<string, unknown>, name: string, ...args: unknown[]): unknown =>
    Reflect.apply(Object(module[name]), undefined, args)
  const db = layer.createDatabase({ connection: database.connection })
  onTestFinished(() => db.destroy())
  await db.insertInto('user_accounts').values({ email: 'ada@example.org' }).execute()
  const posts: unknown = Reflect.construct(Object((await layer.module(repository))['BlogPostRepository']), [db])
  const created: unknown = await Reflect.apply(Reflect.get(Object(posts), 'create'), posts, [
    { title: 'T', author_id: '1' },
  ])
  const page = await call(await layer.module(queries), 'searchBlogPosts', db)
  expect(page).toEqual({
    rows: [{ ...Object(created), author: { id: '1', email: 'ada@example.org' }, tags: [] }],
    next: undefined,
  })
  expect(await layer.module(runtime)).toHaveProperty('TableRepository')
})
