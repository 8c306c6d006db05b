import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { applySteps } from '../../../src/output/apply-steps.js'
import { OutputConflict } from '../../../src/output/output-conflict.js'
import { planOutput } from '../../../src/output/plan-output.js'
import { writeOutput } from '../../../src/output/write-output.js'
import { conflictsOf, generated, put, read, request, run, snapshot, summary, temporaryFolder } from './project.js'

const [A, B, C] = ['src/db/a.ts', 'src/db/b.ts', 'src/db/c.ts']

/** Runs a command and, when the test has ended, the one that undoes it; skips the test where it is not allowed. */
function prepare(context: TestContext, command: readonly string[], undo: readonly string[]): void {
  const [program = '', ...parameters] = command
  context.skip(spawnSync(program, parameters).status !== 0, `cannot run ${command.join(' ')}`)
  const [undoProgram = '', ...undoParameters] = undo
  onTestFinished(() => void execFileSync(undoProgram, undoParameters))
}

/** A file system of the size. */
async function smallDisk(context: TestContext, size: string): Promise<string> {
  const root = await temporaryFolder()
  prepare(context, ['mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', root], ['umount', root])
  return root
}

/** Makes a file or folder such that not even root changes it. */
function freeze(context: TestContext, path: string): void {
  prepare(context, ['chattr', '+i', path], ['chattr', '-i', path])
}

/** Lets nobody rename or remove a file, though everything can be written beside it. */
async function pinDown(context: TestContext, path: string): Promise<void> {
  const other = join(await temporaryFolder(), 'other')
  await writeFile(other, await read('/', path))
  prepare(context, ['mount', '--bind', other, path], ['umount', path])
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OutputConflict)
  return error instanceof Error ? error.message : ''
}

test('a full disk at the first run: nothing is left', async (context) => {
  const root = await smallDisk(context, '256k')
  const texts = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`src/db/m${index}/f.ts`, generated('x'.repeat(20_000))]),
  )
  const message = await messageOf(run(root, request(texts, { appended: { 'migrations/1.sql': 'one' } })))
  expect(message).toMatch(
    /^src\/db\/m\d+\/f\.ts: cannot be written: the disk is full \(nothing was changed: make room, then run dbgen again\)$/,
  )
  expect(await snapshot(root)).toEqual({})
})

test('a full disk at a later run: all is as it was, and the run works once there is room', async (context) => {
  const root = await smallDisk(context, '256k')
  const texts = (body: string) => ({ [A]: generated(body), [B]: generated(body), 'src/db/q/old.ts': generated(body) })
  await run(root, request(texts('1'), { replaced: { 'm/s.json': '{}' } }))
  await writeFile(join(root, 'ballast'), 'x'.repeat(200_000))
  const before = await snapshot(root)
  const next = request({ [A]: generated('2'), [B]: generated('2'.repeat(80_000)) }, { appended: { 'm/1.sql': '1' } })
  expect((await conflictsOf(run(root, next))).join()).toMatch(/^\S+: cannot be written: the disk is full$/)
  expect(await snapshot(root)).toEqual(before)
  execFileSync('rm', [join(root, 'ballast')])
  expect(summary(await run(root, next))).toContain(`changed ${B}`)
})

test('a folder that cannot be written to: nothing is changed elsewhere either', async (context) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1') }))
  await mkdir(join(root, 'migrations'))
  const before = await snapshot(root)
  freeze(context, join(root, 'migrations'))
  const next = request({ [A]: generated('2') }, { appended: { 'migrations/1.sql': 'one' } })
  expect(await conflictsOf(run(root, next))).toEqual(['migrations/1.sql: cannot be written: permission denied'])
  expect(await snapshot(root)).toEqual(before)
})

test('a folder that cannot be made', async (context) => {
  const root = await temporaryFolder()
  freeze(context, root)
  expect(await messageOf(run(root, request({ [A]: generated('1') })))).toBe(
    'src: cannot be written: permission denied (nothing was changed: see to it that you may read and write there, then run dbgen again)',
  )
})

test('a file system that is read-only', async (context) => {
  const root = await smallDisk(context, '256k')
  await run(root, request({ [A]: generated('1') }))
  context.skip(spawnSync('mount', ['-o', 'remount,ro', root]).status !== 0, 'cannot remount')
  expect(summary(await run(root, request({ [A]: generated('1') })))).toContain(`unchanged ${A}`)
  expect((await conflictsOf(run(root, request({ [A]: generated('2') })))).join()).toMatch(
    /: cannot be written: the file system is read-only$/,
  )
})

test('a file that cannot be replaced, found half-way: what was renamed is put back', async (context) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1'), [B]: generated('1'), 'src/db/q/old.ts': generated('1') }))
  const before = await snapshot(root)
  await pinDown(context, join(root, B))
  const wanted = request(
    { [A]: generated('2'), 'src/db/n/new.ts': generated('2'), [B]: generated('2'), [C]: generated('2') },
    { appended: { 'migrations/1.sql': 'one' } },
  )
  const plan = await planOutput(root, wanted)
  expect(plan.steps.flat().map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'write src/db/.dbgen.json',
    'remove src/db/q/old.ts',
    `write ${A}`,
    'write src/db/n/new.ts',
    `write ${B}`,
    `write ${C}`,
    'write migrations/1.sql',
    'write src/db/.dbgen.json',
  ])
  expect(await messageOf(writeOutput(plan))).toBe(
    `${B}: cannot be written: another program holds it (nothing was changed: end that program, then run dbgen again)`,
  )
  expect(await snapshot(root)).toEqual(before)
})

test('a file that two steps wrote is put back to what it was before the first', async (context) => {
  const root = await temporaryFolder()
  await put(root, A, '1')
  await put(root, B, '1')
  await pinDown(context, join(root, B))
  const write = (path: string, before: string, text: string) => ({ kind: 'write', path, before, text }) as const
  const steps = [[write(A, '1', '2')], [write(A, '2', '3'), write(B, '1', '2')]]
  expect(await conflictsOf(applySteps(root, steps, async () => {}))).toEqual([
    `${B}: cannot be written: another program holds it`,
  ])
  expect(await snapshot(root)).toEqual({ src: '(folder)', 'src/db': '(folder)', [A]: '1', [B]: '1' })
})

test('a mistake of ours is taken back as well, and stays what it is', async () => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1') }))
  const before = await snapshot(root)
  const { steps } = await planOutput(root, request({ [A]: generated('2') }))
  const mistake = new TypeError('mistake')
  let checks = 0
  const failAtLast = async () => {
    checks += 1
    if (checks === steps.length) throw mistake
  }
  expect(await applySteps(root, steps, failAtLast).catch((thrown: unknown) => thrown)).toBe(mistake)
  expect(await snapshot(root)).toEqual(before)
})

test('a stale file that cannot be removed', async (context) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1'), [B]: generated('1') }))
  const before = await snapshot(root)
  await pinDown(context, join(root, B))
  expect(await conflictsOf(run(root, request({ [A]: generated('2') })))).toEqual([
    `${B}: cannot be removed: another program holds it`,
  ])
  expect(await snapshot(root)).toEqual(before)
})

test('a file that may not be linked to is copied before it is replaced', async (context) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1'), [B]: generated('1') }))
  const before = await snapshot(root)
  freeze(context, join(root, B))
  expect(await conflictsOf(run(root, request({ [A]: generated('2'), [B]: generated('2') })))).toEqual([
    `${B}: cannot be written: permission denied`,
  ])
  expect(await snapshot(root)).toEqual(before)
})

test('what cannot be put back is named, with where its text is', async (context) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('1'), [B]: generated('1') }))
  await pinDown(context, join(root, B))
  const { steps } = await planOutput(root, request({ [A]: generated('2'), [B]: generated('2') }))
  const generatedOnly = steps.flat().filter(({ path }) => path === A || path === B)
  let backup = ''
  const pinBackup = async () => {
    const names = await readdir(join(root, 'src/db'))
    backup = join(root, 'src/db', names.find((name) => name.endsWith('-1.old')) ?? '')
    await pinDown(context, backup)
  }
  expect(await messageOf(applySteps(root, [generatedOnly], pinBackup))).toBe(
    [
      `${A}: could not be put back: another program holds it (what it was is in ${backup}: put it back before you run dbgen again)`,
      `${B}: cannot be written: another program holds it (end that program, then run dbgen again)`,
    ].join('\n'),
  )
  expect(await read('/', backup)).toBe(generated('1'))
  expect(await read(root, A)).toBe(generated('2'))
  expect(await read(root, B)).toBe(generated('1'))
})

test('the cause is kept', async () => {
  const root = join(await temporaryFolder(), 'gone')
  const error: unknown = await planOutput(root, request({})).catch((thrown: unknown) => thrown)
  expect(error instanceof Error ? error.cause : undefined).toMatchObject({ code: 'ENOENT' })
  expect(existsSync(root)).toBe(false)
})

test('a file that cannot be read', async (context) => {
  const root = await temporaryFolder()
  await put(root, A, generated('1'))
  context.skip(process.getuid?.() === 0 || process.platform === 'win32', 'root reads everything')
  execFileSync('chmod', ['000', join(root, A)])
  expect(await conflictsOf(planOutput(root, request({ [A]: generated('1') })))).toEqual([
    `${A}: cannot be read: permission denied`,
  ])
})
