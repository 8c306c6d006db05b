import * as kysely from 'kysely'
import * as kyselyNext from 'kysely-next'
import { Migrator as NextMigrator } from 'kysely-next/migration'
import pg from 'pg'
import { ts } from 'ts-morph'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/database/connect.js'
import { migrateUp, migrationStatus } from '../../src/database/runner.js'
import { kyselyOver } from '../../src/database/runner-kysely-database.js'
import type { MigrationFiles } from '../../src/migrate/chain.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import type { Schema } from '../../src/schema/schema.js'
import { createTestDatabase, type TestDatabase } from '../support/server.js'
import {
  arrivingLate,
  blog,
  catalogOf,
  grownBlog,
  migrationsThrough,
  type Place,
  places,
  taggedBlog,
} from './runner-support.js'

const options = { version: '1.2.3', lockTimeout: 500, attempts: 2, retryDelay: 10, patience: 30_000 }
const schemas = [blog, grownBlog, taggedBlog]
const migrations = migrationsThrough(schemas, 'kysely')
const [first, second, third] = migrations.map(({ id }) => id)
const names = async ({ db }: Place): Promise<unknown[]> =>
  (await db.query('select name from kysely_migration order by timestamp, name')).map(({ name }) => name)

describe.each(places)('on %s', (_, open) => {
  let place: Place
  beforeEach(async () => {
    place = await open()
  })
  afterEach(() => place.close())

  test('up leads to the schema, once, and Kysely knows', async () => {
    const applied = await migrateUp(place.db, migrations, options)
    expect(applied.map(({ id, steps }) => [id, steps])).toEqual([
      [first, 3],
      [second, 7],
      [third, 1],
    ])
    expect(differencesOf(withoutExpressions(taggedBlog), withoutExpressions(await catalogOf(place.db)))).toEqual([])
    expect(await names(place)).toEqual([first, second, third])
    expect(await migrateUp(place.db, migrations, options)).toEqual([])
  })

  test('status changes nothing and tells what is pending and what was applied', async () => {
    expect((await migrationStatus(place.db, migrations)).map(({ state }) => state)).toEqual([
      'pending',
      'pending',
      'pending',
    ])
    await migrateUp(place.db, migrations.slice(0, 1), options)
    const [applied, pending] = await migrationStatus(place.db, migrations)
    expect(applied).toMatchObject({ id: first, state: 'applied', milliseconds: undefined })
    expect(Math.abs(Date.parse(applied?.appliedAt ?? '') - Date.now())).toBeLessThan(60_000)
    expect(pending).toMatchObject({ id: second, state: 'pending', problem: undefined })
  })

  test('steps that go together are one transaction', async () => {
    await place.db.run('create table posts (id int)')
    const error = await migrateUp(place.db, migrations, options).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ name: 'MigrationFailed', migration: first, step: 3, code: '42P07' })
    expect(String(error)).toContain('nothing of this migration is kept: remove the cause and run again')
    expect(
      await place.db.query(`select to_regclass('users')::text as users, to_regnamespace('dbgen')::text as dbgen`),
    ).toEqual([{ users: null, dbgen: null }])
    await place.db.run('drop table posts')
    expect(await migrateUp(place.db, migrations.slice(0, 1), options)).toHaveLength(1)
  })

  test('rows that stand in the way are told before anything is changed', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await place.db.run(`insert into users (email) values ('a@b'), ('a@b')`)
    const error = await migrateUp(place.db, migrations, options).catch((failure: unknown) => failure)
    expect(String(error)).toContain('nothing was changed, because rows stand in the way')
    expect(String(error)).toContain('not so for 2 rows (id:1; id:2): no two rows of users are the same in email')
    expect(await names(place)).toEqual([first])
    await place.db.run(`update users set email = 'b@b' where id = 2`)
    expect(await migrateUp(place.db, migrations, options)).toHaveLength(2)
  })

  test('run by Kysely alone, a module asks the same', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    await place.db.run(`insert into users (email) values ('a@b'), ('a@b')`)
    const { up } = load(migrations[1]?.files[`${second}.ts`] ?? '', kysely)
    await expect(up(kyselyOver(place.db, 0))).rejects.toThrow(
      'nothing was changed: for 2 rows it is not so that no two rows of users are the same in email',
    )
  })

  test('steps that are apart are gone on with after a failure', async () => {
    await migrateUp(place.db, migrations.slice(0, 1), options)
    const late = arrivingLate(place.db, `insert into users (email) values ('a@b'), ('a@b')`)
    await expect(migrateUp(place.db, migrations, { ...options, ...late })).rejects.toMatchObject({
      migration: second,
      step: 3,
      code: '23505',
    })
    expect(await names(place)).toEqual([first])
    expect((await migrationStatus(place.db, migrations)).map(({ stepsDone }) => stepsDone)).toEqual([0, 2, 0])
    await place.db.run('delete from users where id = 2')
    expect(await migrateUp(place.db, migrations, options)).toHaveLength(2)
    expect(differencesOf(withoutExpressions(taggedBlog), withoutExpressions(await catalogOf(place.db)))).toEqual([])
    expect(await place.db.query('select from dbgen.migration_steps')).toEqual([])
  })

  test.each<[string, (folder: MigrationFiles[]) => MigrationFiles[], string]>([
    ['files gone', ([, ...rest]) => rest, 'its files are gone'],
    ['a database ahead', ([a]) => (a === undefined ? [] : [a]), 'which is not in this folder'],
    [
      'written by hand',
      (folder) => [...folder, { id: '2027_x', files: { '2027_x.ts': 'export async function up() {}' } }],
      '2027_x.ts: line 1 is not as dbgen writes a Kysely migration',
    ],
    [
      'made to follow another',
      ([a, b, c]) =>
        [a, b, c].flatMap((migration) =>
          migration === undefined ? [] : migration === c ? [withParent(migration)] : [migration],
        ),
      `was made to follow another migration than ${second}`,
    ],
  ])('%s: refused', async (_name, change, message) => {
    await migrateUp(place.db, migrations.slice(0, 2), options)
    await expect(migrateUp(place.db, change([...migrations]), options)).rejects.toThrow(message)
    expect(await names(place)).toEqual([first, second])
  })
})

function withParent({ id, files }: MigrationFiles): MigrationFiles {
  return {
    id,
    files: Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replace(/^\/\/ parent: .*$/m, '// parent: 0123')]),
    ),
  }
}

describe('beside Kysely itself', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  test('dbgen and the Migrator take turns', async () => {
    const db = await connect(database.url)
    await migrateUp(db, migrations.slice(0, 1), options)
    await migrateWithKysely(database.url, migrations.slice(0, 2))
    expect(await migrateUp(db, migrations, options)).toMatchObject([{ id: third }])
    await migrateWithKysely(database.url, migrations)
    expect((await migrationStatus(db, migrations)).map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
    await db.close()
  })

  test('several runners of both kinds: each migration runs once', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => connect(database.url)))
    const applied = await Promise.all([
      ...sessions.map((db) => migrateUp(db, migrations.slice(0, 1), options)),
      migrateWithKysely(database.url, migrations.slice(0, 1)),
    ])
    expect(applied.slice(0, 3).flat().length).toBeLessThanOrEqual(1)
    expect(await sessions[0]?.query('select name from kysely_migration')).toEqual([{ name: first }])
    await Promise.all(sessions.map((db) => db.close()))
  })
})

describe('a table in use', () => {
  const busier = { ...blog, tables: blog.tables.map((table) => ({ ...table, comment: 'in use' })) }
  const folder = migrationsThrough([blog, busier], 'kysely')

  test('is waited for, and the whole transaction is tried again', async () => {
    const database = await createTestDatabase()
    const [db, other] = [await connect(database.url), await connect(database.url)]
    await migrateUp(db, folder.slice(0, 1), options)
    await other.run('begin; lock table posts in access exclusive mode')
    await expect(migrateUp(db, folder, { ...options, lockTimeout: 50 })).rejects.toMatchObject({
      step: 2,
      code: '55P03',
    })
    const states: string[] = []
    await migrateUp(db, folder, {
      ...options,
      lockTimeout: 50,
      attempts: 20,
      onStep: ({ step, state }) => {
        states.push(`${step} ${state}`)
        if (state === 'waiting') void other.run('rollback')
      },
    })
    expect([...new Set(states)]).toEqual(['1 begun', '1 done', '2 begun', '2 waiting', '2 done'])
    expect(await db.query('show lock_timeout')).toEqual([{ lock_timeout: '3s' }])
    await Promise.all([db.close(), other.close()])
    await database.drop()
  })
})

describe('one catalog', () => {
  test.each<[string, (url: string) => Promise<void>]>([
    ['Kysely 0.28', (url) => migrateWithKysely(url, migrations)],
    ['Kysely 0.29', (url) => migrateWithNextKysely(url, migrations)],
    ['dbgen', (url) => migrateWithDbgen(url, migrations)],
  ])('modules by %s, and SQL files by dbgen', async (_, migrate) => {
    const [bySql, byModules] = await Promise.all([
      catalogAfter((url) => migrateWithDbgen(url, migrationsThrough(schemas, 'sql'))),
      catalogAfter(migrate),
    ])
    expect(byModules).toEqual(bySql)
    expect(byModules.tables).toHaveLength(3)
  })
})

async function catalogAfter(migrate: (url: string) => Promise<void>): Promise<Schema> {
  const database = await createTestDatabase()
  await migrate(database.url)
  const db = await connect(database.url)
  const catalog = await catalogOf(db)
  await db.close()
  await database.drop()
  return catalog
}

async function migrateWithDbgen(url: string, folder: readonly MigrationFiles[]): Promise<void> {
  const db = await connect(url)
  await migrateUp(db, folder, options)
  await db.close()
}

/** As a program would that has the modules in a folder. */
async function migrateWithKysely(url: string, folder: readonly MigrationFiles[]): Promise<void> {
  const db = new kysely.Kysely<unknown>({
    dialect: new kysely.PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
  })
  const provider = { getMigrations: async () => modules(folder, kysely) }
  const { error } = await new kysely.Migrator({ db, provider, disableTransactions: true }).migrateToLatest()
  await db.destroy()
  if (error !== undefined) throw error
}

async function migrateWithNextKysely(url: string, folder: readonly MigrationFiles[]): Promise<void> {
  const db = new kyselyNext.Kysely<unknown>({
    dialect: new kyselyNext.PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }),
  })
  const provider = { getMigrations: async () => modules(folder, kyselyNext) }
  const { error } = await new NextMigrator({ db, provider, disableTransactions: true }).migrateToLatest()
  await db.destroy()
  if (error !== undefined) throw error
}

interface Module {
  up(db: unknown): Promise<void>
  down(db: unknown): Promise<void>
}

/** The modules, run with the given Kysely. */
function modules(folder: readonly MigrationFiles[], library: object): Record<string, Module> {
  return Object.fromEntries(folder.map(({ id, files }) => [id, load(files[`${id}.ts`] ?? '', library)]))
}

function load(text: string, library: object): Module {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const exported: Partial<Module> = {}
  new Function('require', 'exports', ts.transpileModule(text, { compilerOptions }).outputText)(() => library, exported)
  const { up, down } = exported
  if (up === undefined || down === undefined) throw new Error('a module without up and down')
  return { up, down }
}
