import { chmod, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OutputConflict } from '../../../src/output/output-conflict.js'
import { planOutput } from '../../../src/output/plan-output.js'
import { writeOutput } from '../../../src/output/write-output.js'
import {
  conflictsOf,
  generated,
  put,
  putAll,
  read,
  request,
  run,
  snapshot,
  summary,
  temporaryFolder,
} from './project.js'

const A = 'src/db/a.ts'
const B = 'src/db/b.ts'
const RECORD = 'src/db/.dbgen.json'

test('only files that change are written', async () => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('a'), [B]: generated('b') }, { replaced: { 'm/s.json': '{}' } }))
  const longAgo = new Date('2001-01-01')
  for (const path of [A, B, RECORD, 'm/s.json']) await utimes(join(root, path), longAgo, longAgo)
  await run(root, request({ [A]: generated('a2'), [B]: generated('b') }, { replaced: { 'm/s.json': '{}' } }))
  const touched = async (path: string) => (await stat(join(root, path))).mtime.getTime() !== longAgo.getTime()
  expect(await Promise.all([A, RECORD, B, 'm/s.json'].map(touched))).toEqual([true, true, false, false])
})

test('nothing else is left in the folders', async () => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('a'), [B]: generated('b') }))
  await run(root, request({ [A]: generated('a2'), 'src/db/c.ts': generated('c') }, { appended: { 'm/1.sql': '1' } }))
  expect(Object.keys(await snapshot(root))).toEqual(['m', 'm/1.sql', 'src', 'src/db', RECORD, A, 'src/db/c.ts'])
})

test.runIf(process.platform !== 'win32')('a changed file keeps its mode', async () => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('a') }))
  await chmod(join(root, A), 0o440)
  await run(root, request({ [A]: generated('a2') }))
  expect((await stat(join(root, A))).mode & 0o777).toBe(0o440)
})

test.each([
  ['a file that is edited meanwhile', A, generated('edited meanwhile')],
  ['a file that appears meanwhile', 'src/db/new.ts', 'mine'],
  ['a migration that appears meanwhile', 'm/1.sql', 'mine'],
  ['a stale file that is edited meanwhile', B, generated('edited meanwhile')],
])('%s is not overwritten', async (_name, path, text) => {
  const root = await temporaryFolder()
  await run(root, request({ [A]: generated('a'), [B]: generated('b') }))
  const wanted = request(
    { [A]: generated('a2'), 'src/db/new.ts': generated('new') },
    { appended: { 'm/1.sql': 'one' } },
  )
  const plan = await planOutput(root, wanted)
  await put(root, path, text)
  const before = await snapshot(root)
  expect(await conflictsOf(writeOutput(plan))).toEqual([`${path}: was changed while dbgen ran`])
  expect(await snapshot(root)).toEqual(before)
})

test('of runs at the same time at least one writes, and none mixes with another', async () => {
  const root = await temporaryFolder()
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `src/db/${name}.ts`)
  const textsOf = (body: string) => Object.fromEntries(names.map((name) => [name, generated(body)]))
  await run(root, request(textsOf('first')))
  const plans = await Promise.all(['1', '2', '3'].map((body) => planOutput(root, request(textsOf(body)))))
  const outcomes = await Promise.allSettled(plans.map(writeOutput))
  const written = outcomes.filter(({ status }) => status === 'fulfilled')
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(written.length).toBe(1)
  for (const error of errors) expect(error).toBeInstanceOf(OutputConflict)
  const texts = await Promise.all(names.map((name) => read(root, name)))
  expect(new Set(texts).size).toBe(1)
  expect(summary(await planOutput(root, request(textsOf('next'))))).toContain(`changed ${A}`)
})

test('what another run is writing is not taken for edited by hand', async () => {
  const root = await temporaryFolder()
  const filler = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`src/db/f${index}.ts`, generated('')]))
  putAll(root, filler)
  await run(root, request({ ...filler, [A]: generated('0') }))
  const seen = new Set<string>()
  for (let round = 1; round <= 5; round += 1) {
    const plan = await planOutput(root, request({ ...filler, [A]: generated(`${round}`) }))
    const slower = planOutput(root, request({ ...filler, [A]: generated('slower') }))
    const outcome = slower.then(
      () => ['planned'],
      (error: unknown) =>
        error instanceof OutputConflict ? error.conflicts.map(({ problem }) => problem) : [`${error}`],
    )
    await writeOutput(plan)
    for (const problem of await outcome) seen.add(problem)
  }
  expect(['planned', 'was changed while dbgen ran']).toEqual(expect.arrayContaining([...seen]))
}, 30_000)

test('a plan that was carried out is not carried out again', async () => {
  const root = await temporaryFolder()
  const plan = await run(root, request({ [A]: generated('a') }))
  expect(await conflictsOf(writeOutput(plan))).toEqual(
    [RECORD, A].map((path) => `${path}: was changed while dbgen ran`),
  )
})

test('a run that was killed is finished by the next one, even for another request', async () => {
  const texts = { [A]: generated('a'), [B]: generated('b'), 'src/db/gone.ts': generated('gone') }
  const next = { [A]: generated('a2'), [B]: generated('b2'), 'src/db/folder/new.ts': generated('new') }
  for (let done = 0; done <= 6; done += 1) {
    const root = await temporaryFolder()
    await run(root, request(texts))
    const plan = await planOutput(root, request(next))
    const actions = plan.steps.flat()
    expect(actions.length).toBe(6)
    await writeOutput({ ...plan, steps: actions.slice(0, done).map((action) => [action]) })
    if (done > 0) await put(root, 'src/db/folder/.dbgen-0123456789ab-0.new', 'left behi')
    await put(root, 'src/db/.dbgen-0123456789ab-1.old', 'left behind')
    await run(root, request({ [A]: generated('a3'), [B]: generated('b3') }))
    expect(Object.keys(await snapshot(root))).toEqual(['src', 'src/db', RECORD, A, B])
    expect(await read(root, B)).toBe(generated('b3'))
  }
})

test('what a killed run left behind goes even when nothing changes, and nothing like it', async () => {
  const root = await temporaryFolder()
  const wanted = request({ [A]: generated('a') })
  await run(root, wanted)
  await writeFile(join(root, 'src/db/.dbgen-0123456789ab-7.new'), 'left behind')
  await writeFile(join(root, 'src/db/.dbgen-notes.new'), 'mine')
  expect((await run(root, wanted)).leftovers).toEqual(['src/db/.dbgen-0123456789ab-7.new'])
  expect(Object.keys(await snapshot(root))).toEqual(['src', 'src/db', 'src/db/.dbgen-notes.new', RECORD, A])
})
