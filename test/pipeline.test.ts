import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type GenerateReport, generate, migrateUp, migrationStatus } from '../src/pipeline.js'
import { quiet } from './support/quiet-run.js'
import { createTestDatabase } from './support/server.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dbgen-pipeline-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const users = `
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: text, unique: true }
`

const posts = `
  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: text
      author_id: { type: bigint, references: User }
    relations:
      author: { belongs_to: User, inverse: none }
`

const spec = (models: string, output = '{}') => `version: 1\noutput: ${output}\nmodels:${models}`

const changed = ({ files }: GenerateReport) => files.flatMap(({ kind, path }) => (kind === 'unchanged' ? [] : [path]))

describe('a project over its life', () => {
  test('the second run writes nothing', async () => {
    await run(spec(users))
    const before = readAll()
    const report = await run(spec(users))
    expect(report.migration).toBeUndefined()
    expect(report.files.filter(({ kind }) => kind !== 'unchanged')).toEqual([])
    expect(readAll()).toEqual(before)
  })

  test('the same in other words changes no database', async () => {
    const rated = (check: string) =>
      spec(`${users}      rating: { type: integer, nullable: true, check: "${check}" }\n`)
    await run(rated('rating between 1 and 5'))
    const report = await run(rated('rating >= 1 and (rating) <= 5'))
    expect(report.migration).toBeUndefined()
    expect(changed(report).filter((path) => path.startsWith('migrations/'))).toEqual(['migrations/snapshot.json'])
    expect(changed(await run(rated('rating >= 1 and (rating) <= 5')))).toEqual([])
    expect((await run(rated('rating between 1 and 6'))).migration?.steps).toEqual([
      'add check users.users_rating_check',
      'validate check users.users_rating_check__new',
      'replace check users.users_rating_check',
    ])
  })

  test('a rename that stays in the spec is done once, also where two names are swapped', async () => {
    const named = (first: string, second: string) =>
      spec(
        `${users}      first: { type: text, nullable: true${first} }\n      second: { type: text, nullable: true${second} }\n`,
      )
    await run(named('', ''))
    const swapped = named(', renamed_from: second', ', renamed_from: first')
    expect((await run(swapped)).migration?.steps).toHaveLength(1)
    expect(changed(await run(swapped))).toEqual([])
    expect(changed(await run(named('', '')))).toEqual(['migrations/snapshot.json'])
    expect((await run(swapped)).migration?.steps).toHaveLength(1)
  })

  test('an edit becomes one more migration, and changes only the files that it concerns', async () => {
    await run(spec(users))
    const report = await run(spec(`${users}      name: { type: text, nullable: true }\n`))
    expect(report.migration).toMatchObject({
      id: '20260102030406_add_column_users_name',
      steps: ['add column users.name'],
      irreversible: ['the values of users.name'],
      proof: [
        'proven on PostgreSQL 18.6: applied, reversed and applied again with 3 rows before and 6 after; the catalog equals the spec',
      ],
    })
    expect(report.files.filter(({ kind }) => kind !== 'unchanged').map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'created migrations/20260102030406_add_column_users_name.down.sql',
      'created migrations/20260102030406_add_column_users_name.up.sql',
      'changed migrations/snapshot.json',
      'changed src/db/.dbgen.json',
      'changed src/db/models/user.ts',
    ])
  })

  test.each(['sql', 'kysely'])('what was generated in steps runs on a server, as %s', async (format) => {
    const output = `{ migration_format: ${format} }`
    await run(spec(users, output))
    const database = await createTestDatabase()
    const request = {
      specFile: join(folder, 'schema.yaml'),
      root: undefined,
      database: { kind: 'url', url: database.url },
    } as const
    try {
      const first = await migrateUp({ ...request, to: undefined, ...quiet })
      await run(spec(users + posts, output))
      await run(spec(`${users}      name: { type: text, nullable: true, index: true }\n${posts}`, output))
      const second = await migrateUp({ ...request, to: undefined, ...quiet })
      expect([first.applied.length, second.applied.length]).toEqual([1, 2])
      const status = await migrationStatus(request)
      expect(status.migrations.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
    } finally {
      await database.drop()
    }
  })

  test('as far as one migration', async () => {
    await run(spec(users))
    await run(spec(users + posts))
    const request = {
      specFile: join(folder, 'schema.yaml'),
      root: undefined,
      database: { kind: 'embedded', folder: join(folder, 'data') },
    } as const
    const id = '20260102030405_init'
    expect((await migrateUp({ ...request, to: id, ...quiet })).applied.map((each) => each.id)).toEqual([id])
    await expect(migrateUp({ ...request, to: 'nothing', ...quiet })).rejects.toThrow('there is no migration nothing')
    expect((await migrationStatus(request)).migrations.map(({ state }) => state)).toEqual(['applied', 'pending'])
  })
})

test('what was added by hand stays, what is new comes', async () => {
  await run(spec(users))
  const path = join(folder, 'src/db/models/user.ts')
  writeFileSync(path, `${readFileSync(path, 'utf8')}\nexport const mine = 1;\n`)
  const { files } = await run(spec(`${users}      name: { type: text, nullable: true }\n`))
  expect(files.filter(({ kind }) => kind === 'merged')).toMatchObject([
    { path: 'src/db/models/user.ts', edits: { kept: ['mine'], deleted: [], marked: 0 } },
  ])
  const merged = readFileSync(path, 'utf8')
  await run(spec(`${users}      name: { type: text, nullable: true }\n`), { force: true })
  expect(merged).toBe(`${readFileSync(path, 'utf8')}\nexport const mine = 1;\n`)
})

describe('nothing is written', () => {
  test.each([
    { name: 'where the spec has a mistake', edit: spec(users.replace('text', 'txet')), error: 'unknown type "txet"' },
    {
      name: 'where a column would be lost',
      edit: spec(users.replace(/ {6}email.*\n/, '')),
      error: 'MG105 users.email',
    },
    {
      name: 'where the database refuses',
      edit: spec(`${users}    checks: [no_such_function(email)]\n`),
      error: 'no_such_function',
    },
  ])('$name', async ({ edit, error }) => {
    await run(spec(users))
    const before = readAll()
    await expect(run(edit)).rejects.toThrow(error)
    expect(readAll()).toEqual({ ...before, 'schema.yaml': edit })
  })

  test('over an edit by hand of what changes, unless that is asked for', async () => {
    await run(spec(users))
    const path = join(folder, 'src/db/models/user.ts')
    const generated = readFileSync(path, 'utf8')
    const edited = generated.replace('["id"]', '["id", "email"]')
    writeFileSync(path, edited)
    const before = readAll()
    const next = spec(`${users}      name: { type: text, nullable: true }\n`)
    await expect(run(next)).rejects.toThrow(/src\/db\/models\/user\.ts:\d+ userTable: was changed by hand/)
    expect(readAll()).toEqual({ ...before, 'schema.yaml': next })
    await run(spec(users), { force: true })
    expect(readFileSync(path, 'utf8')).toBe(generated)
  })

  test('with a migration that was edited', async () => {
    await run(spec(users))
    const path = join(folder, 'migrations/20260102030405_init.up.sql')
    writeFileSync(path, readFileSync(path, 'utf8').replace('not null', ''))
    await expect(run(spec(users + posts))).rejects.toThrow('was edited after it was generated')
  })

  test('in a dry run', async () => {
    const report = await run(spec(users), { dryRun: true })
    expect(report.files.every(({ kind }) => kind === 'created')).toBe(true)
    expect(Object.keys(readAll())).toEqual(['schema.yaml'])
  })

  test('in a folder that only a dry run needs', async () => {
    await run(spec(users), { dryRun: true, root: join(folder, 'out/of/sight') })
    expect(Object.keys(readAll())).toEqual(['schema.yaml'])
    expect(readdirSync(folder)).toEqual(['schema.yaml'])
  })
})

test('without a proof the migration says so', async () => {
  const report = await run(spec(users), { proof: false })
  expect(report.migration?.proof).toBeUndefined()
  expect(readFileSync(join(folder, 'migrations/20260102030405_init.up.sql'), 'utf8')).toContain(
    '\n-- not proven: generated with --no-proof\n',
  )
})

async function run(
  text: string,
  options: { force?: boolean; dryRun?: boolean; proof?: boolean; root?: string } = {},
): Promise<GenerateReport> {
  mkdirSync(folder, { recursive: true })
  const specFile = join(folder, 'schema.yaml')
  writeFileSync(specFile, text)
  const { force = false, dryRun = false, proof = true, root } = options
  return generate({
    specFile,
    root,
    migrationName: undefined,
    proof,
    dryRun,
    force,
    now: new Date('2026-01-02T03:04:05Z'),
    cacheFolder: join(tmpdir(), 'dbgen-test-cache'),
    onStage: () => {},
  })
}

function readAll(): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(entries.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}
