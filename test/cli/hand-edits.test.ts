import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const PATIENCE = 120_000
const REPOSITORY = 'src/db/repositories/user.repository.ts'

async function edit(folder: string, path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8')
  expect(text).toContain(from)
  await writeFile(join(folder, path), text.replace(from, to))
}

/** A generated project where one method was edited, one added and one deleted by hand. */
async function editedProject(): Promise<string> {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  await dbgen(folder, ['generate', '--no-proof'])
  await edit(folder, REPOSITORY, 'findByEmail, [email]', 'findByEmail, [email.trim()]')
  await edit(
    folder,
    REPOSITORY,
    '  /** As upsertByEmail',
    '  async findAda() {\n    return this.findByEmail("ada@example.org");\n  }\n\n  /** As upsertByEmail',
  )
  await edit(
    folder,
    'src/db/queries/post.queries.ts',
    'export async function findPostWithAuthor',
    'async function mine',
  )
  await edit(folder, REPOSITORY, 'where users.email = $1', 'where users.email ilike $1')
  return folder
}

test('edits stay, and are told', { timeout: PATIENCE }, async () => {
  const folder = await editedProject()
  await edit(
    folder,
    'schema.yaml',
    '      name:',
    '      handle: { type: text, nullable: true, unique: true }\n      name:',
  )
  const { exitCode, stdout } = await dbgen(folder, ['generate', '--no-proof'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain(`
Edits by hand that stay:
  src/db/repositories/user.repository.ts  findByEmail, UserRepository.findByEmail, UserRepository.findAda
`)
  const text = await readFile(join(folder, REPOSITORY), 'utf8')
  expect(text).toContain('[email.trim()]')
  expect(text).toContain('async findByHandle(handle: string)')
  const again = await dbgen(folder, ['generate', '--no-proof'])
  expect(again.stdout).toMatch(
    /^schema\.yaml: 2 models, \d+ files, 2 files with edits by hand, all up to date \(.*s\)\n$/,
  )
})

test('as JSON', { timeout: PATIENCE }, async () => {
  const folder = await editedProject()
  await edit(folder, 'schema.yaml', '      posts: { has_many: Post }', '      articles: { has_many: Post }')
  await edit(folder, 'schema.yaml', 'author: { belongs_to: User }', 'author: { belongs_to: User, inverse: articles }')
  const { stdout } = await dbgen(folder, ['generate', '--no-proof', '--json'])
  const { ok, files, handEdits } = JSON.parse(stdout)
  expect({ ok, handEdits }).toEqual({ ok: true, handEdits: { files: 2, kept: 0, deleted: 0 } })
  expect(files.filter((file: { edits?: unknown }) => file.edits !== undefined)).toMatchObject([
    { path: 'src/db/queries/post.queries.ts', kind: 'unchanged' },
    { path: REPOSITORY, kind: 'unchanged' },
  ])
})

test('a conflict is shown where it is, with both changes; nothing is written', { timeout: PATIENCE }, async () => {
  const folder = await editedProject()
  await edit(
    folder,
    'schema.yaml',
    'email: { type: varchar(255), unique: true }',
    'email: { type: bigint, unique: true, using: "0" }',
  )
  const { exitCode, stderr } = await dbgen(folder, ['generate', '--no-proof'])
  expect(exitCode).toBe(1)
  expect(stderr).toMatchInlineSnapshot(`
    "src/db/repositories/user.repository.ts:21 findByEmail was changed by hand, and dbgen would change it too
            select \${userTable.select}
            from users as users
      -     where users.email ilike $1
      +     where users.email = $1
          \`,
      -   { email: textCodec },
      +   { email: bigintAsString },
        );

      --ours keeps what is in the files (put both together there first where both are needed), --theirs takes what dbgen would write, --merge puts both into the files, between marks

    1 conflict; nothing was written
    "
  `)
})

test.each([
  ['--ours', 'ilike $1', 0],
  ['--theirs', 'where users.email = $1\n  `,\n  { email: bigintAsString }', 0],
  ['--merge', '<<<<<<< yours\n', 1],
])('%s settles it', { timeout: PATIENCE }, async (option, text, code) => {
  const folder = await editedProject()
  await edit(
    folder,
    'schema.yaml',
    'email: { type: varchar(255), unique: true }',
    'email: { type: bigint, unique: true, using: "0" }',
  )
  const { exitCode, stderr } = await dbgen(folder, ['generate', '--no-proof', option])
  expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: '' })
  expect(await readFile(join(folder, REPOSITORY), 'utf8')).toContain(text)
  const again = await dbgen(folder, ['generate', '--no-proof'])
  expect(again.exitCode).toBe(code)
  if (code === 1)
    expect(again.stderr).toMatch(/^src\/db\/repositories\/user\.repository\.ts:\d+ has a mark of a conflict in it\n/)
})

test('--force does not merge', { timeout: PATIENCE }, async () => {
  const folder = await editedProject()
  const before = await readFile(join(folder, REPOSITORY), 'utf8')
  const { stdout } = await dbgen(folder, ['generate', '--force', '--no-proof', '--json'])
  const changed = JSON.parse(stdout).files.filter(({ kind }: { kind: string }) => kind === 'changed')
  expect(changed.map(({ path }: { path: string }) => path)).toEqual(['src/db/queries/post.queries.ts', REPOSITORY])
  expect(await readFile(join(folder, REPOSITORY), 'utf8')).not.toBe(before)
})

test('only one of the ways to settle can be chosen', { timeout: PATIENCE }, async () => {
  const { exitCode, stderr } = await dbgen(await emptyFolder(), ['generate', '--ours', '--force'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain("'--ours' cannot be used with option '--force'")
})
