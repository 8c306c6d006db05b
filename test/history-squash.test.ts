import { readdirSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../src/database/connect.js'
import { migrateUp, migrationStatus, newMigration, squashMigrations, verifyMigrations } from '../src/pipeline.js'
import { cacheFolder, createProject, type Project, posts, specOf, users } from './history-support.js'
import { quiet } from './support/quiet-run.js'
import { createTestDatabase } from './support/server.js'

const FIRST = '20260102030100_init'
const SECOND = '20260102030200_posts'
const THIRD = '20260102030300_add_column_users_age'
const blocks = `
sql:
  user_names:
    up: create view user_names as select id, name from users
  read_names:
    up: grant select on user_names to public
    down: revoke select on user_names from public
`
const aged = `${users}      age: { type: integer, nullable: true }\n`

/** Three migrations, the second with a view and a grant. */
async function project(output = '', git = false): Promise<Project> {
  const made = await createProject({ git })
  const options = { proof: false }
  await made.generate(specOf(users, output), options)
  await made.generate(specOf(users + posts, output) + blocks, { ...options, migrationName: 'posts' })
  if (git) await made.commit('two')
  await made.generate(specOf(aged + posts, output) + blocks, options)
  return made
}

const squash = ({ specFile }: Project, to?: string, more: { readonly dryRun?: boolean; readonly name?: string } = {}) =>
  squashMigrations({ specFile, root: undefined, to, name: undefined, dryRun: false, cacheFolder, ...more })

async function server(): Promise<{ readonly kind: 'url'; readonly url: string }> {
  const { url, drop } = await createTestDatabase()
  onTestFinished(drop)
  return { kind: 'url', url }
}

const up = async ({ specFile }: Project, database: { readonly kind: 'url'; readonly url: string }, to?: string) =>
  (await migrateUp({ specFile, root: undefined, database, to, ...quiet })).applied.map(({ id }) => id)

const states = async ({ specFile }: Project, database: { readonly kind: 'url'; readonly url: string }) =>
  (await migrationStatus({ specFile, root: undefined, database })).migrations.map(({ id, state }) => `${id} ${state}`)

describe.each(['sql', 'kysely'])('as %s', (format) => {
  const output = `output: { migration_format: ${format} }\n`
  const squashed = '20260102030200_squashed'

  test('two of three: old databases, half-way ones and new ones', async () => {
    const made = await project(output, true)
    const [whole, behind, half, fresh] = [await server(), await server(), await server(), await server()]
    await up(made, whole)
    await up(made, behind, SECOND)
    await up(made, half, FIRST)

    const report = await squash(made, SECOND)
    expect(report).toMatchObject({ id: squashed, replaced: [FIRST, SECOND], later: [THIRD] })
    expect(report.proof).toEqual([
      'proven on PostgreSQL 18.6: applied, reversed and applied again with 6 rows; the catalog equals the spec',
    ])
    const ending = format === 'sql' ? ['.down.sql', '.up.sql'] : ['.ts']
    expect(readdirSync(`${made.folder}/migrations`).sort()).toEqual([
      ...ending.map((end) => squashed + end),
      ...ending.map((end) => THIRD + end),
      'snapshot.json',
    ])

    expect(await states(made, whole)).toEqual([`${squashed} applied`, `${THIRD} applied`])
    expect(await up(made, whole)).toEqual([])
    expect(await up(made, behind)).toEqual([THIRD])
    expect(await up(made, fresh)).toEqual([squashed, THIRD])
    await expect(up(made, half)).rejects.toThrow(
      `the database has ${FIRST} and what is before it, but not all that ${squashed} took the place of, up to ` +
        `${SECOND}: check out the project as it was before the squash, run dbgen migrate up there, then come back`,
    )
    expect((await states(made, half))[0]).toBe(`${FIRST} missing`.replace('missing', 'unknown'))
    for (const database of [whole, behind, fresh]) {
      expect(await states(made, database)).toEqual([`${squashed} applied`, `${THIRD} applied`])
      const verified = await verifyMigrations({ specFile: made.specFile, root: undefined, database, cacheFolder })
      expect(verified).toMatchObject({ replay: [], database: { drift: [], problems: [] } })
    }
    const generated = await made.generate()
    expect(generated.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
  })
})

test('again, over what was squashed before: a database that skipped the first squash is taken too', async () => {
  const made = await project('', true)
  const database = await server()
  await up(made, database)
  await squash(made, SECOND)
  const report = await squash(made)
  expect(report).toMatchObject({ id: '20260102030300_squashed', replaced: ['20260102030200_squashed', THIRD] })
  expect(made.read('migrations/20260102030300_squashed.up.sql').match(/^-- replaces: \S+/gm)).toEqual([
    `-- replaces: ${FIRST}`,
    `-- replaces: ${SECOND}`,
    '-- replaces: 20260102030200_squashed',
    `-- replaces: ${THIRD}`,
  ])
  expect(await up(made, database)).toEqual([])
  expect(await states(made, database)).toEqual(['20260102030300_squashed applied'])
})

test('without git the schema in the middle is read from the database that is replayed', async () => {
  const made = await project()
  const report = await squash(made, SECOND, { dryRun: true })
  expect(report.steps).toEqual(['create table users', 'create table posts', 'sql user_names', 'sql read_names'])
  expect(made.migrations()).toContain(`${FIRST}.up.sql`)
})

test('the ledger is replaced in one transaction: what fails leaves it as it was', async () => {
  const made = await project()
  const database = await server()
  await up(made, database)
  await squash(made)
  const db = await connect(database.url)
  onTestFinished(() => db.close())
  await db.run(`
    create function dbgen.refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
    create trigger refuse before update on dbgen.migrations for each row execute function dbgen.refuse()`)
  await expect(up(made, database)).rejects.toThrow('not now')
  expect(await db.query('select id from dbgen.migrations order by position')).toEqual([
    { id: FIRST },
    { id: SECOND },
    { id: THIRD },
  ])
  await db.run('drop trigger refuse on dbgen.migrations')
  expect(await up(made, database)).toEqual([])
  expect(await db.query('select id from dbgen.migrations order by position')).toEqual([
    { id: '20260102030300_squashed' },
  ])
})

test.each<[string, (made: Project) => Promise<unknown>, string]>([
  ['one alone', (made) => squash(made, FIRST), 'that takes two migrations at least'],
  ['an id that is none', (made) => squash(made, 'x'), 'there is no migration x'],
  ['a name that is taken', (made) => squash(made, SECOND, { name: 'posts' }), 'give it another one with --name'],
])('%s is refused', async (_, work, message) => {
  const made = await createProject()
  await made.generate(specOf(users), { proof: false })
  await made.generate(specOf(users + posts), { proof: false, migrationName: 'posts' })
  await made.generate(specOf(aged + posts), { proof: false })
  const before = made.migrations()
  await expect(work(made)).rejects.toThrow(message)
  expect(made.migrations()).toEqual(before)
})

test('one written by hand among them is refused', async () => {
  const made = await createProject()
  await made.generate(specOf(users))
  const now = new Date(Date.UTC(2026, 0, 2, 3, 1, 30))
  const { id } = await newMigration({ specFile: made.specFile, root: undefined, name: 'fill', now })
  made.write(`migrations/${id}.up.sql`, 'update users set name = email;\n')
  made.write(`migrations/${id}.down.sql`, '')
  await expect(squash(made)).rejects.toThrow(`${id} is written by hand and not tried out yet`)
  await made.generate()
  await expect(squash(made)).rejects.toThrow(`${id} was written by hand: what it does to rows follows from no schema`)
})
