import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { baseline, migrateUp, migrationStatus, verifyMigrations } from '../src/pipeline.js'
import { cacheFolder, createProject, type Project, posts, specOf, users } from './history-support.js'
import { quiet } from './support/quiet-run.js'
import { createTestDatabase } from './support/server.js'

const INIT = '20260102030100_init'

/** A database that has the tables, made by hand. */
const TABLES = `
create table users (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text
);
insert into users (email) values ('ada@example.org')`

async function serverWith(sql: string): Promise<{ readonly kind: 'url'; readonly url: string }> {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  await ask(url, sql)
  return { kind: 'url', url }
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end()
  }
}

const requestFor = ({ specFile }: Project) => ({ specFile, root: undefined, to: undefined, cacheFolder })

describe.each(['sql', 'kysely'])('as %s', (format) => {
  const output = `output: { migration_format: ${format} }\n`

  test('a database that has the tables is adopted, and later migrations are applied to it', async () => {
    const project = await createProject()
    await project.generate(specOf(users, output))
    const database = await serverWith(TABLES)
    await project.generate(specOf(users + posts, output))
    const report = await baseline({ ...requestFor(project), database, to: INIT })
    expect(report).toMatchObject({ noted: [INIT], pending: ['20260102030200_create_table_posts'] })
    const request = { specFile: project.specFile, root: undefined, database }
    expect((await migrationStatus(request)).migrations.map(({ id, state }) => [id, state])).toEqual([
      [INIT, 'applied'],
      ['20260102030200_create_table_posts', 'pending'],
    ])
    const behind = await verifyMigrations({ ...requestFor(project), database })
    expect(behind.database).toMatchObject({ applied: [INIT], pending: report.pending, problems: [], drift: [] })
    await migrateUp({ ...request, to: undefined, ...quiet })
    expect(await ask(database.url, 'select email from users')).toEqual([{ email: 'ada@example.org' }])
    const verified = await verifyMigrations({ ...requestFor(project), database })
    expect(verified).toMatchObject({ migrations: 2, replay: [], database: { drift: [], problems: [], pending: [] } })
    await expect(baseline({ ...requestFor(project), database })).rejects.toThrow(
      'the database has 2 migrations already, the last is 20260102030200_create_table_posts',
    )
  })
})

test('a database that is not what the migrations lead to is refused with what differs, and gets no ledger', async () => {
  const project = await createProject()
  await project.generate(specOf(users))
  const database = await serverWith(TABLES.replace('name text', 'name varchar(50), age integer'))
  const error: unknown = await baseline({ ...requestFor(project), database }).catch((failure: unknown) => failure)
  expect(error).toMatchObject({
    name: 'DriftFound',
    drift: [
      { kind: 'column', name: 'users.age', state: 'unexpected', message: 'is not expected' },
      {
        kind: 'column',
        name: 'users.name',
        state: 'changed',
        message: 'type is character varying(50), expected text',
      },
    ],
  })
  expect(await ask(database.url, `select to_regclass('dbgen.migrations') as ledger`)).toEqual([{ ledger: null }])
})

test('an id that is none', async () => {
  const project = await createProject()
  await project.generate(specOf(users))
  const database = { kind: 'embedded', folder: `${project.folder}/data` } as const
  await expect(baseline({ ...requestFor(project), database, to: 'x' })).rejects.toThrow('there is no migration x')
})

test('two at once: one notes, the other finds it done', async () => {
  const project = await createProject()
  await project.generate(specOf(users))
  const database = await serverWith(TABLES)
  const request = { ...requestFor(project), database }
  const outcomes = await Promise.allSettled([baseline(request), baseline(request)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await ask(database.url, 'select count(*)::int as count from dbgen.migrations')).toEqual([{ count: 1 }])
})
