import { execFileSync } from 'node:child_process'
import { link, lstat, mkdir, readlink, symlink, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { planOutput } from '../../../src/output/plan-output.js'
import { conflictsOf, generated, put, read, request, run, snapshot, summary, temporaryFolder } from './project.js'

const A = 'src/db/queries/a.ts'
const wanted = request(
  { [A]: generated('a') },
  { appended: { 'migrations/1.sql': 'one' }, replaced: { 'migrations/s.json': '{}' } },
)

describe('a symbolic link on the way is refused, whatever it points to', () => {
  test.each([
    'src',
    'src/db',
    'src/db/queries',
    'src/db/queries/a.ts',
    'src/db/.dbgen.json',
    'migrations',
    'migrations/1.sql',
    'migrations/s.json',
  ])('%s', async (path) => {
    for (const target of ['folder', 'canary', 'nowhere']) {
      const [root, outside] = [await temporaryFolder(), await temporaryFolder()]
      await put(outside, 'canary', 'canary')
      await mkdir(join(outside, 'folder'))
      await mkdir(join(root, path, '..'), { recursive: true })
      await symlink(join(outside, target), join(root, path))
      const before = await snapshot(outside)
      expect(await conflictsOf(run(root, wanted))).toEqual([`${path}: is a symbolic link`])
      expect(await readlink(join(root, path))).toBe(join(outside, target))
      expect(await snapshot(outside)).toEqual(before)
    }
  })

  test('also one that stays below the root', async () => {
    const root = await temporaryFolder()
    await mkdir(join(root, 'real'))
    await symlink('real', join(root, 'src'))
    expect(await conflictsOf(run(root, wanted))).toEqual(['src: is a symbolic link'])
  })

  test('not one beside it', async () => {
    const root = await temporaryFolder()
    await symlink('/nowhere', join(root, 'other'))
    expect(summary(await run(root, wanted))).toContain(`created ${A}`)
  })
})

test('a stale file behind a link is left alone', async () => {
  const [root, outside] = [await temporaryFolder(), await temporaryFolder()]
  await run(root, wanted)
  await put(outside, 'a.ts', generated('a'))
  await unlink(join(root, A))
  execFileSync('rmdir', [join(root, 'src/db/queries')])
  await symlink(outside, join(root, 'src/db/queries'))
  const plan = await run(root, request({}))
  expect(plan.changes).toEqual([
    expect.objectContaining({ path: 'src/db/.dbgen.json', kind: 'unchanged' }),
    { path: A, kind: 'kept', bytes: 0, reason: 'generated no longer, but src/db/queries is a symbolic link' },
  ])
  expect(await read(outside, 'a.ts')).toBe(generated('a'))
})

test('the root itself may be a link', async () => {
  const [real, elsewhere] = [await temporaryFolder(), await temporaryFolder()]
  await symlink(real, join(elsewhere, 'root'))
  const plan = await run(join(elsewhere, 'root'), wanted)
  expect(plan.root).toBe(real)
  expect(await read(real, A)).toBe(generated('a'))
  expect((await lstat(join(elsewhere, 'root'))).isSymbolicLink()).toBe(true)
})

test('a hard link is cut: the other name keeps its text', async () => {
  const [root, outside] = [await temporaryFolder(), await temporaryFolder()]
  await run(root, wanted)
  await link(join(root, A), join(outside, 'other'))
  await run(root, request({ [A]: generated('a2') }))
  expect(await read(outside, 'other')).toBe(generated('a'))
  expect(await read(root, A)).toBe(generated('a2'))
})

describe('what is in the way', () => {
  test('a folder where a file goes', async () => {
    const root = await temporaryFolder()
    await mkdir(join(root, A), { recursive: true })
    expect(await conflictsOf(run(root, wanted))).toEqual([`${A}: is a folder where dbgen writes a file`])
  })

  test('a file where a folder goes, named once for all files below it', async () => {
    const root = await temporaryFolder()
    await put(root, 'src/db/queries', 'mine')
    const two = request({ [A]: generated('a'), 'src/db/queries/b.ts': generated('b') })
    expect(await conflictsOf(run(root, two))).toEqual(['src/db/queries: is a file where dbgen writes a folder'])
  })

  test.runIf(process.platform !== 'win32')('a pipe, which would never end', async () => {
    const root = await temporaryFolder()
    await mkdir(join(root, 'src/db/queries'), { recursive: true })
    execFileSync('mkfifo', [join(root, A)])
    expect(await conflictsOf(run(root, wanted))).toEqual([
      `${A}: is neither a file nor a folder where dbgen writes a file`,
    ])
  })
})

describe('names that differ only by case', () => {
  const upper = 'src/db/queries/A.ts'

  test.each([
    [upper, A],
    ['src/db/Queries/x.ts', A],
    ['SRC/x.ts', A],
  ])('%s on disk', async (existing, path) => {
    const root = await temporaryFolder()
    await put(root, existing, 'mine')
    const twin = existing.replace('/x.ts', '')
    expect(await conflictsOf(planOutput(root, request({ [A]: generated('a') })))).toEqual([
      `${path}: differs only by case from ${twin}, which exists`,
    ])
  })

  test('a generated file may change its case', async () => {
    const root = await temporaryFolder()
    await run(root, request({ [upper]: generated('a') }))
    const plan = await run(root, request({ [A]: generated('a') }))
    expect(summary(plan)).toEqual(['changed src/db/.dbgen.json', `removed ${upper}`, `created ${A}`])
    expect(Object.keys(await snapshot(root))).toEqual(['src', 'src/db', 'src/db/.dbgen.json', 'src/db/queries', A])
  })

  test('unless it was edited', async () => {
    const root = await temporaryFolder()
    await run(root, request({ [upper]: generated('a') }))
    await put(root, upper, generated('edited'))
    expect(await conflictsOf(run(root, request({ [A]: generated('a') })))).toEqual([
      `${A}: differs only by case from ${upper}, which exists`,
    ])
  })
})
