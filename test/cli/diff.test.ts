import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/database/connect.js'
import { createTestDatabase } from '../support/server.js'
import { dbgen, emptyFolder } from './run-dbgen.js'

const PATIENCE = 120_000

let folder: string
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...words], { cwd: folder })
const edit = async (change: (text: string) => string) => {
  const file = join(folder, 'schema.yaml')
  await writeFile(file, change(await readFile(file, 'utf8')))
}
const rename = (text: string) =>
  text
    .replace('title: varchar(200)', 'title: varchar(300)')
    .replace('name: { type: text, nullable: true }', 'label: { type: text, nullable: true, renamed_from: name }')
    .replace('content: text', 'content: text\n      slug: { type: text, nullable: true, index: true }')

beforeEach(async () => {
  folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof', '--name', 'init'])
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'one')
}, PATIENCE)

const lines = (changed: string) => `${changed}: 4 changes

  > column users.label          was name
  ~ column posts.title          character varying(200) not null
                                character varying(300) not null
  + column posts.slug           text
  + index posts.posts_slug_idx  (slug)
`

test('what the next migration would change, and what a branch does', { timeout: PATIENCE }, async () => {
  expect(await dbgen(folder, ['diff', '--exit-code'])).toEqual({
    exitCode: 0,
    stdout: 'snapshot.json -> schema.yaml: no difference\n',
    stderr: '',
  })
  await edit(rename)
  expect(await dbgen(folder, ['diff', '--exit-code'])).toEqual({
    exitCode: 1,
    stdout: lines('snapshot.json -> schema.yaml'),
    stderr: '',
  })
  expect((await dbgen(folder, ['diff', 'main'])).stdout).toBe(lines('schema.yaml of main -> schema.yaml'))
  expect((await dbgen(folder, ['diff', 'HEAD:snapshot'])).stdout).toBe(lines('snapshot.json of HEAD -> schema.yaml'))
  const { stdout } = await dbgen(folder, ['diff', 'main', 'spec', '--sql'])
  expect(stdout).toContain('-- rename column name to label of users\nalter table users rename column name to label;\n')
  const back = await dbgen(folder, ['diff', 'spec', 'main', '--sql', '--json'])
  expect(JSON.parse(back.stdout)).toMatchObject({
    ok: true,
    before: 'schema.yaml',
    after: 'schema.yaml of main',
    steps: [],
    refusals: [{ code: 'MG109' }, { code: 'MG105' }, { code: 'MG105' }],
  })
})

test('the same in other words is no difference', { timeout: PATIENCE }, async () => {
  await edit((text) =>
    text.replace('content: text', 'content: { type: text, check: "length(content) between 1 and 9" }'),
  )
  git('commit', '-q', '-a', '-m', 'two')
  await edit((text) => text.replace('between 1 and 9', '>= 1 and length(content) <= 9'))
  expect((await dbgen(folder, ['diff', 'main'])).stdout).toBe('schema.yaml of main -> schema.yaml: no difference\n')
})

test('a database that was changed by hand', { timeout: PATIENCE }, async () => {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  await dbgen(folder, ['migrate', 'up', '--url', url])
  const differ = () => dbgen(folder, ['diff', 'snapshot', 'database'], { DATABASE_URL: url })
  expect((await differ()).stdout).toMatch(/^snapshot\.json -> postgres:\/\/\S+: no difference\n$/)
  const db = await connect(url)
  await db.run('alter table posts drop column published; create table notes (id int)').finally(() => db.close())
  expect((await differ()).stdout.split('\n').slice(2, -1)).toEqual([
    '  + table notes',
    '  + column notes.id         integer',
    '  - column posts.published  boolean not null default false',
  ])
})

test('what is no revision, and no database', { timeout: PATIENCE }, async () => {
  expect(await dbgen(folder, ['diff', 'nowhere'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'error: nowhere is no revision that git knows here: name a commit, a branch or a tag\n',
  })
  expect(await dbgen(folder, ['diff', '--output=x'])).toMatchObject({ exitCode: 1 })
  expect((await dbgen(folder, ['diff', 'database'])).stderr).toContain('no database was named')
  const failed = await dbgen(folder, ['diff', 'postgres://u:hidden@localhost:1/x'])
  expect(failed.exitCode).toBe(1)
  expect(failed.stderr).not.toContain('hidden')
})
