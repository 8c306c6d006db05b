import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dbgen, emptyFolder } from './run-dbgen.js'

test.each([
  'dbgen',
  'dbgen init',
  'dbgen generate',
  'dbgen check',
  'dbgen migrate',
  'dbgen migrate up',
  'dbgen migrate down',
  'dbgen migrate status',
  'dbgen migrate sql',
  'dbgen migrate new',
  'dbgen migrate verify',
  'dbgen migrate baseline',
  'dbgen migrate squash',
  'dbgen migrate rebase',
  'dbgen diff',
  'dbgen format',
  'dbgen why',
])('%s --help', async (line) => {
  const folder = await emptyFolder()
  const words = line.split(' ').slice(1)
  const { exitCode, stdout, stderr } = await dbgen(folder, [...words, '--help'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toMatchSnapshot()
  expect(Math.max(...stdout.split('\n').map((shown) => shown.length))).toBeLessThanOrEqual(80)
})

test('without a command, the help of dbgen', async () => {
  const folder = await emptyFolder()
  expect(await dbgen(folder, [])).toEqual(await dbgen(folder, ['--help']))
})

test('migrate without a command does not pass for a migration', async () => {
  const folder = await emptyFolder()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['migrate'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toBe((await dbgen(folder, ['migrate', '--help'])).stdout)
})

test('--version is that of package.json', async () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const folder = await emptyFolder()
  const { exitCode, stdout, stderr } = await dbgen(folder, ['--version'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect({ version: stdout }).toEqual({ version: `${Reflect.get(Object(manifest), 'version')}\n` })
})

test('colours where they are forced, none where they are refused', async () => {
  const folder = await emptyFolder()
  const plain = await dbgen(folder, ['--help'])
  const forced = await dbgen(folder, ['--help'], { FORCE_COLOR: '1' })
  expect(forced.stdout).not.toBe(plain.stdout)
  expect(forced.stdout.replace(/\x1b\[\d+m/g, '')).toBe(plain.stdout)
  expect(await dbgen(folder, ['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' })).toEqual(plain)
  expect(await dbgen(folder, ['--help'], { CI: 'true' })).toEqual(plain)
})
