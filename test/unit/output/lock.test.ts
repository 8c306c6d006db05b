import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { lockFile, withLock } from '../../../src/output/lock.js'
import { conflictsOf, generated, request, run, snapshot, temporaryFolder } from './project.js'

/** The number of a process that lives until `end` is called. */
async function otherProcess(): Promise<{ id: number; end: () => Promise<void> }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'])
  await once(child.stdout, 'data')
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  onTestFinished(end)
  return { id: child.pid ?? 0, end }
}

async function rootWithLock(text: string): Promise<{ root: string; lock: string }> {
  const root = await temporaryFolder()
  const lock = lockFile(root)
  await writeFile(lock, text)
  onTestFinished(() => rm(lock, { force: true }))
  return { root, lock }
}

test('is held during the work, whether it ends well or not', async () => {
  const root = await temporaryFolder()
  expect(dirname(lockFile(root))).toBe(tmpdir())
  expect(await withLock(root, async () => existsSync(lockFile(root)))).toBe(true)
  expect(existsSync(lockFile(root))).toBe(false)
  await expect(withLock(root, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop')
  expect(existsSync(lockFile(root))).toBe(false)
})

test('one at a time, and other roots go on', async () => {
  const [root, other] = [await temporaryFolder(), await temporaryFolder()]
  await withLock(root, async () => {
    expect(await conflictsOf(withLock(root, async () => 'second'))).toEqual([
      `${root}: another dbgen, process ${process.pid}, is writing here`,
    ])
    expect(await withLock(other, async () => 'other')).toBe('other')
    expect(existsSync(lockFile(root))).toBe(true)
  })
})

test('a living process keeps its lock, a dead one loses it', async () => {
  const { id, end } = await otherProcess()
  const { root, lock } = await rootWithLock(`${id} run`)
  const wanted = request({ 'src/db/a.ts': generated('a') })
  const error = await run(root, wanted).catch((thrown: unknown) => thrown)
  expect(String(error)).toBe(
    `OutputConflict: ${root}: another dbgen, process ${id}, is writing here (run dbgen again when it has ended; if there is none, delete ${lock})`,
  )
  expect(await snapshot(root)).toEqual({})
  expect(await readFile(lock, 'utf8')).toBe(`${id} run`)
  await end()
  await run(root, wanted)
  expect(existsSync(lock)).toBe(false)
  expect(Object.keys(await snapshot(root))).toContain('src/db/a.ts')
})

test('a lock of an earlier process with our number is dead', async () => {
  const { root } = await rootWithLock(`${process.pid} another-run`)
  expect(await withLock(root, async () => 'done')).toBe('done')
})

test.each(['', 'somebody', '-5 run', '0 run'])('a lock that says %j counts as held', async (text) => {
  const { root } = await rootWithLock(text)
  expect((await conflictsOf(withLock(root, async () => 'done'))).join()).toMatch(/: another dbgen.* is writing here$/)
})

test.each([0, 1, 3])(
  'of many that find a dead lock, with %i dead heirs, one takes it',
  async (heirs) => {
    const { id, end } = await otherProcess()
    await end()
    for (let round = 0; round < 10; round += 1) {
      const { root, lock } = await rootWithLock(`${id} run`)
      let holder = `${id} run`
      for (let heir = 0; heir < heirs; heir += 1) {
        const path = `${lock}.${createHash('sha256').update(holder).digest('hex').slice(0, 16)}`
        holder = `${id} heir-${heir}`
        await writeFile(path, holder)
      }
      const refused: unknown[] = []
      const othersAreRefused = () => vi.waitUntil(() => refused.length === 7, { timeout: 5000, interval: 1 })
      const attempts = Array.from({ length: 8 }, () =>
        withLock(root, othersAreRefused).catch((error: unknown) => refused.push(error)),
      )
      await Promise.all(attempts)
      expect(refused).toHaveLength(7)
      expect((await readdir(tmpdir())).filter((name) => name.startsWith(basename(lock)))).toEqual([])
    }
  },
  30_000,
)

test('nothing to write needs no lock', async () => {
  const root = await temporaryFolder()
  const wanted = request({ 'src/db/a.ts': generated('a') })
  await run(root, wanted)
  await withLock(root, () => run(root, wanted))
})
