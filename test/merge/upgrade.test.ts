import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readVersion } from '../../src/version.js'
import { blog, type EditedProject, editedProject } from './edited-project.js'

const RECORD = 'src/db/.dbgen.json'
const ERRORS = 'src/db/errors/post.errors.ts'
const next = blog({ post: '      slug: { type: text, nullable: true, unique: true }\n' })

/** As if an older dbgen had written one of the files otherwise: the file and the record of it. */
async function olderProject(version: string): Promise<EditedProject> {
  const project = await editedProject(blog())
  const old = project.read(ERRORS).replace('/** Another row of posts has this id. */', '/** The id is taken. */')
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  project.write(
    RECORD,
    project
      .read(RECORD)
      .replace(hash(project.read(ERRORS)), hash(old))
      .replace(readVersion(), version),
  )
  project.write(ERRORS, old)
  return project
}

function commit(project: EditedProject): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org', ...args], {
      cwd: project.folder,
    })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'state')
}

test('where only dbgen changed, that is told', async () => {
  const project = await olderProject('0.0.1')
  const { upgrade, files } = await project.generate(`# a comment\n\n${blog()}`)
  expect(upgrade).toEqual({ from: '0.0.1', to: readVersion(), files: 1, isAlone: true })
  expect(files.filter(({ kind }) => kind === 'changed').map(({ path }) => path)).toEqual([RECORD, ERRORS])
  expect((await project.generate(blog())).upgrade).toBe(undefined)
})

test('where only the templates of one version changed, too', async () => {
  const project = await olderProject(readVersion())
  expect((await project.generate(blog())).upgrade).toEqual({
    from: readVersion(),
    to: readVersion(),
    files: 1,
    isAlone: true,
  })
})

test('where the spec changed too, the upgrade can be written alone, for the spec as it was committed', async () => {
  const project = await olderProject('0.0.1')
  commit(project)
  const dry = await project.generate(next, { dryRun: true })
  expect(dry.upgrade).toEqual({ from: '0.0.1', to: readVersion(), files: 1, isAlone: false })
  const fresh = await editedProject(blog())
  const { files, migration } = await project.generate(next, { upgradeOnly: true })
  expect(migration).toBe(undefined)
  expect(files.filter(({ kind }) => kind !== 'unchanged').map(({ path }) => path)).toEqual([RECORD, ERRORS])
  expect({ ...project.all(), '.git': '' }).toMatchObject(withoutSpec(fresh))
  const { upgrade } = await project.generate(next)
  expect(upgrade).toBe(undefined)
  expect(project.read(ERRORS)).toContain('PostSlugTaken')
})

test('an edit of the spec that changes no code leaves no trace, and does not hide an upgrade once it is committed', async () => {
  const project = await olderProject(readVersion())
  const record = project.read(RECORD).replace(readVersion(), '0.0.1')
  project.write(RECORD, record)
  const indexed = blog().replace(
    'title: { type: text, unique: true }',
    'title: { type: text, unique: true, index: { name: by_title } }',
  )
  const older = project.read(ERRORS)
  await project.generate(indexed)
  // The older dbgen would have left its own text and record.
  project.write(ERRORS, older)
  project.write(RECORD, record)
  commit(project)
  expect((await project.generate(indexed, { dryRun: true })).upgrade).toMatchObject({ files: 1, isAlone: true })
  const { files, migration } = await project.generate(indexed, { upgradeOnly: true })
  expect(migration).toBe(undefined)
  expect(files.filter(({ kind }) => kind !== 'unchanged').map(({ path }) => path)).toEqual([RECORD, ERRORS])
})

test('where nobody knows what the spec was, that is said', async () => {
  const project = await olderProject('0.0.1')
  expect((await project.generate(next, { dryRun: true })).upgrade).toMatchObject({ files: undefined, isAlone: false })
  const before = project.all()
  await expect(project.generate(next, { upgradeOnly: true })).rejects.toThrow(
    'the spec was edited since the code was generated',
  )
  expect(project.all()).toEqual(before)
})

function withoutSpec(project: EditedProject): Record<string, string> {
  return Object.fromEntries(Object.entries(project.all()).filter(([path]) => path.startsWith('src/')))
}
