import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const spec = `version: 1
include: models/*.yaml
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      # How we reach them.
      email:
        type: text
        unique: true
    relations:
      posts: { has_many: Post }
`
const posts = `models:
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: text
      author_id: { type: bigint, references: User }
    relations:
      author: { belongs_to: User }
      tags: { many_to_many: Tag, through: post_tags }
    queries:
      recent:
        filter: { title: { contains: title } }
  Tag:
    columns: { id: { type: bigint, primary_key: true }, name: { type: text } }
    relations: { posts: { many_to_many: Post, through: post_tags } }
`

let template = ''
let folder = ''
let migration = ''

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'dbgen-why-'))
  await writeFile(join(template, 'schema.yaml'), spec)
  await mkdir(join(template, 'models'))
  await writeFile(join(template, 'models/post.yaml'), posts)
  expect(await dbgen(template, ['generate', '--no-proof'])).toMatchObject({ exitCode: 0 })
  migration = (await readdir(join(template, 'migrations'))).find((name) => name.endsWith('.up.sql')) ?? ''
})

afterAll(() => rm(template, { recursive: true }))

beforeEach(async () => {
  folder = await emptyFolder()
  await cp(template, folder, { recursive: true })
})

async function why(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await dbgen(folder, ['why', ...args])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout.replaceAll(migration, 'up.sql').replaceAll(migration.replace('up', 'down'), 'down.sql')
}

/** The place of a line of a file, `file:line`. */
async function placeOf(file: string, text: string): Promise<string> {
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n')
  const index = lines.findIndex((line) => line.includes(text))
  expect(index).toBeGreaterThan(-1)
  return `${file}:${index + 1}`
}

describe('from the spec to the output', () => {
  test('a column, with what it asks for, and a line of the spec inside of it', async () => {
    const ofColumn = await why('users.email')
    expect(ofColumn).toMatchSnapshot()
    expect(await why('User.email')).toBe(ofColumn)
    expect(await why('schema.yaml:8')).toBe(ofColumn)
    // The comment above it.
    expect(await why('schema.yaml:7')).toBe(ofColumn)
    // A line of its own asks for the constraint alone.
    expect(await why('schema.yaml:10')).toBe(await why('users_email_key'))
    expect(await why('schema.yaml:9')).toContain('  schema.yaml:8  column users.email  email:\n\nbecame\n')
  })

  test('a relation with its join table, a query, a model, a method', async () => {
    expect(await why('Post.tags')).toMatchSnapshot()
    expect(await why('recentPosts')).toBe(await why('Post.recent'))
    expect(await why('Post.recent')).toMatchSnapshot()
    expect(await why('Tag')).toMatchSnapshot()
    expect(await why('newTagSchema')).toBe(await why('Tag'))
    expect(await why('UserRepository.findByEmail')).toBe(await why('users_email_key'))
  })

  test('before anything is generated', async () => {
    await writeFile(join(folder, 'schema.yaml'), `${spec}enums:\n  Mood: [good, bad]\n`)
    expect(await why('Mood')).toBe(
      '  schema.yaml:14  enum Mood  Mood: [good, bad]\n\nnothing of it is written yet: dbgen generate\n',
    )
  })
})

describe('from the output to the spec', () => {
  test.each([
    ['src/db/models/post.ts', '  title: string;', 'models/post.yaml:5  column posts.title  title: text'],
    [
      'src/db/repositories/user.repository.ts',
      'async findByEmail',
      'schema.yaml:10  unique constraint users_email_key  unique: true',
    ],
    [
      'src/db/queries/user.queries.ts',
      'function findUserWithPosts',
      'schema.yaml:12  relation User.posts  posts: { has_many: Post }',
    ],
  ])('%s %s', async (file, text, expected) => {
    expect(await why(await placeOf(file, text))).toContain(`\ncomes from\n  ${expected}\n`)
  })

  test('a migration', async () => {
    const place = await placeOf(`migrations/${migration}`, 'posts_author_id_fkey foreign key')
    expect(await why(place)).toContain(
      '\ncomes from\n  models/post.yaml:6  foreign key posts_author_id_fkey  author_id:',
    )
    expect(await why(`migrations/${migration}:1`)).toContain('head of the migration\nis the same for every spec\n')
  })

  test('lines written by hand are said to be so, wherever they are', async () => {
    const file = 'src/db/repositories/user.repository.ts'
    const text = await readFile(join(folder, file), 'utf8')
    const method = '\n  async countAll(): Promise<number> {\n    return 1;\n  }\n}\n'
    const edited = text
      .replace(/\n\}\n$/, method)
      .replace('return row === undefined ? undefined : toUser(row);', 'return row && toUser(row);')
    await writeFile(join(folder, file), `${edited}\nexport const LIMIT = 3;\n// by hand\n`)
    const byHand = 'was written by hand: nothing in the spec leads to it\n'
    for (const line of ['async countAll', '    return 1;', 'LIMIT = 3', '// by hand'])
      expect(await why(await placeOf(file, line))).toContain(byHand)
    expect(await why(await placeOf(file, 'return row && toUser(row);'))).toMatch(
      /method findByEmail of UserRepository\nwas edited by hand, or .*\n {2}schema\.yaml:10 {2}unique constraint users_email_key/,
    )
    // What stands below still leads to its own.
    expect(await why(await placeOf(file, 'async upsertByEmail'))).toContain('\ncomes from\n  schema.yaml:10')
    expect(await why('users_email_key')).not.toContain('countAll')
  })

  test('layout is no edit, and what is the same for every spec comes from none', async () => {
    const file = 'src/db/models/post.ts'
    const text = await readFile(join(folder, file), 'utf8')
    await writeFile(join(folder, file), text.replaceAll(';', '').replaceAll('"', "'"))
    expect(await why(await placeOf(file, '  title: string'))).toContain('\ncomes from\n')
    const repository = 'src/db/repositories/user.repository.ts'
    const style = {
      parser: 'typescript',
      semi: false,
      singleQuote: true,
      printWidth: 40,
      trailingComma: 'none',
    } as const
    const before = await readFile(join(folder, repository), 'utf8')
    await writeFile(join(folder, repository), await format(before, style))
    for (const line of ['toUser(row)', 'async upsertManyByEmail(', 'select ${userTable.select}'])
      expect(await why(await placeOf(repository, line))).toMatch(/\ncomes from\n {2}schema\.yaml:10 /)
    expect(await why('src/db/codecs.ts:1')).toContain('head of the file\nis the same for every spec\n')
    expect(await why(await placeOf('src/db/codecs.ts', 'export const textCodec'))).toContain(
      '\nis the same for every spec\n',
    )
  })
})

test('one JSON document', async () => {
  expect(JSON.parse(await why(await placeOf('src/db/models/post.ts', '  title: string;'), '--json'))).toEqual({
    ok: true,
    kind: 'causes',
    effect: { file: 'src/db/models/post.ts', line: expect.any(Number), what: 'property title of Post' },
    state: 'generated',
    causes: [
      { kind: 'column', name: 'posts.title', file: 'models/post.yaml', line: 5, column: 7, text: 'title: text' },
    ],
  })
  expect(JSON.parse(await why('Post.author', '--json'))).toMatchObject({ ok: true, kind: 'effects', usedBy: [] })
})

test.each([
  ['posts.titel', 'did you mean "posts.title"?'],
  ['src/db/models/post.ts:9999', 'lines are counted from 1'],
  ['src/db/nowhere.ts:1', 'the path is relative to the current folder'],
  ['models/../schema.yaml:1', 'no single statement or declaration comes of it alone'],
])('%s: %s', async (asked, hint) => {
  const { exitCode, stdout, stderr } = await dbgen(folder, ['why', asked])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toContain(hint)
})

test('a file that dbgen does not write', async () => {
  await writeFile(join(folder, 'src/db/own.ts'), 'export {}\n')
  const { exitCode, stderr } = await dbgen(folder, ['why', 'src/db/own.ts:1'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('src/db/own.ts is no file that dbgen writes')
})
