import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupMigrations, readMigrations } from '../../src/database/migration-files.js'
import { migrateUp, migrationStatus } from '../../src/database/runner.js'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { extendChain, headOf, type MigrationFiles } from '../../src/migrate/chain.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import {
  arrivingLate,
  blog,
  catalogOf,
  grownBlog,
  migrationBetween,
  migrationsThrough,
  type Place,
  places,
  taggedBlog,
} from './runner-support.js'

const twins = `insert into users (email) values ('a@b'), ('a@b')`
const options = { version: '1.2.3', lockTimeout: 500, attempts: 2, retryDelay: 10, patience: 500 }
const migrations = migrationsThrough([blog, grownBlog, taggedBlog])
const [first, second, third] = migrations.map(({ id }) => id)
const rename = (migration: MigrationFiles, id: string): MigrationFiles => ({
  id,
  files: Object.fromEntries(
    Object.entries(migration.files).map(([name, text]) => [name.replace(migration.id, id), text]),
  ),
})
const edit = (migration: MigrationFiles | undefined, change: (text: string) => string): MigrationFiles => ({
  id: migration?.id ?? '',
  files: Object.fromEntries(Object.entries(migration?.files ?? {}).map(([name, text]) => [name, change(text)])),
})

describe.each(places)('on %s', (_, open) => {
  let place: Place
  beforeEach(async () => {
    place = await open()
  })
  afterEach(() => place.close())
  const states = async (folder: readonly MigrationFiles[]): Promise<string[]> =>
    (await migrationStatus(place.db, folder)).map(({ id, state }) => `${id} ${state}`)

  test('up leads to the schema, once', async () => {
    const applied = await migrateUp(place.db, migrations, options)
    expect(applied.map(({ id, steps }) => [id, steps])).toEqual([
      [first, 3],
      [second, 7],
      [third, 1],
    ])
    expect(differencesOf(withoutExpressions(taggedBlog), withoutExpressions(await catalogOf(place.db)))).toEqual([])
    expect(await migrateUp(place.db, migrations, options)).toEqual([])
    expect(await place.db.query('select migration from dbgen.migration_steps')).toEqual([])
  })

  test('the ledger has what the chain has', async () => {
    await migrateUp(place.db, migrations, options)
    const rows = await place.db.query(
      'select id, checksum, parent, chain, dbgen_version, duration_ms >= 0 as lasted from dbgen.migrations order by position',
    )
    const chain = migrations.reduce(extendChain, [])
    expect(rows).toEqual(
      chain.map((entry, index) => ({
        ...entry,
        parent: headOf(chain.slice(0, index)),
        dbgen_version: '1.2.3',
        lasted: true,
      })),
    )
  })

  test('status changes nothing and tells what is pending and what was applied', async () => {
    expect(await states(migrations)).toEqual([`${first} pending`, `${second} pending`, `${third} pending`])
    expect(await place.db.query(`select from pg_namespace where nspname = 'dbgen'`)).toEqual([])
    await migrateUp(place.db, migrations.slice(0, 1), options)
    const [applied, pending] = await migrationStatus(place.db, migrations)
    expect(applied).toMatchObject({ id: first, state: 'applied', problem: undefined })
    expect(Math.abs(Date.parse(applied?.appliedAt ?? '') - Date.now())).toBeLessThan(60_000)
    expect(pending).toEqual({
      id: second,
      state: 'pending',
      appliedAt: undefined,
      milliseconds: undefined,
      stepsDone: 0,
      problem: undefined,
    })
  })

  test('every step is reported when it begins and when it is done', async () => {
    const seen: StepProgress[] = []
    await migrateUp(place.db, migrations.slice(0, 1), { ...options, onStep: (progress) => seen.push(progress) })
    expect(seen.map(({ step, total, title, state }) => `${step}/${total} ${title}: ${state}`)).toEqual([
      '1/3 create enum post_status: begun',
      '1/3 create enum post_status: done',
      '2/3 create table users: begun',
      '2/3 create table users: done',
      '3/3 create table posts: begun',
      '3/3 create table posts: done',
    ])
  })

  test.each<[string, (folder: MigrationFiles[]) => MigrationFiles[], string, string]>([
    [
      'edited',
      ([a, ...rest]) => [edit(a, (text) => text.replace('text', 'varchar')), ...rest],
      `${first} edited`,
      'was edited after it was applied',
    ],
    [
      'one space more',
      ([a, ...rest]) => [edit(a, (text) => `${text} `), ...rest],
      `${first} edited`,
      'was edited after it was applied',
    ],
    ['its files gone', ([, ...rest]) => rest, `${first} missing`, 'its files are gone: restore them'],
    ['a database ahead', ([a]) => (a === undefined ? [] : [a]), `${second} unknown`, 'which is not in this folder'],
    [
      'one in between by hand',
      (folder) => [
        ...folder,
        { id: '20260101000001_x', files: { '20260101000001_x.up.sql': '-- step 1/1: x\nselect 1;\n' } },
      ],
      '20260101000001_x pending',
      `comes before ${second}, which was applied already`,
    ],
  ])('%s: refused, and nothing is applied', async (_name, change, state, problem) => {
    await migrateUp(place.db, migrations.slice(0, 2), options)
    const folder = change([...migrations])
    expect(await states(folder)).toContain(state)
    const error = await migrateUp(place.db, folder, options).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'MigrationConflict' })
    expect(String(error)).toContain(problem)
    expect(await place.db.query('select id from dbgen.migrations')).toHaveLength(2)
  })

  test('two branches that each added a migration: the second is refused, whichever came first', async () => {
    const parent = headOf(migrations.slice(0, 1).reduce(extendChain, []))
    const theirs = migrationBetween(
      blog,
      { ...blog, tables: blog.tables.slice(0, 1).concat(taggedBlog.tables.slice(1)) },
      '20260101000000_theirs',
      parent,
    )
    const folder = [...migrations.slice(0, 2), theirs].sort((a, b) => (a.id < b.id ? -1 : 1))
    await migrateUp(place.db, migrations.slice(0, 2), options)
    await expect(migrateUp(place.db, folder, options)).rejects.toThrow(
      `was made to follow another migration than ${second}`,
    )
    const later = [...migrations.slice(0, 2), rename(theirs, '20260101000009_theirs')]
    await expect(migrateUp(place.db, later, options)).rejects.toThrow(
      `was made to follow another migration than ${second}`,
    )
  })

  test('line endings do not count', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    const folder = migrations.map((migration) => edit(migration, (text) => text.replaceAll('\n', '\r\n')))
    expect((await migrateUp(place.db, folder, options)).map(({ id }) => id)).toEqual([second, third])
  })

  test('a file that cannot be read stops all of them', async () => {
    const folder = [...migrations.slice(0, 1), edit(migrations[1], (text) => `select 1;\n${text}`)]
    await expect(migrateUp(place.db, folder, options)).rejects.toThrow(
      `${second}.up.sql: line 1 is in front of the first step`,
    )
    expect(await states(folder)).toEqual([`${first} pending`, `${second} pending`])
  })

  test('a step that fails keeps those before it, and the next run goes on with it', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    const late = arrivingLate(place.db, twins)
    const error = await migrateUp(place.db, migrations, { ...options, ...late }).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'MigrationFailed', migration: second, code: '23505' })
    expect(String(error)).toContain(
      '"build unique index users_email_key on users", failed: could not create unique index',
    )
    expect(String(error)).toContain('remove the cause and run again, it goes on with this step')
    expect(await place.db.query(`select from pg_class where relname = 'users_email_key'`)).toEqual([])
    const statuses = await migrationStatus(place.db, migrations)
    expect(statuses.map(({ state, stepsDone }) => [state, stepsDone])).toEqual([
      ['applied', 0],
      ['pending', 2],
      ['pending', 0],
    ])

    await place.db.run(`delete from users where id = 2`)
    const seen: string[] = []
    await migrateUp(place.db, migrations, { ...options, onStep: ({ step, state }) => seen.push(`${step} ${state}`) })
    expect(seen.slice(0, 5)).toEqual(['1 skipped', '2 skipped', '3 begun', '3 done', '4 begun'])
    expect(differencesOf(withoutExpressions(taggedBlog), withoutExpressions(await catalogOf(place.db)))).toEqual([])
  })

  test('rows that stand in the way are told before anything is changed', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await place.db.run(twins)
    const error = await migrateUp(place.db, migrations, options).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'MigrationFailed', migration: second, step: undefined })
    expect(String(error)).toContain('nothing was changed, because rows stand in the way')
    expect(String(error)).toContain('not so for 2 rows (id:1; id:2): no two rows of users are the same in email')
    expect((await migrationStatus(place.db, migrations)).map(({ stepsDone }) => stepsDone)).toEqual([0, 0, 0])
    await place.db.run(`update users set email = 'b@b' where id = 2`)
    expect(await migrateUp(place.db, migrations, options)).toHaveLength(2)
  })

  test('after an interruption the steps done must be the same, those behind may be others', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await migrateUp(place.db, migrations, { ...options, ...arrivingLate(place.db, twins) }).catch(() => {})
    const shorter = edit(migrations[1], (text) => text.slice(0, text.indexOf('-- step 2/')))
    await expect(migrateUp(place.db, [...migrations.slice(0, 1), shorter], options)).rejects.toThrow(
      'since then step 2',
    )
    const other = edit(migrations[1], (text) =>
      text
        .replace('unique index concurrently', 'index concurrently')
        .replace(/^alter table users add constraint users_email_key.*$/m, 'select 1;'),
    )
    expect(await migrateUp(place.db, [...migrations.slice(0, 1), other], options)).toMatchObject([{ id: second }])
  })

  test('an index that is there already is not taken for one that was interrupted', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await place.db.run('create index users_email_key on users (id)')
    await expect(migrateUp(place.db, migrations, options)).rejects.toThrow(
      'exists already, and this migration did not make it',
    )
    await place.db.run('drop index users_email_key')
    expect(await migrateUp(place.db, migrations, options)).toHaveLength(2)
  })

  test('settings of the session stay what they were, after success and failure', async () => {
    const names = ['timezone', 'search_path', 'lock_timeout', 'statement_timeout', 'standard_conforming_strings']
    const read = (): Promise<unknown> =>
      place.db.query(`select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`)
    await place.db.run(`set timezone = 'Europe/Paris'; set lock_timeout = '7s'; set search_path = pg_catalog, public`)
    const before = await read()
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await migrateUp(place.db, migrations, { ...options, ...arrivingLate(place.db, twins) }).catch(() => {})
    expect(await read()).toEqual(before)
    await place.db.run(`delete from users`)
    await migrateUp(place.db, migrations, options)
    expect(await read()).toEqual(before)
    expect(await place.db.query(`select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`)).toEqual(
      [],
    )
  })
})

describe('the migrations folder', () => {
  const files = migrations.flatMap((migration) =>
    Object.entries(migration.files).map(([name, text]) => ({ name, text })),
  )

  test('is read from disk as it was written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dbgen-test-migrations-'))
    await Promise.all(
      [...files, { name: 'snapshot.json', text: '{}' }, { name: 'README.md', text: '' }].map(({ name, text }) =>
        writeFile(join(folder, name), text),
      ),
    )
    expect(await readMigrations(folder)).toEqual(migrations)
    expect(await readMigrations(join(folder, 'nowhere'))).toEqual([])
    await rm(folder, { recursive: true })
  })

  test('other files are left out', () => {
    const others = ['index.ts', '20260101_x.d.ts', 'seed.sql', '.up.sql.swp'].map((name) => ({ name, text: '' }))
    expect(groupMigrations([...others, ...files].reverse())).toEqual(migrations)
  })

  test('half a pair is an error', () => {
    expect(() => groupMigrations(files.slice(1))).toThrow(`${first}.up.sql is missing: restore it`)
    expect(() => groupMigrations(files.slice(0, -1))).toThrow(`${third}.down.sql is missing: restore it`)
  })

  test('two formats are an error', () => {
    expect(() => groupMigrations([...files, { name: '20260202_x.ts', text: '' }])).toThrow(
      'keep one output.migration_format',
    )
  })
})
