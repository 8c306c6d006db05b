import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileSpec } from '../../src/pipeline/compile.js'
import { dbgen, emptyFolder } from './run-dbgen.js'

test('init writes a spec and says what comes next', async () => {
  const folder = await emptyFolder()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['init'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchInlineSnapshot(`
    "Wrote schema.yaml: two models, a relation and a query to start from

    Next:
      1. npm install kysely pg
      2. npm install --save-dev @types/pg
      3. edit schema.yaml
      4. dbgen generate
    "
  `)
  expect(await readdir(folder)).toEqual(['schema.yaml'])
  expect(await readFile(join(folder, 'schema.yaml'), 'utf8')).toMatchSnapshot()
})

test('the spec has no mistakes', async () => {
  const folder = await emptyFolder()
  await dbgen(folder, ['init'])
  const model = await compileSpec(join(folder, 'schema.yaml'))
  expect(model.entities.map(({ names }) => names.type)).toEqual(['User', 'Post'])
})

test('only what package.json misses is to be installed, with the package manager of the project', async () => {
  const folder = await emptyFolder()
  await writeFile(
    join(folder, 'package.json'),
    '{ "dependencies": { "kysely": "1" }, "devDependencies": { "@types/pg": "8" } }',
  )
  await writeFile(join(folder, 'pnpm-lock.yaml'), '')
  const { stdout } = await dbgen(folder, ['init'])
  expect(stdout.split('\n').slice(2)).toEqual([
    'Next:',
    '  1. pnpm add pg',
    '  2. edit schema.yaml',
    '  3. dbgen generate',
    '',
  ])
})

test('nothing to install where it is all there', async () => {
  const folder = await emptyFolder()
  await writeFile(join(folder, 'package.json'), '{ "dependencies": { "kysely": "1", "pg": "8", "@types/pg": "8" } }')
  const { stdout } = await dbgen(folder, ['init'])
  expect(stdout.split('\n').slice(2)).toEqual(['Next:', '  1. edit schema.yaml', '  2. dbgen generate', ''])
})

test('--spec in a folder that is not there yet; the editor still finds the JSON Schema', async () => {
  const folder = await emptyFolder()
  const { exitCode, stdout } = await dbgen(folder, ['init', '--spec', 'db/shop.yaml'])
  expect(exitCode).toBe(0)
  expect(stdout.split('\n').at(-2)).toBe('  4. dbgen generate --spec db/shop.yaml')
  const [first] = (await readFile(join(folder, 'db/shop.yaml'), 'utf8')).split('\n')
  expect(first).toBe('# yaml-language-server: $schema=../node_modules/dbgen/spec.schema.json')
})

test.each([
  ['schema.yaml', []],
  ['dbgen.yaml', []],
  ['db/shop.yaml', ['--spec', 'db/shop.yaml']],
])('%s is not overwritten by init %j', async (path, args) => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'db'))
  await writeFile(join(folder, path), 'mine')
  const { exitCode, stdout, stderr } = await dbgen(folder, ['init', ...args])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toBe(`error: ${path} is there already; nothing was written\n  edit it, then run dbgen generate\n`)
  expect(await readFile(join(folder, path), 'utf8')).toBe('mine')
  expect((await readdir(folder)).sort()).toEqual(
    ['db', path.split('/')[0]].filter((name, index, all) => all.indexOf(name) === index).sort(),
  )
})

test('a folder that cannot be written to is named', async () => {
  const folder = await emptyFolder()
  await writeFile(join(folder, 'db'), 'a file')
  const { exitCode, stderr } = await dbgen(folder, ['init', '--spec', 'db/deep/schema.yaml'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'error: db/deep: a part of the path is not a folder\n' })
})
