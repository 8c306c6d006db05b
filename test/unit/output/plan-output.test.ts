import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OutputConflict } from '../../../src/output/output-conflict.js'
import { planOutput } from '../../../src/output/plan-output.js'
import { conflictsOf, generated, put, read, request, run, snapshot, summary, temporaryFolder } from './project.js'

const A = 'src/db/a.ts'
const RECORD = 'src/db/.dbgen.json'

test('a first run creates, a second finds all unchanged', async () => {
  const root = await temporaryFolder()
  const wanted = request(
    { [A]: generated('é'), 'src/db/queries/b.ts': generated('b') },
    { appended: { 'migrations/1_init.up.sql': 'create' }, replaced: { 'migrations/snapshot.json': '{}' } },
  )
  const paths = [RECORD, A, 'src/db/queries/b.ts']
  const first = await run(root, wanted)
  expect(summary(first)).toEqual(
    ['migrations/1_init.up.sql', 'migrations/snapshot.json', ...paths].map((path) => `created ${path}`),
  )
  expect(first.changes.find(({ path }) => path === A)).toEqual({
    path: A,
    kind: 'created',
    bytes: Buffer.byteLength(generated('é')),
  })
  expect(await read(root, A)).toBe(generated('é'))
  const second = await planOutput(root, wanted)
  expect(new Set(second.changes.map(({ kind }) => kind))).toEqual(new Set(['unchanged']))
  expect(second.steps).toEqual([])
})

test('planning writes nothing', async () => {
  const root = await temporaryFolder()
  await planOutput(root, request({ [A]: generated('a') }, { appended: { 'm/1.sql': 'x' } }))
  expect(await snapshot(root)).toEqual({})
})

test('what is known to be on disk is not read, and what will be there to the byte is told', async () => {
  const root = await temporaryFolder()
  const B = 'src/db/b.ts'
  const first = await run(root, request({ [A]: generated('a'), [B]: generated('b') }))
  expect(first.exact).toEqual(new Set([A, B]))
  await put(root, A, generated('by hand'))
  const wanted = { [A]: generated('a'), [B]: generated('b2') }
  expect(await conflictsOf(planOutput(root, request(wanted)))).toEqual([`${A}: was edited by hand`])
  const known = await planOutput(root, request(wanted, { settled: new Set([A]) }))
  expect(summary(known)).toEqual([`changed ${RECORD}`, `unchanged ${A}`, `changed ${B}`])
  const windows = generated('b').replaceAll('\n', '\r\n')
  await put(root, B, windows)
  const plan = await planOutput(root, request({ [A]: generated('by hand'), [B]: generated('b') }))
  expect(plan.exact).toEqual(new Set([A]))
})

test('generated files may lie in the root itself', async () => {
  const root = await temporaryFolder()
  await run(root, request({ 'a.ts': generated('a'), 'q/b.ts': generated('b') }, { folder: '.' }))
  const plan = await run(root, request({ 'a.ts': generated('a2') }, { folder: '.' }))
  expect(summary(plan)).toEqual(['changed .dbgen.json', 'changed a.ts', 'removed q/b.ts'])
  expect(Object.keys(await snapshot(root))).toEqual(['.dbgen.json', 'a.ts'])
})

test('a root that is not there', async () => {
  const root = join(await temporaryFolder(), 'gone')
  expect(await conflictsOf(planOutput(root, request({})))).toEqual([`${root}: cannot be read: it does not exist`])
})

test('a root that is a file', async () => {
  const folder = await temporaryFolder()
  await put(folder, 'file', '')
  const root = join(folder, 'file')
  expect(await conflictsOf(planOutput(root, request({})))).toEqual([`${root}: is not a folder`])
})

/** Every way in which a generated file can stand on disk: `last` was generated, then disk and record were changed. */
describe('a generated file', () => {
  const last = generated('last')
  const next = generated('next')
  const edited = generated('last // edited')
  const foreign = 'export const mine = 1\n'
  const byHand = `${A}: was edited by hand`
  const notOurs = `${A}: was not written by dbgen`

  test.each([
    // name, on disk, in the record, what happens, what happens with --force
    ['that is gone', undefined, true, 'created', 'created'],
    ['that was never there', undefined, false, 'created', 'created'],
    ['as we left it', last, true, 'changed', 'changed'],
    ['as we left it, checked out with CRLF', last.replaceAll('\n', '\r\n'), true, 'changed', 'changed'],
    ['with the new text already', next, true, 'unchanged', 'unchanged'],
    ['with the new text in CRLF', next.replaceAll('\n', '\r\n'), true, 'unchanged', 'unchanged'],
    ['with the new text, not recorded', next, false, 'unchanged', 'unchanged'],
    ['edited', edited, true, byHand, 'changed'],
    ['edited in its white space only', `${last}\n`, true, byHand, 'changed'],
    ['edited so that the header is lost', foreign, true, byHand, 'changed'],
    ['emptied', '', true, byHand, 'changed'],
    ['with our header, not recorded', last, false, byHand, 'changed'],
    ['with a byte order mark and our header, not recorded', `\uFEFF${last}`, false, byHand, 'changed'],
    ['of somebody else', foreign, false, notOurs, notOurs],
    ['that is empty, not recorded', '', false, notOurs, notOurs],
  ])('%s', async (_name, onDisk, recorded, want, wantForced) => {
    for (const [handEdits, expected] of [
      ['refuse', want],
      ['overwrite', wantForced],
    ] as const) {
      const root = await temporaryFolder()
      await run(root, request({ [A]: last }))
      if (!recorded) await unlink(join(root, RECORD))
      if (onDisk === undefined) await unlink(join(root, A))
      else await put(root, A, onDisk)
      const before = await snapshot(root)
      const outcome = await run(root, request({ [A]: next }, { handEdits })).then(
        ({ changes }) => changes.find(({ path }) => path === A)?.kind,
        (error: unknown) => (error instanceof OutputConflict ? error.message.replace(/ \(.*/s, '') : error),
      )
      expect(outcome).toBe(expected)
      const wasRefused = expected.includes(':')
      if (wasRefused) expect(await snapshot(root)).toEqual(before)
      else expect((await read(root, A)).replaceAll('\r\n', '\n')).toBe(next)
    }
  })

  test('that was overwritten by force says so, and is ours from then on', async () => {
    const root = await temporaryFolder()
    await run(root, request({ [A]: last }))
    await put(root, A, edited)
    const forced = await run(root, request({ [A]: next }, { handEdits: 'overwrite' }))
    expect(forced.changes.find(({ path }) => path === A)?.reason).toBe('edited by hand, overwritten by --force')
    expect(summary(await run(root, request({ [A]: last })))).toEqual([`changed ${RECORD}`, `changed ${A}`])
  })
})

test('every conflict is named at once, grouped, and nothing is written', async () => {
  const root = await temporaryFolder()
  const texts = (body: string) => ({
    [A]: generated(body),
    'src/db/b.ts': generated(body),
    'src/db/c.ts': generated(body),
    'src/db/e.ts': generated(body),
  })
  await run(root, request(texts('1'), { appended: { 'm/1.sql': 'one' } }))
  await put(root, A, generated('mine'))
  await put(root, 'src/db/c.ts', generated('mine'))
  await put(root, 'src/db/d.ts', 'mine')
  const before = await snapshot(root)
  const wanted = request({ ...texts('2'), 'src/db/d.ts': generated('2') }, { appended: { 'm/1.sql': 'two' } })
  const error = await planOutput(root, wanted).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(OutputConflict)
  expect(String(error)).toBe(
    [
      'OutputConflict: m/1.sql: exists with another text (it is never rewritten: give the new file another name)',
      'was edited by hand (move the edits into a file of their own, or run dbgen with --force to lose them):',
      '  src/db/a.ts',
      '  src/db/c.ts',
      'src/db/d.ts: was not written by dbgen (move it away, or let dbgen write to another folder)',
    ].join('\n'),
  )
  expect(await snapshot(root)).toEqual(before)
})

describe('an appended file', () => {
  test.each([
    ['absent', undefined, 'created'],
    ['the same', 'create table a\n', 'unchanged'],
    ['the same in CRLF', 'create table a\r\n', 'unchanged'],
    ['another', 'create table b\n', 'refused'],
  ])('%s, forced or not', async (_name, onDisk, expected) => {
    const root = await temporaryFolder()
    if (onDisk !== undefined) await put(root, 'm/1.sql', onDisk)
    for (const handEdits of ['overwrite', 'refuse'] as const) {
      const plan = planOutput(root, request({}, { appended: { 'm/1.sql': 'create table a\n' }, handEdits }))
      if (expected === 'refused') expect(await conflictsOf(plan)).toEqual(['m/1.sql: exists with another text'])
      else expect(summary(await plan)).toContain(`${expected} m/1.sql`)
    }
  })

  test('stays when the next run does not mention it', async () => {
    const root = await temporaryFolder()
    await run(root, request({}, { appended: { 'm/1.sql': 'one' } }))
    await run(root, request({}, { appended: { 'm/2.sql': 'two' } }))
    expect(await read(root, 'm/1.sql')).toBe('one')
  })
})

test('a replaced file is replaced whatever it held', async () => {
  const root = await temporaryFolder()
  await put(root, 'm/snapshot.json', 'anything')
  const plan = await run(root, request({}, { replaced: { 'm/snapshot.json': '{}' } }))
  expect(summary(plan)).toContain('changed m/snapshot.json')
  expect(await read(root, 'm/snapshot.json')).toBe('{}')
})

describe('a stale file', () => {
  const B = 'src/db/queries/deep/b.ts'
  const old = request({ [A]: generated('a'), [B]: generated('b') })
  const now = request({ [A]: generated('a') })

  test('goes, and the folders that it leaves empty', async () => {
    const root = await temporaryFolder()
    await run(root, old)
    const plan = await run(root, now)
    expect(summary(plan)).toEqual([`changed ${RECORD}`, `unchanged ${A}`, `removed ${B}`])
    expect(Object.keys(await snapshot(root))).toEqual(['src', 'src/db', RECORD, A])
  })

  test('goes when it was checked out with CRLF', async () => {
    const root = await temporaryFolder()
    await run(root, old)
    await put(root, B, generated('b').replaceAll('\n', '\r\n'))
    expect(summary(await run(root, now))).toContain(`removed ${B}`)
  })

  test('leaves a folder that holds something else', async () => {
    const root = await temporaryFolder()
    await run(root, old)
    await put(root, 'src/db/queries/mine.ts', 'mine')
    await run(root, now)
    expect(Object.keys(await snapshot(root))).toEqual([
      'src',
      'src/db',
      RECORD,
      A,
      'src/db/queries',
      'src/db/queries/mine.ts',
    ])
  })

  test('never takes the folder itself with it', async () => {
    const root = await temporaryFolder()
    await run(root, old)
    await run(root, request({}))
    expect(Object.keys(await snapshot(root))).toEqual(['src', 'src/db', RECORD])
  })

  test.each(['refuse', 'overwrite'] as const)('is kept when it was edited (%s), run after run', async (handEdits) => {
    const root = await temporaryFolder()
    await run(root, old)
    await put(root, B, generated('b, edited'))
    const { files } = now.generated
    for (let round = 0; round < 2; round += 1) {
      const plan = await run(root, request({}, { files, handEdits }))
      expect(summary(plan)).toEqual([`unchanged ${RECORD}`, `unchanged ${A}`, `kept ${B}`])
      expect(plan.changes.find(({ path }) => path === B)?.reason).toBe(
        'generated no longer, but edited by hand: delete it when nothing needs it',
      )
    }
    expect(await read(root, B)).toBe(generated('b, edited'))
    await put(root, B, generated('b'))
    expect(summary(await run(root, now))).toContain(`removed ${B}`)
  })

  test('that is gone is forgotten', async () => {
    const root = await temporaryFolder()
    await run(root, old)
    await unlink(join(root, B))
    expect(summary(await run(root, now))).toEqual([`changed ${RECORD}`, `unchanged ${A}`])
    expect(summary(await run(root, now))).toEqual([`unchanged ${RECORD}`, `unchanged ${A}`])
  })

  test('that is not in the record is not ours to remove', async () => {
    const root = await temporaryFolder()
    await run(root, now)
    await put(root, 'src/db/helper.ts', 'mine')
    await put(root, 'src/db/copy.ts', generated('copied by somebody'))
    expect(summary(await run(root, now))).toEqual([`unchanged ${RECORD}`, `unchanged ${A}`])
    expect(await read(root, 'src/db/helper.ts')).toBe('mine')
    expect(await read(root, 'src/db/copy.ts')).toBe(generated('copied by somebody'))
  })

  test('becomes a migration without being removed', async () => {
    const root = await temporaryFolder()
    await run(root, request({ [A]: generated('a') }))
    const plan = await run(root, request({}, { appended: { [A]: generated('a') } }))
    expect(summary(plan)).toEqual([`changed ${RECORD}`, `unchanged ${A}`])
  })
})

describe('a record', () => {
  test('with merge markers is settled by keeping what both sides wrote', async () => {
    const root = await temporaryFolder()
    await run(root, request({ [A]: generated('a'), 'src/db/b.ts': generated('b') }))
    const record = await read(root, RECORD)
    const [line = ''] = record.split('\n').filter((text) => text.includes('a.ts'))
    const other = line.replace(/[0-9a-f]{64}/, 'f'.repeat(64))
    await put(root, RECORD, record.replace(line, `<<<<<<< HEAD\n${line}\n=======\n${other}\n>>>>>>> branch`))
    expect(summary(await run(root, request({ [A]: generated('a2') })))).toEqual([
      `changed ${RECORD}`,
      `changed ${A}`,
      'removed src/db/b.ts',
    ])
    const fresh = await temporaryFolder()
    await run(fresh, request({ [A]: generated('a2') }))
    expect(await snapshot(root)).toEqual(await snapshot(fresh))
  })

  test('with merge markers is written anew, also where both sides wrote the same', async () => {
    const root = await temporaryFolder()
    const wanted = request({ [A]: generated('a') })
    await run(root, wanted)
    const record = await read(root, RECORD)
    await put(root, RECORD, record.replace(/( +"a\.ts.*)/, '<<<<<<< HEAD\n$1\n=======\n$1\n>>>>>>> branch'))
    expect(summary(await run(root, wanted))).toEqual([`changed ${RECORD}`, `unchanged ${A}`])
    expect(await read(root, RECORD)).toBe(record)
  })

  test('that is lost is made again when no text differs', async () => {
    const root = await temporaryFolder()
    const wanted = request({ [A]: generated('a') })
    await run(root, wanted)
    const record = await read(root, RECORD)
    await unlink(join(root, RECORD))
    expect(summary(await run(root, wanted))).toEqual([`created ${RECORD}`, `unchanged ${A}`])
    expect(await read(root, RECORD)).toBe(record)
  })

  test('in CRLF is unchanged', async () => {
    const root = await temporaryFolder()
    const wanted = request({ [A]: generated('a') })
    await run(root, wanted)
    await put(root, RECORD, (await read(root, RECORD)).replaceAll('\n', '\r\n'))
    expect(summary(await run(root, wanted))).toEqual([`unchanged ${RECORD}`, `unchanged ${A}`])
  })
})
