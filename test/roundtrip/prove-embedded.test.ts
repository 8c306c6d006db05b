import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import { introspectAgain } from '../../src/database/introspect-again.js'
import { introspectedFrom, notesOf } from '../../src/database/introspect-notes.js'
import { openEmbedded, UnknownExtension } from '../../src/prove/embedded.js'
import { dropPrepared, keepPrepared, type PreparedFile, prunePrepared, readPrepared } from '../../src/prove/prepared.js'
import { openReplayed } from '../../src/prove/replay.js'
import { emptySchema } from '../../src/schema/schema.js'

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
  ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['other bytes', () => Buffer.from('not a data directory'.repeat(100))],
  ['one bit turned', (bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])])],
])('a broken one is known: %s', async (_, spoil) => {
  const spoilt: PreparedFile = { folder, name: 'spoilt' }
  writeFileSync(join(folder, 'spoilt'), spoil(readFileSync(file)))
  expect(await readPrepared(spoilt)).toBeUndefined()
  await dropPrepared(spoilt)
})

test('what is no data directory is known, whatever its hash says', async () => {
  const other = Buffer.from('x'.repeat(4096))
  const hash = createHash('sha256').update(other).digest()
  writeFileSync(join(folder, 'kept'), Buffer.concat([hash, other]))
  expect(await readPrepared({ folder, name: 'kept' })).toBeUndefined()
  await dropPrepared({ folder, name: 'kept' })
})

test('a whole one that PostgreSQL does not start from is replaced', async () => {
  const { size } = statSync(file)
  const directory = [{ path: '/PG_VERSION', content: Buffer.from('18\n') }]
  await keepPrepared({ folder, name: basename(file) }, { directory, notes: null })
  expect(await open([])).toMatch(/^18\./)
  expect(readdirSync(folder)).toHaveLength(1)
  expect(statSync(file).size).toBeGreaterThan(size / 2)
})

test('what is kept is read as it was', async () => {
  const page = Buffer.alloc(8192)
  page.write('begin', 3)
  page.write('end', 8189)
  const directory = [
    { path: '/base', content: undefined },
    { path: '/base/page', content: page },
    { path: '/base/empty', content: Buffer.alloc(0) },
    { path: '/base/zero', content: Buffer.alloc(100) },
    { path: '/base/text', content: Buffer.from('äöü'.repeat(99)) },
  ]
  const kept: PreparedFile = { folder, name: 'kept' }
  await keepPrepared(kept, { directory, notes: { said: [1, 'two'] } })
  const found = await readPrepared(kept)
  expect(found?.notes).toEqual({ said: [1, 'two'] })
  const plain = (entries = found?.directory ?? []) =>
    entries.map(({ path, content }) => [path, content && Buffer.from(content).toString('hex')])
  expect(plain()).toEqual(plain(directory))
  expect(statSync(join(folder, 'kept')).size).toBeLessThan(1500)
  await dropPrepared(kept)
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
  expect(kept()).toHaveLength(1)
  const first = join(folder, kept()[0] ?? '')
  utimesSync(first, 1, 1)
  expect(await count([steps])).toBe(210)
  expect(statSync(first).mtimeMs, 'what is used is not the oldest').toBeGreaterThan(1000)
  const drop = { title: '', transactional: true, sql: 'drop table t0;' }
  expect(await count([steps, [drop]])).toBe(209)
  expect(kept()).toHaveLength(1)
  const more = steps.map((step) => ({ ...step, sql: step.sql.replace('create table t', 'create table more') }))
  expect(await count([steps, [drop], more])).toBe(419)
  expect(kept()).toHaveLength(2)
  await prunePrepared(folder, 'replayed-', 1)
  expect(kept()).toHaveLength(1)
  const broken = [[{ title: 'break', transactional: true, sql: 'select nothing;' }]]
  await expect(openReplayed({ extensions: [] }, broken)).rejects.toThrow(
    'the step "break" of an earlier migration fails',
  )
  await prunePrepared(folder, 'replayed-', 0)
})

test('what is known of a kept database is what is read from it', async () => {
  const sql = `create table people (id int8 generated always as identity primary key, name text not null default 'x',
    check (name <> '')); create index on people (name); comment on table people is '${'long '.repeat(5000)}';`
  const steps = [{ title: '', transactional: true, sql }]
  const later = [{ title: '', transactional: true, sql: 'alter table people add column age int2;' }]
  for (const migrations of [[steps], [steps], [steps, later]]) {
    const db = await openReplayed({ extensions: [], cacheFolder: folder }, migrations)
    expect(db.known?.schema.tables).toHaveLength(1)
    const again = await introspectAgain(db, db.known)
    expect(again.schema).toEqual(await introspect(db))
    expect(again.marks).toEqual((await introspectAgain(db)).marks)
    await db.close()
  }
  await prunePrepared(folder, 'replayed-', 0)
})

test('notes are read as they were written', () => {
  const read = { schema: emptySchema, marks: { rest: '', tables: new Map() } }
  const notes = notesOf(read)
  expect(introspectedFrom(JSON.parse(JSON.stringify(notes)))).toEqual(read)
  expect(introspectedFrom(null)).toBeUndefined()
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
