import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import { openEmbedded, UnknownExtension } from '../../src/prove/embedded.js'
import { dropPrepared, keepPrepared, type PreparedFile, prunePrepared, readPrepared } from '../../src/prove/prepared.js'
import { openReplayed } from '../../src/prove/replay.js'

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

test.each<readonly [string, (bytes: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['only its hash', (bytes) => bytes.subarray(0, 32)],
  ['cut off', (bytes) => bytes.subarray(0, 10_000_000)],
  ['other bytes', () => Buffer.from('not a data directory'.repeat(100))],
  ['one bit turned', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])])],
])('a broken one is known: %s', async (_, spoil) => {
  const spoilt: PreparedFile = { folder, name: 'spoilt' }
  writeFileSync(join(folder, 'spoilt'), spoil(readFileSync(file)))
  expect(await readPrepared(spoilt)).toBeUndefined()
  await dropPrepared(spoilt)
})

test('what is no compressed file is known before PGlite takes it for one', async () => {
  const kept: PreparedFile = { folder, name: 'kept' }
  await keepPrepared(kept, new Blob(['x'.repeat(4096)]))
  expect(await readPrepared(kept)).toBeUndefined()
  await dropPrepared(kept)
})

test('a whole one that is no data directory is replaced', async () => {
  await keepPrepared({ folder, name: basename(file) }, new Blob([`${'x'.repeat(257)}ustar${'\0'.repeat(762)}`]))
  expect(await open([])).toMatch(/^18\./)
  expect(readdirSync(folder)).toHaveLength(1)
  expect(statSync(file).size).toBeGreaterThan(20_000_000)
})

test('a database with its migrations is kept, under the hash of their steps, where there is much of it', async () => {
  const steps = Array.from({ length: 210 }, (_, index) => ({
    title: '',
    transactional: true,
    sql: `create table t${index} (id int); -- ${'long '.repeat(20)}`,
  }))
  const kept = () => readdirSync(folder).filter((name) => name.startsWith('replayed-'))
  const count = async (migrations: readonly (typeof steps)[]) => {
    const db = await openReplayed({ extensions: [], cacheFolder: folder }, migrations)
    const tables = (await introspect(db)).tables.length
    await db.close()
    return tables
  }
  expect(await count([steps.slice(0, 100)])).toBe(100)
  expect(kept()).toHaveLength(0)
  expect(await count([steps])).toBe(210)
  expect(await count([steps])).toBe(210)
  expect(kept()).toHaveLength(1)
  expect(await count([steps, [{ title: '', transactional: true, sql: 'drop table t0;' }]])).toBe(209)
  expect(kept()).toHaveLength(2)
  await prunePrepared(folder, 'replayed-', 1)
  expect(kept()).toHaveLength(1)
  const broken = [[{ title: 'break', transactional: true, sql: 'select nothing;' }]]
  await expect(openReplayed({ extensions: [] }, broken)).rejects.toThrow(
    'the step "break" of an earlier migration fails',
  )
  await prunePrepared(folder, 'replayed-', 0)
})

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
