import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/database/connect.js'
import type { MigrationFormat } from '../../src/database/migration-files.js'
import { migrateDown, migrateUp, migrationStatus } from '../../src/database/runner.js'
import { type MigrateSqlRequest, migrateSql } from '../../src/pipeline.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import { emptySchema, type Schema } from '../../src/schema/schema.js'
import { createTestDatabase, type TestDatabase } from '../support/server.js'
import { arrivingLate, blog, catalogOf, grownBlog, migrationsThrough, taggedBlog } from './runner-support.js'

const options = { version: '1.2.3', lockTimeout: 500, attempts: 2, retryDelay: 10, patience: 30_000 }
const formats: readonly MigrationFormat[] = ['sql', 'kysely']

const LOCKS = `select pid from pg_locks
  where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`

let database: TestDatabase
let db: Connection
let folder: string
beforeEach(async () => {
  database = await createTestDatabase()
  db = await connect(database.url)
  folder = await mkdtemp(join(tmpdir(), 'dbgen-script-'))
})
afterEach(async () => {
  await db.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

/** Sends statement by statement, as psql does: a statement ends with a semicolon at the end of a line, outside of a body. */
async function runScript(script: string): Promise<void> {
  const statements = script.split(
    /(?<=;)\n(?=(?:--|set|begin|do|insert|delete|create|drop|alter|update|commit|comment|\n))/,
  )
  let held = ''
  for (const statement of statements) {
    held += `${statement}\n`
    if ((held.match(/\$\w*\$/g) ?? []).length % 2 === 1) continue
    await db.run(held)
    held = ''
  }
}

describe.each(formats)('in the %s format', (format) => {
  const migrations = migrationsThrough([blog, grownBlog, taggedBlog], format)
  const [first, second, third] = migrations.map(({ id }) => id)
  const script = async (more: Partial<MigrateSqlRequest> = {}) =>
    migrateSql({
      specFile: join(folder, 'schema.yaml'),
      root: undefined,
      direction: 'up',
      from: undefined,
      to: undefined,
      url: undefined,
      ...more,
    })
  const expectSchema = async (schema: Schema): Promise<void> => {
    expect(differencesOf(withoutExpressions(schema), withoutExpressions(await catalogOf(db)))).toEqual([])
  }
  const states = async (): Promise<string[]> => (await migrationStatus(db, migrations)).map(({ state }) => state)

  beforeEach(async () => {
    await writeFile(join(folder, 'schema.yaml'), 'version: 1\noutput: {}\nmodels: {}\n')
    await mkdir(join(folder, 'migrations'))
    for (const { files } of migrations) {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'migrations', name), text)
    }
  })

  test('all the way up, then dbgen has nothing to do; down by another script', async () => {
    const up = await script()
    expect(up.migrations).toEqual([first, second, third])
    await runScript(up.script)
    await expectSchema(taggedBlog)
    expect(await states()).toEqual(['applied', 'applied', 'applied'])
    expect(await migrateUp(db, migrations, options)).toEqual([])
    expect(await db.query(LOCKS)).toEqual([])

    const down = await script({ direction: 'down', to: first })
    expect(down.migrations).toEqual([third, second])
    await runScript(down.script)
    // Values of an enum stay.
    await expectSchema({ ...blog, enums: grownBlog.enums })
    expect(await states()).toEqual(['applied', 'pending', 'pending'])
  })

  test('from one that the database has, and by turns with dbgen', async () => {
    await migrateUp(db, migrations.slice(0, 1), options)
    await runScript((await script({ from: first, to: second })).script)
    await expectSchema(grownBlog)
    const { script: rest, migrations: left } = await script({ url: database.url })
    expect(left).toEqual([third])
    await runScript(rest)
    expect((await script({ url: database.url })).script).toBe('')
    await migrateDown(db, migrations, { kind: 'all' }, options)
    await expectSchema(emptySchema)
  })

  test('on a database that is elsewhere it stops before anything is changed', async () => {
    const { script: text } = await script({ from: first })
    await expect(runScript(text)).rejects.toThrow(format === 'sql' ? /migrations|newest/ : /newest/)
    await migrateUp(db, migrations, options)
    await db.run('select pg_advisory_unlock_all()')
    await expect(runScript(text)).rejects.toThrow(`the newest migration of this database is not ${first}`)
    await expectSchema(taggedBlog)
  })

  test('rows that stand in the way stop it before the first step', async () => {
    await migrateUp(db, migrations.slice(0, 1), options)
    await db.run(`insert into users (email) values ('a@b'), ('a@b')`)
    const { script: text } = await script({ from: first })
    await expect(runScript(text)).rejects.toThrow(
      `${second}: nothing of it was changed, because it is not so that no two rows of users are the same in email`,
    )
    await expectSchema(blog)
  })

  test('what is left of a run that was cut off, the half of an index too', async () => {
    await migrateUp(db, migrations.slice(0, 1), options)
    const twins = `insert into users (email) values ('a@b'), ('a@b')`
    await expect(migrateUp(db, migrations, { ...options, ...arrivingLate(db, twins) })).rejects.toMatchObject({
      code: '23505',
    })
    // As a crash leaves it.
    await expect(db.run('create unique index concurrently users_email_key on users (email)')).rejects.toThrow()
    await db.run('delete from users where id = 2')
    await expect(runScript((await script({ from: first })).script)).rejects.toThrow('a run was cut off half-way')
    await db.run('select pg_advisory_unlock_all()')
    const { script: rest } = await script({ url: database.url })
    expect(rest).toContain('drop index concurrently users_email_key;')
    await runScript(rest)
    await expectSchema(taggedBlog)
    expect(await db.query('select step from dbgen.migration_steps')).toEqual([])
  })
})
