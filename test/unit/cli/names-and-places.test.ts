import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { cacheFolder } from '../../../src/cli/cache-folder.js'
import { commandLine } from '../../../src/cli/command-line.js'
import { chooseDatabase } from '../../../src/cli/database-choice.js'
import { shownPath, specFolder } from '../../../src/cli/spec-file.js'

const cwd = resolve('/srv/shop')
const url = 'postgres://localhost/shop'

test.each([
  ['--url', { url }, {}, { kind: 'url', url }],
  ['DATABASE_URL', {}, { DATABASE_URL: url }, { kind: 'url', url }],
  ['--url before DATABASE_URL', { url }, { DATABASE_URL: 'postgresql://elsewhere/shop' }, { kind: 'url', url }],
  ['--embedded', { embedded: '.dbgen/db' }, {}, { kind: 'embedded', folder: resolve(cwd, '.dbgen/db') }],
  [
    '--embedded before DATABASE_URL',
    { embedded: '/x' },
    { DATABASE_URL: url },
    { kind: 'embedded', folder: resolve('/x') },
  ],
])('the database: %s', (_, flags, env, want) => {
  expect(chooseDatabase({ cwd, env }, flags)).toEqual(want)
})

test.each([
  ['schema.yaml', 'schema.yaml'],
  ['db/schema.yaml', 'db/schema.yaml'],
  ['../other/schema.yaml', '../other/schema.yaml'],
  ['.', '.'],
])('shown path of %s', (path, want) => {
  expect(shownPath(cwd, resolve(cwd, path))).toBe(want)
})

test.each([
  [undefined, cwd],
  ['shop.yaml', cwd],
  ['db/shop.yaml', join(cwd, 'db')],
])('folder of the spec %s', (named, want) => {
  expect(specFolder(cwd, named)).toBe(want)
})

test.each([
  [{}, 'dbgen migrate up'],
  [{ spec: 'db/shop.yaml', out: undefined }, 'dbgen migrate up --spec db/shop.yaml'],
  [{ spec: 'my shop.yaml', out: '../x' }, 'dbgen migrate up --spec "my shop.yaml" --out ../x'],
])('command line with %j', (options, want) => {
  expect(commandLine('migrate up', options)).toBe(want)
})

test.each([
  ['linux', { XDG_CACHE_HOME: '/cache' }, join('/cache', 'dbgen')],
  ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'dbgen', 'cache')],
] as const)('cache folder on %s', (platform, env, want) => {
  expect(cacheFolder(env, platform)).toBe(want)
})
