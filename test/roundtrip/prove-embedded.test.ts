import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openEmbedded, UnknownExtension } from '../../src/prove/embedded.js'
import { keepPrepared } from '../../src/prove/prepared.js'

vi.setConfig({ testTimeout: 120_000 })

let folder: string
let file: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dbgen-cache-'))
  await open(['citext', 'plpgsql'])
  file = join(folder, readdirSync(folder)[0] ?? '')
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

/** Opens, uses and closes a database; returns its version. */
async function open(extensions: readonly string[], cacheFolder = folder): Promise<string> {
  const db = await openEmbedded({ extensions, cacheFolder })
  try {
    await db.run('create table t (id int primary key)')
    for (const name of extensions) await db.run(`create extension if not exists "${name}"`)
    expect(await db.query('show timezone')).toEqual([{ TimeZone: 'UTC' }])
    return db.version
  } finally {
    await db.close()
  }
}

test('a prepared data directory is kept whole, and used', async () => {
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^pglite-\d+\.\d+\.\d+\.data$/)])
  const before = statSync(file).mtimeMs
  expect(await open(['citext', 'uuid-ossp'])).toMatch(/^18\.\d+$/)
  expect(statSync(file).mtimeMs).toBe(before)
})

test.each<readonly [string, () => void | Promise<void>]>([
  ['cut off', () => truncateSync(file, 10_000_000)],
  ['empty', () => writeFileSync(file, '')],
  ['other bytes', () => writeFileSync(file, 'not a data directory'.repeat(100))],
  ['one bit turned', () => flipBit(file)],
  ['whole, but no data directory', () => keepPrepared({ folder, name: file.slice(folder.length + 1) }, new Blob(['x'.repeat(4096)]))],
])('a broken one is replaced: %s', async (_, spoil) => {
  await spoil()
  expect(await open([])).toMatch(/^18\./)
  expect(readdirSync(folder)).toHaveLength(1)
  expect(statSync(file).size).toBeGreaterThan(20_000_000)
})

function flipBit(path: string): void {
  const bytes = readFileSync(path)
  bytes[20_000_000] = (bytes[20_000_000] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test('several at once, with nothing prepared', async () => {
  rmSync(file)
  await Promise.all([open([]), open([])])
  expect(readdirSync(folder)).toHaveLength(1)
  expect(await open([])).toMatch(/^18\./)
})

test('where nothing can be kept, the database is fresh', async () => {
  const blocked = join(folder, 'a file')
  writeFileSync(blocked, '')
  expect(await open([], blocked)).toMatch(/^18\./)
})

test.each(['postgis', '../fs/nodefs', 'toString'])('an extension that PGlite does not have: %s', async (name) => {
  await expect(openEmbedded({ extensions: [name], cacheFolder: folder })).rejects.toThrow(UnknownExtension)
  await expect(openEmbedded({ extensions: [name], cacheFolder: folder })).rejects.toThrow(`"${name}"`)
})

test('a folder keeps the database', async () => {
  const kept = join(folder, 'kept')
  for (const expected of [1, 2]) {
    const db = await openEmbedded({ extensions: [], folder: kept })
    await db.run('create table if not exists t (id int generated always as identity); insert into t default values')
    expect(await db.query('select count(*)::int4 as count from t')).toEqual([{ count: expected }])
    await db.close()
  }
})
