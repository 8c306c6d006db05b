import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder, type Finished } from './run-dbgen.js'

const PATIENCE = 60_000

/** What the JSON of `generate` looks like, as far as these tests read it. */
interface Report {
  readonly root: string
  readonly files: readonly { readonly path: string; readonly kind: string; readonly bytes: number }[]
  readonly migration: {
    readonly id: string
    readonly paths: readonly string[]
    readonly proof: readonly string[] | null
  } | null
}

async function project(): Promise<string> {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  return folder
}

async function editSpec(folder: string, from: string, to: string): Promise<void> {
  const path = join(folder, 'schema.yaml')
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to))
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return paths.map((path) => path.slice(folder.length + 1).replaceAll('\\', '/')).sort()
}

/** The JSON document is the only thing printed. */
function documentOf({ stdout, stderr }: Finished): unknown {
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const reportOf = (finished: Finished) => documentOf(finished) as Report

test('mistakes are shown in their lines, and nothing is written', { timeout: PATIENCE }, async () => {
  const folder = await project()
  await editSpec(folder, 'content: text', 'content: txt')
  await editSpec(folder, 'equals: author_id', 'equals: autor_id')
  const { exitCode, stdout, stderr } = await dbgen(folder, ['generate'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatchInlineSnapshot(`
    "schema.yaml:24:16 DB401 unknown type "txt"
      24 |       content: txt
         |                ^^^
      did you mean "text"?

    schema.yaml:34:32 DB701 model "Post" has no column "autor_id"
      34 |           author_id: { equals: autor_id }
         |                                ^^^^^^^^
      did you mean "author_id"?

    2 mistakes in schema.yaml; nothing was written
    "
  `)
  expect(await filesIn(folder)).toEqual(['schema.yaml'])
})

test('mistakes as JSON, with the path of the spec as it was called', { timeout: PATIENCE }, async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init', '--spec', 'db/shop.yaml'])
  await writeFile(join(folder, 'db/shop.yaml'), 'version: 1\nmodles: {}\n')
  const finished = await dbgen(folder, ['generate', '--spec', 'db/shop.yaml', '--json'])
  expect(finished.exitCode).toBe(1)
  expect(documentOf(finished)).toEqual({
    ok: false,
    kind: 'spec',
    message: '1 mistake in db/shop.yaml; nothing was written',
    diagnostics: [
      {
        file: 'db/shop.yaml',
        line: 2,
        column: 1,
        length: 6,
        code: 'DB201',
        message: 'unknown key "modles" in the spec',
        hint: 'did you mean "models"?',
      },
    ],
  })
})

test('a first run: the report is what is on disk', { timeout: PATIENCE }, async () => {
  const folder = await project()
  const finished = await dbgen(folder, ['generate', '--json'])
  expect(finished.exitCode).toBe(0)
  const { files, migration } = reportOf(finished)
  expect(new Set(files.map(({ kind }) => kind))).toEqual(new Set(['created']))
  expect(files.map(({ path }) => path).sort()).toEqual((await filesIn(folder)).filter((path) => path !== 'schema.yaml'))
  for (const { path, bytes } of files)
    expect({ path, bytes }).toEqual({ path, bytes: (await stat(join(folder, path))).size })
  expect(migration?.id).toMatch(/^\d{14}_init$/)
  expect(migration?.paths.every((path) => files.some((file) => file.path === path))).toBe(true)
  expect(migration?.proof).not.toEqual([])
})

test('for a person: a heading, the migration with its proof, the next command', { timeout: PATIENCE }, async () => {
  const folder = await project()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['generate', '--name', 'First tables'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const lines = stdout.split('\n')
  expect(
    lines.filter((line) => /^\S/.test(line)).map((line) => line.replace(/\d{14}|\d+(?= new)|in .*s$/g, '…')),
  ).toEqual(['schema.yaml: 2 models', 'Migration …_first_tables', '… new …', 'Next: dbgen migrate up'])
  expect(lines.filter((line) => /^ +\d+ {2}\S/.test(line)).length).toBeGreaterThan(1)
  expect(lines.filter((line) => /^ {2}✓ \S/.test(line)).length).toBeGreaterThan(0)
})

test('a second run has nothing to do', { timeout: PATIENCE }, async () => {
  const folder = await project()
  await dbgen(folder, ['generate', '--no-proof'])
  const { exitCode, stdout, stderr } = await dbgen(folder, ['generate'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatch(/^schema\.yaml: 2 models, \d+ files, all up to date\n$/)
})

test('--quiet prints nothing', { timeout: PATIENCE }, async () => {
  const folder = await project()
  expect(await dbgen(folder, ['generate', '--no-proof', '--quiet'])).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  expect((await filesIn(folder)).length).toBeGreaterThan(1)
})

test('--dry-run reports the same and writes nothing', { timeout: PATIENCE }, async () => {
  const folder = await project()
  const dry = await dbgen(folder, ['generate', '--no-proof', '--dry-run', '--json'])
  expect(dry.exitCode).toBe(0)
  expect(await filesIn(folder)).toEqual(['schema.yaml'])
  const { stdout } = await dbgen(folder, ['generate', '--no-proof', '--dry-run'])
  expect(stdout.split('\n').at(-2)).toBe('Dry run: nothing was written. Next: the same command without --dry-run')
  const wet = await dbgen(folder, ['generate', '--no-proof', '--json'])
  const paths = ({ files }: Report) => files.map(({ path, kind }) => ({ path: path.replace(/\d{14}/, '…'), kind }))
  expect(paths(reportOf(dry))).toEqual(paths(reportOf(wet)))
})

test('--no-proof says so', { timeout: PATIENCE }, async () => {
  const folder = await project()
  const { stdout } = await dbgen(folder, ['generate', '--no-proof', '--dry-run'])
  expect(stdout.split('\n').filter((line) => line.startsWith('  not proven'))).toEqual([
    '  not proven: --no-proof was given',
  ])
  expect(reportOf(await dbgen(folder, ['generate', '--no-proof', '--json'])).migration?.proof).toBe(null)
})

test('--out places the output, and the next command finds it again', { timeout: PATIENCE }, async () => {
  const folder = await project()
  const { exitCode, stdout } = await dbgen(folder, ['generate', '--no-proof', '--out', 'app'])
  expect({ exitCode, next: stdout.split('\n').at(-2) }).toEqual({
    exitCode: 0,
    next: 'Next: dbgen migrate up --out app',
  })
  const outside = (await filesIn(folder)).filter((path) => !path.startsWith('app/'))
  expect(outside).toEqual(['schema.yaml'])
})

test('a column that would be lost is refused', { timeout: PATIENCE }, async () => {
  const folder = await project()
  await dbgen(folder, ['generate', '--no-proof'])
  await editSpec(folder, '      published: { type: boolean, default: false }\n', '')
  const refused = await dbgen(folder, ['generate', '--json'])
  expect(refused.exitCode).toBe(1)
  expect(documentOf(refused)).toMatchObject({
    ok: false,
    kind: 'refused',
    message: '1 change refused; nothing was written',
    refusals: [{ subject: 'posts.published' }],
  })
  const { stderr } = await dbgen(folder, ['generate'])
  expect(stderr.split('\n').at(-2)).toBe('1 change refused; nothing was written')
})

test('a broken snapshot is named', { timeout: PATIENCE }, async () => {
  const folder = await project()
  await dbgen(folder, ['generate', '--no-proof'])
  await writeFile(join(folder, 'migrations/snapshot.json'), '<<<<<<< HEAD\n')
  const finished = await dbgen(folder, ['generate', '--json'])
  expect(finished.exitCode).toBe(1)
  expect(documentOf(finished)).toMatchObject({ ok: false, kind: 'snapshot' })
})
