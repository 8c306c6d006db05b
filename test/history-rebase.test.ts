import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { splitMarkers } from '../src/pipeline/snapshot-versions.js'
import {
  type GenerateReport,
  migrateUp,
  migrationStatus,
  newMigration,
  rebaseMigrations,
  verifyMigrations,
} from '../src/pipeline.js'
import { cacheFolder, createProject, type Project, posts, specOf, users } from './history-support.js'
import { quiet } from './support/quiet-run.js'

const BASE = '20260102030100_init'
const withAge = users.replace('  name:', '  age: { type: integer, nullable: true }\n      name:')
const withBoth = withAge + posts
const NOW = new Date(Date.UTC(2026, 0, 3))

/** Two branches: `main` adds a table, `feature` a column. */
async function parted(output = ''): Promise<Project> {
  const project = await createProject({ git: true })
  await project.generate(specOf(users, output), { proof: false })
  await project.commit('base')
  await branch(project, specOf(withAge, output), specOf(users + posts, output))
  return project
}

/** The branch is checked out afterwards. */
async function branch(project: Project, feature: string, main: string): Promise<void> {
  await project.git(['checkout', '--quiet', '-b', 'feature'])
  await project.generate(feature, { proof: false, migrationName: 'ours' })
  await project.commit('feature')
  await project.git(['checkout', '--quiet', 'main'])
  await project.generate(main, { proof: false, migrationName: 'theirs' })
  await project.commit('main')
  await project.git(['checkout', '--quiet', 'feature'])
}

/** Merges, and settles the spec and the code as a person would. */
async function merge(project: Project, what: string, spec: string): Promise<void> {
  expect(await project.git(['merge', what], true)).toContain('CONFLICT')
  project.write('schema.yaml', spec)
}

const rebase = (
  { specFile }: Project,
  more: { readonly onto?: string; readonly replan?: boolean; readonly dryRun?: boolean } = {},
) =>
  rebaseMigrations({
    specFile,
    root: undefined,
    onto: undefined,
    replan: false,
    dryRun: false,
    now: NOW,
    cacheFolder,
    ...more,
  })

const chainOf = (project: Project): string[] =>
  (JSON.parse(project.read('migrations/snapshot.json')) as { migrations: { id: string }[] }).migrations.map(
    ({ id }) => id,
  )

const THEIRS = '20260102030300_theirs'
const OURS = '20260102030200_ours'

/** What a merge leaves is whole again, and `generate` has nothing left to do with the schema. */
async function expectWhole(project: Project, chain: readonly string[]): Promise<void> {
  expect(chainOf(project)).toEqual(chain)
  const verified = await verifyMigrations({
    specFile: project.specFile,
    root: undefined,
    database: undefined,
    cacheFolder,
  })
  expect(verified.replay).toEqual([])
  const report = await generateAnew(project)
  expect(report.migration).toBeUndefined()
}

/** The code of both branches, whatever git left of it. */
function generateAnew(project: Project): Promise<GenerateReport> {
  rmSync(`${project.folder}/src`, { recursive: true, force: true })
  return project.generate(undefined, { proof: false })
}

/** The spec and the migrations, without git. */
async function copyOf(project: Project): Promise<Project> {
  const copy = await createProject()
  for (const name of project.migrations()) copy.write(`migrations/${name}`, project.read(`migrations/${name}`))
  copy.write('schema.yaml', project.read('schema.yaml'))
  return copy
}

describe('independent branches', () => {
  test.each(['sql', 'kysely'])('main is merged into the branch: ours come behind, as %s', async (format) => {
    const output = `output: { migration_format: ${format} }\n`
    const project = await parted(output)
    await merge(project, 'main', specOf(withBoth, output))
    await expect(project.generate()).rejects.toThrow(
      'two branches each added a migration: snapshot.json has the conflict markers of git in it; run dbgen migrate rebase',
    )
    const report = await rebase(project)
    expect(report).toMatchObject({
      reason: 'a merge of main, which stays',
      onto: THEIRS,
      removed: [OURS],
      written: [
        {
          id: '20260103000000_ours',
          kind: 'planned',
          proof: [expect.stringMatching(/^proven on PostgreSQL 18\.6: applied, reversed and applied again with /)],
        },
      ],
      isIndependent: true,
    })
    await expectWhole(project, [BASE, THEIRS, '20260103000000_ours'])
    await project.commit('merged')
    await expect(rebase(project)).rejects.toThrow('there is nothing to rebase')
  })

  test('the branch is merged into main: what main has stays', async () => {
    const project = await parted()
    await project.git(['checkout', '--quiet', 'main'])
    await merge(project, 'feature', specOf(withBoth))
    const report = await rebase(project)
    expect(report).toMatchObject({
      reason: 'a merge of feature into the main branch, which stays',
      onto: THEIRS,
      removed: [OURS],
    })
    await expectWhole(project, [BASE, THEIRS, '20260103000000_ours'])
  })

  test('the branch is rebased: what it is put on stays', async () => {
    const project = await parted()
    expect(await project.git(['rebase', 'main'], true)).toContain('CONFLICT')
    project.write('schema.yaml', specOf(withBoth))
    const report = await rebase(project)
    expect(report).toMatchObject({ reason: 'a rebase: what it is put on stays', onto: THEIRS, removed: [OURS] })
    await expectWhole(project, [BASE, THEIRS, '20260103000000_ours'])
  })

  test('a rebase of two commits, each with a migration', async () => {
    const project = await parted()
    const grown = withAge.replace('age:', 'height: { type: integer, nullable: true }\n      age:')
    await project.generate(specOf(grown), { proof: false, migrationName: 'more' })
    await project.commit('more')
    expect(await project.git(['rebase', 'main'], true)).toContain('CONFLICT')
    project.write('schema.yaml', specOf(withBoth))
    await rebase(project)
    await generateAnew(project)
    await project.git(['add', '--all'])
    expect(await project.git(['rebase', '--continue'], true)).toContain('CONFLICT')
    project.write('schema.yaml', specOf(grown + posts))
    const report = await rebase(project)
    expect(report).toMatchObject({ onto: '20260103000000_ours', removed: ['20260102030400_more'] })
    await expectWhole(project, [BASE, THEIRS, '20260103000000_ours', '20260103000001_more'])
  })

  test('the snapshot of one side was taken, and the merge committed', async () => {
    const project = await parted()
    await merge(project, 'main', specOf(withBoth))
    await project.git(['checkout', '--theirs', 'migrations/snapshot.json'])
    await expect(project.generate()).rejects.toThrow(
      `two branches each added a migration behind ${BASE}: snapshot.json knows ${THEIRS}, but not ${OURS}: ` +
        'run dbgen migrate rebase',
    )
    await project.commit('merged badly')
    expect(await rebase(project, { dryRun: true })).toMatchObject({
      reason: 'a merge of main, which stays',
      onto: THEIRS,
      removed: [OURS],
    })
    expect(project.migrations()).toContain(`${OURS}.up.sql`)
  })

  test('the snapshot of one side was taken, and there is no git', async () => {
    const project = await parted()
    await merge(project, 'main', specOf(withBoth))
    await project.git(['checkout', '--theirs', 'migrations/snapshot.json'])
    const copy = await copyOf(project)
    expect(await rebase(copy)).toMatchObject({
      reason: 'what snapshot.json says stays',
      onto: THEIRS,
      removed: [OURS],
    })
    await expectWhole(copy, [BASE, THEIRS, '20260103000000_ours'])
  })

  test('out of the conflict markers alone, where git mixed both schemas', async () => {
    const project = await parted()
    await merge(project, 'main', specOf(withBoth))
    const copy = await copyOf(project)
    expect(await rebase(copy)).toMatchObject({
      reason: 'the conflict markers in snapshot.json: what stands second stays',
      onto: THEIRS,
      removed: [OURS],
    })
    await expectWhole(copy, [BASE, THEIRS, '20260103000000_ours'])
  })

  test('--onto says which side stays', async () => {
    const project = await parted()
    await merge(project, 'main', specOf(withBoth))
    await expect(rebase(project, { onto: 'x' })).rejects.toThrow('no snapshot that is known has the migration x')
    const report = await rebase(project, { onto: OURS })
    expect(report).toMatchObject({ reason: `--onto ${OURS}`, onto: OURS, removed: [THEIRS] })
    await expectWhole(project, [BASE, OURS, '20260103000000_theirs'])
  })

  test('what was written by hand is moved as it is', async () => {
    const project = await createProject({ git: true })
    await project.generate(specOf(users), { proof: false })
    await project.commit('base')
    await project.git(['checkout', '--quiet', '-b', 'feature'])
    const now = new Date(Date.UTC(2026, 0, 2, 3, 1, 30))
    const { id } = await newMigration({ specFile: project.specFile, root: undefined, name: 'fill names', now })
    const up = '-- mine\nupdate users set name = email;\n'
    project.write(`migrations/${id}.up.sql`, up)
    project.write(`migrations/${id}.down.sql`, '')
    await project.generate()
    await project.commit('by hand')
    await project.git(['checkout', '--quiet', 'main'])
    await project.generate(specOf(users + posts), { proof: false, migrationName: 'theirs' })
    await project.commit('main')
    await project.git(['checkout', '--quiet', 'feature'])
    await merge(project, 'main', specOf(users + posts))
    expect(await rebase(project)).toMatchObject({
      removed: [id],
      written: [{ id: '20260103000000_fill_names', kind: 'moved' }],
    })
    expect(project.read('migrations/20260103000000_fill_names.up.sql')).toBe(up)
    await expectWhole(project, [BASE, '20260102030300_theirs', '20260103000000_fill_names'])
  })
})

describe('branches that collide', () => {
  test('one column in two ways: refused, then planned anew to what the spec says', async () => {
    const project = await createProject({ git: true })
    await project.generate(specOf(users), { proof: false })
    await project.commit('base')
    const other = users.replace('  name:', '  age: { type: bigint, nullable: true }\n      name:')
    await branch(project, specOf(withAge), specOf(other))
    await merge(project, 'main', specOf(withAge.replace('integer', 'numeric')))
    const before = project.migrations()
    await expect(rebase(project)).rejects.toThrow(
      `the branches collide, ours behind ${THEIRS}: ${OURS}.up.sql: the step "add column users.age" fails (up)\n` +
        '  column "age" of relation "users" already exists\nsettle it in the spec',
    )
    expect(project.migrations()).toEqual(before)
    const report = await rebase(project, { replan: true })
    expect(report).toMatchObject({ removed: [OURS], isIndependent: false })
    await expectWhole(project, [BASE, THEIRS, ...report.written.map(({ id }) => id)])
  })

  test('the order matters: the values of an enum', async () => {
    const moods = (values: string) => specOf(users, `enums:\n  Mood: [${values}]\n`)
    const project = await createProject({ git: true })
    await project.generate(moods('low, high'), { proof: false })
    await project.commit('base')
    await branch(project, moods('low, middle, high'), moods('low, fair, high'))
    await merge(project, 'main', moods('low, fair, middle, high'))
    await expect(rebase(project)).rejects.toThrow(
      /it matters in which order both are applied.*\n {2}enum mood: values is .*\nsettle it in the spec/,
    )
    await rebase(project, { replan: true })
    await expectWhole(project, [BASE, THEIRS, '20260103000000_ours'])
  })

  test('both did the same: nothing is left to do', async () => {
    const project = await createProject({ git: true })
    await project.generate(specOf(users), { proof: false })
    await project.commit('base')
    await branch(project, specOf(withAge), specOf(withAge))
    expect(await project.git(['merge', 'main'], true)).toContain('CONFLICT')
    const report = await rebase(project)
    expect(report).toMatchObject({ removed: [OURS], written: [], isIndependent: false })
    await expectWhole(project, [BASE, THEIRS])
  })

  test('a spec that lost what theirs added is refused: nothing is dropped in silence', async () => {
    const project = await parted()
    await merge(project, 'main', specOf(withAge))
    await expect(rebase(project)).rejects.toThrow('posts')
    expect(project.migrations()).toContain(`${OURS}.up.sql`)
  })
})

test('a database that has one branch names the situation, before and after', async () => {
  const project = await parted()
  const database = { kind: 'embedded', folder: `${project.folder}/.data` } as const
  const request = { specFile: project.specFile, root: undefined, database }
  const problems = async (): Promise<string[]> =>
    (await migrationStatus(request)).migrations.flatMap(({ problem }) => problem ?? [])
  await migrateUp({ ...request, to: undefined, ...quiet })
  await merge(project, 'main', specOf(withBoth))
  await project.git(['checkout', '--theirs', 'migrations/snapshot.json'])
  const what = `two branches each added a migration: ${THEIRS} was made to follow another migration than ${OURS}`
  expect(await problems()).toEqual([`${what}: run dbgen migrate rebase, which puts it behind ${OURS}`])
  await rebase(project)
  expect(await problems()).toEqual([
    `the database has ${OURS}, which is not in this folder: take the version of the project that has it`,
    `${what}, whose files are gone: check out the version of the project that has them, ` +
      'run dbgen migrate down there, then come back',
  ])
})

test('splitMarkers: both sides, also with the ancestor between them', () => {
  const text = ['a', '<<<<<<< HEAD', 'b', '||||||| base', 'c', '=======', 'd', '>>>>>>> x', 'e', ''].join('\n')
  expect(splitMarkers(text)).toEqual({ top: 'a\nb\ne\n', bottom: 'a\nd\ne\n' })
})
