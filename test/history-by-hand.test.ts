import { expect, test } from 'vitest'
import { migrateUp, newMigration } from '../src/pipeline.js'
import { createProject, type Project, specOf, users } from './history-support.js'
import { quiet } from './support/quiet-run.js'

const NOW = new Date(Date.UTC(2026, 0, 2, 4, 0, 0))
const ID = '20260102040000_fill_names'
const UP = `migrations/${ID}.up.sql`
const DOWN = `migrations/${ID}.down.sql`

async function started(options: { readonly git?: boolean } = {}, output = ''): Promise<Project> {
  const project = await createProject(options)
  await project.generate(specOf(users, output))
  await newMigration({ specFile: project.specFile, root: undefined, name: 'Fill names!', now: NOW })
  return project
}

const chainOf = (project: Project): string[] =>
  (JSON.parse(project.read('migrations/snapshot.json')) as { migrations: { id: string }[] }).migrations.map(
    ({ id }) => id,
  )

test('the template: two files that nothing takes for written', async () => {
  const project = await started()
  expect(project.read(UP)).toMatchSnapshot('up')
  expect(project.read(DOWN)).toMatchSnapshot('down')
  await expect(project.generate()).rejects.toThrow(`${ID}.up.sql: line 16 says that it is not written yet`)
  project.write(UP, 'update users set name = email;\n')
  await expect(project.generate()).rejects.toThrow(`${ID}.down.sql: line 5 says that it is not written yet`)
  expect(chainOf(project)).toEqual(['20260102030100_init'])
})

test('one more comes behind it, although it is not in the chain', async () => {
  const project = await started()
  const { id } = await newMigration({ specFile: project.specFile, root: undefined, name: 'x', now: new Date(0) })
  expect(id).toBe('20260102040001_x')
})

test('rows alone: taken in, and the generated migration comes behind it', async () => {
  const project = await started()
  project.write(UP, '-- mine\nupdate users set name = email where name is null;\nanalyze users;\n')
  project.write(DOWN, '-- nothing to undo\n')
  const report = await project.generate(specOf(users.replace('nullable: true', 'nullable: true, unique: true')))
  expect(report.adopted).toEqual([{ id: ID, changes: 'rows' }])
  expect(report.migration?.id).toMatch(/^20260102040001_/)
  expect(chainOf(project)).toEqual(['20260102030100_init', ID, report.migration?.id])
  expect((await project.generate()).adopted).toEqual([])
})

test('to what the spec says: no generated migration is needed', async () => {
  const project = await started()
  project.write(
    UP,
    '-- step: the column\nalter table users add column age integer;\n\n' +
      '-- step: its index\n-- outside a transaction\ncreate index concurrently users_age_idx on users (age);\n',
  )
  project.write(DOWN, 'alter table users drop column age;\n')
  const report = await project.generate(specOf(`${users}      age: { type: integer, nullable: true, index: true }\n`))
  expect(report.adopted).toEqual([{ id: ID, changes: 'schema' }])
  expect(report.migration).toBeUndefined()
  expect(chainOf(project)).toEqual(['20260102030100_init', ID])
  const again = await project.generate()
  expect(again.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
})

test.each<[string, string, string, string]>([
  [
    'a step that fails, with its place',
    'select 1;\nupdate users\n  set nme = 1;\n',
    '',
    `${ID}.up.sql:3:7: the step "the whole file" fails (up)\n  column "nme" of relation "users" does not exist`,
  ],
  [
    'a statement that needs a step of its own',
    'create index concurrently x on users (name);',
    '',
    'give the statement a step of its own, with the line "-- outside a transaction" below its mark',
  ],
  [
    'a schema that is not what the spec says',
    'alter table users add column age integer;',
    'alter table users drop column age;',
    `${ID}.up.sql changes the schema, but not to what the spec says: write what it makes into the spec, or leave to ` +
      'dbgen what the spec says beyond it\n  table users: column age is not expected',
  ],
  [
    'a function that is left behind',
    'create function f() returns integer language sql as $$ select 1 $$;',
    'drop function f();',
    'function f() is not expected',
  ],
  [
    'a way down that does not lead back',
    "create table x (id integer); comment on table x is 'a';",
    'select 1;',
    `${ID}.down.sql does not lead back to where its up began\n  table x is not expected`,
  ],
  ['no SQL at all', '-- nothing\n', '', `${ID}.up.sql has no SQL in it`],
  [
    'SQL in front of the first mark',
    'select 1;\n-- step: b\nselect 2;\n',
    '',
    `${ID}.up.sql: line 1 is in front of the first step`,
  ],
  [
    'a check that is no query',
    '-- check: all is well\n-- otherwise: mend it\nselect nothing from nowhere;\n-- step: a\nselect 1;\n',
    '',
    'the check "all is well" fails',
  ],
])('%s is refused, and nothing is written', async (_, up, down, message) => {
  const project = await started()
  project.write(UP, up)
  project.write(DOWN, down)
  const before = project.read('migrations/snapshot.json')
  await expect(project.generate()).rejects.toThrow(message)
  expect(project.read('migrations/snapshot.json')).toBe(before)
})

test('without a proof it is run once, to know what it changes', async () => {
  const project = await started()
  project.write(UP, 'alter table users add column age integer;\n')
  project.write(DOWN, 'nonsense;\n')
  await expect(project.generate(undefined, { proof: false })).rejects.toThrow('column age is not expected')
  const report = await project.generate(specOf(`${users}      age: { type: integer, nullable: true }\n`), {
    proof: false,
  })
  expect(report.adopted).toEqual([{ id: ID, changes: 'schema' }])
})

test('migrate up does not run what nobody tried out', async () => {
  const project = await started()
  project.write(UP, 'select 1;\n')
  project.write(DOWN, '')
  const { folder, specFile } = project
  const database = { kind: 'embedded', folder: `${folder}/data` } as const
  await expect(migrateUp({ specFile, root: undefined, database, to: undefined, ...quiet })).rejects.toThrow(
    `${ID} is written by hand and not tried out yet: run dbgen generate, which takes it in`,
  )
})

test('edited after it was taken in: taken in again until it is committed', async () => {
  const project = await started({ git: true })
  await project.commit('init')
  const write = (value: string) => project.write(UP, `update users set name = ${value};\n`)
  write("'a'")
  project.write(DOWN, '')
  await project.generate()
  write("'b'")
  expect((await project.generate()).adopted).toEqual([{ id: ID, changes: 'rows' }])
  await project.commit('fill')
  write("'c'")
  await expect(project.generate()).rejects.toThrow(`${ID} was edited after it was taken in, and it is committed`)
})

test('edited behind another that is not committed: rows alone can be taken in again, a schema cannot', async () => {
  const project = await createProject({ git: true })
  await project.generate(specOf(users))
  await newMigration({ specFile: project.specFile, root: undefined, name: 'Fill names!', now: NOW })
  project.write(UP, 'select 1;\n')
  project.write(DOWN, '')
  await project.generate()
  project.write(UP, 'select 2;\n')
  expect((await project.generate()).adopted).toEqual([{ id: ID, changes: 'rows' }])
  project.write(UP, 'alter table users add column age integer;\n')
  project.write(DOWN, 'alter table users drop column age;\n')
  await project.generate(specOf(`${users}      age: { type: integer, nullable: true }\n`))
  project.write(DOWN, 'alter table users drop column age cascade;\n')
  await expect(project.generate()).rejects.toThrow('the schema before it is not known')
})

test('without git an edit is refused', async () => {
  const project = await started()
  project.write(UP, 'select 1;\n')
  project.write(DOWN, '')
  await project.generate()
  project.write(UP, 'select 2;\n')
  await expect(project.generate()).rejects.toThrow('without git nobody knows who has it already: undo the edit')
})

test('as a Kysely module', async () => {
  const project = await started({}, 'output: { migration_format: kysely }\n')
  const path = `migrations/${ID}.ts`
  expect(project.read(path)).toMatchSnapshot()
  await expect(project.generate()).rejects.toThrow(`${ID}.ts: line 16 says that it is not written yet`)
  project.write(
    path,
    "import { type Kysely, sql } from 'kysely'\n\n" +
      'export async function up(db: Kysely<unknown>): Promise<void> {\n' +
      '  await sql`update users set name = email`.execute(db)\n}\n\n' +
      'export async function down(): Promise<void> {}\n',
  )
  expect((await project.generate()).adopted).toEqual([{ id: ID, changes: 'rows' }])
})
