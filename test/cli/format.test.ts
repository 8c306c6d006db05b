import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

const untidy =
  'models:\n  A:\n    columns: { id: {primary_key: true, type: bigint} }\ninclude: more/*.yaml\nversion: 1\n'
const tidy =
  'version: 1\ninclude: more/*.yaml\nmodels:\n  A:\n    columns: { id: { type: bigint, primary_key: true } }\n'
const included = 'models:\r\n    B:\r\n        columns: { id: bigint }\r\n'

async function project(): Promise<string> {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'more'))
  await writeFile(join(folder, 'schema.yaml'), untidy)
  await writeFile(join(folder, 'more/b.yaml'), included)
  await writeFile(join(folder, 'more/c.yaml'), 'models: {}\n')
  return folder
}

test('a check tells which files have another form, and writes none', async () => {
  const folder = await project()
  expect(await dbgen(folder, ['format', '--check'])).toEqual({
    exitCode: 1,
    stdout: 'another form  schema.yaml\nanother form  more/b.yaml\n\ndbgen format writes them anew\n',
    stderr: '',
  })
  expect(await readFile(join(folder, 'schema.yaml'), 'utf8')).toBe(untidy)
})

test('writes them anew, once, with the line endings that they have', async () => {
  const folder = await project()
  const { exitCode, stdout } = await dbgen(folder, ['format', '--json'])
  expect({ exitCode, document: JSON.parse(stdout) }).toEqual({
    exitCode: 0,
    document: { ok: true, changed: ['schema.yaml', 'more/b.yaml'], unchanged: ['more/c.yaml'] },
  })
  expect(await readFile(join(folder, 'schema.yaml'), 'utf8')).toBe(tidy)
  expect(await readFile(join(folder, 'more/b.yaml'), 'utf8')).toBe('models:\r\n  B:\r\n    columns: { id: bigint }\r\n')
  expect(await dbgen(folder, ['format', '--check'])).toMatchObject({
    exitCode: 0,
    stdout: '3 files in the usual form\n',
  })
})

test('with a mistake of YAML in one of them, none is written', async () => {
  const folder = await project()
  await writeFile(join(folder, 'more/c.yaml'), 'models: { C: [\n')
  const { exitCode, stderr } = await dbgen(folder, ['format'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('more/c.yaml:1:')
  expect(await readFile(join(folder, 'schema.yaml'), 'utf8')).toBe(untidy)
})

test('an anchor is refused: a spec has no use for it', async () => {
  const folder = await project()
  await writeFile(join(folder, 'more/c.yaml'), 'models: { C: &c { columns: { id: bigint } } }\n')
  const { exitCode, stderr } = await dbgen(folder, ['format'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('more/c.yaml:1:14 DB103')
  expect(await readFile(join(folder, 'schema.yaml'), 'utf8')).toBe(untidy)
})

test('mistakes in what a spec says are no hindrance', async () => {
  const folder = await project()
  await writeFile(join(folder, 'more/c.yaml'), 'models: {C: { colums: {id: strng} } }\n')
  expect(await dbgen(folder, ['format'])).toMatchObject({ exitCode: 0 })
  expect(await readFile(join(folder, 'more/c.yaml'), 'utf8')).toBe('models: { C: { colums: { id: strng } } }\n')
})
