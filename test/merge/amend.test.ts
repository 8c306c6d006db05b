import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { migrateUp } from '../../src/pipeline.js'
import { blog, type EditedProject, editedProject, emptyProject } from './edited-project.js'

const slug = blog({ post: '      slug: { type: text, nullable: true }\n' })
const both = blog({
  post: '      slug: { type: text, nullable: true }\n      rating: { type: integer, nullable: true }\n',
})

function git(project: EditedProject, ...args: string[]): void {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org']
  execFileSync('git', [...identity, ...args], { cwd: project.folder, stdio: 'pipe' })
}

function commit(project: EditedProject): void {
  git(project, 'add', '-A')
  git(project, 'commit', '-qm', 'state')
}

/** A repository where the first migration is committed and the second is not. */
async function secondUncommitted(): Promise<EditedProject> {
  const project = await editedProject(blog())
  git(project, 'init', '-q')
  commit(project)
  await project.generate(slug)
  return project
}

const migrationsOf = (project: EditedProject) =>
  Object.keys(project.all()).filter((path) => path.startsWith('migrations/'))
const chainOf = (project: EditedProject): string[] =>
  JSON.parse(project.read('migrations/snapshot.json')).migrations.map(({ id }: { id: string }) => id)

test('the newest migration is planned anew, from what was before it', async () => {
  const project = await secondUncommitted()
  const { migration, amended } = await project.generate(both, { amend: true, proof: true })
  expect(amended).toBe('20260101000002_add_column_posts_slug')
  expect(migration).toMatchObject({
    id: '20260101000003_add_column_posts_slug_and_1_more',
    steps: ['add column posts.slug', 'add column posts.rating'],
  })
  expect(migrationsOf(project)).toEqual([
    'migrations/20260101000001_init.down.sql',
    'migrations/20260101000001_init.up.sql',
    'migrations/20260101000003_add_column_posts_slug_and_1_more.down.sql',
    'migrations/20260101000003_add_column_posts_slug_and_1_more.up.sql',
    'migrations/snapshot.json',
  ])
  expect(chainOf(project)).toEqual(['20260101000001_init', '20260101000003_add_column_posts_slug_and_1_more'])
  const database = { kind: 'embedded', folder: `${project.folder}/data` } as const
  const ending = {
    onLost: () => {},
    signal: new AbortController().signal,
    lockTimeout: undefined,
    attempts: undefined,
    onStep: () => {},
  }
  const request = { specFile: `${project.folder}/schema.yaml`, root: undefined, database, to: undefined, ...ending }
  expect((await migrateUp(request)).applied.length).toBe(2)
})

test('where the edit is taken back, the migration goes and the rest is as it was', async () => {
  const project = await secondUncommitted()
  const { migration } = await project.generate(blog(), { amend: true })
  expect(migration).toBe(undefined)
  git(project, 'add', '-A')
  expect(execFileSync('git', ['status', '--short'], { cwd: project.folder, encoding: 'utf8' })).toBe('')
})

test('the first one, before any commit', async () => {
  const project = await editedProject(blog())
  git(project, 'init', '-q')
  const { migration } = await project.generate(slug, { amend: true, migrationName: 'start' })
  expect(migration?.id).toBe('20260101000002_start')
  expect(chainOf(project)).toEqual(['20260101000002_start'])
})

test.each([
  {
    name: 'a committed migration',
    prepare: (project: EditedProject) => commit(project),
    amend: true as const,
    message: '20260101000002_add_column_posts_slug is committed, and may be applied somewhere',
  },
  {
    name: 'one that is not the newest',
    prepare: () => {},
    amend: '20260101000001_init',
    message: '20260101000001_init is not the newest migration: that is 20260101000002_add_column_posts_slug',
  },
  {
    name: 'one of two that are not committed',
    prepare: (project: EditedProject) => project.generate(both),
    amend: true as const,
    message: 'the last commit has no snapshot.json of what was before 20260101000003_add_column_posts_rating',
  },
])('$name is refused, and nothing is written', async ({ prepare, amend, message }) => {
  const project = await secondUncommitted()
  await prepare(project)
  const before = project.all()
  await expect(project.generate(both, { amend })).rejects.toThrow(message)
  expect(project.all()).toEqual({ ...before, 'schema.yaml': both })
})

test('without git the migration has to be named', async () => {
  const project = await editedProject(blog())
  await expect(project.generate(slug, { amend: true })).rejects.toThrow(
    'without git nobody can tell whether 20260101000001_init is committed: to replace it all the same, write --amend 20260101000001_init',
  )
  await project.generate(slug, { amend: '20260101000001_init', migrationName: 'start' })
  expect(chainOf(project)).toEqual(['20260101000003_start'])
})

test('where there is no migration, there is nothing to amend', async () => {
  const project = emptyProject()
  await expect(project.generate(blog(), { amend: true })).rejects.toThrow('there is no migration to amend')
  expect(Object.keys(project.all())).toEqual(['schema.yaml'])
})
