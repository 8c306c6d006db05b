import { createHash, randomUUID } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, onDisk, unlessGone } from './on-disk.js'
import { OutputConflict } from './output-conflict.js'

/** Tells this process from an earlier one of the same number, which containers have at every start. */
const RUN = randomUUID()

/** Does the work while no other process writes below the root. Throws OutputConflict if one does. */
export async function withLock<Result>(root: string, work: () => Promise<Result>): Promise<Result> {
  const locks = await acquire(root)
  try {
    return await work()
  } finally {
    await release(locks)
  }
}

/** Where the lock of a root is: not below it, so that it is never committed. */
export function lockFile(root: string): string {
  return join(tmpdir(), `dbgen-${shortHash(root)}.lock`)
}

/**
 * Creates the lock, or where its holder is dead, the heir of that lock, which only one can create; and so on where the
 * heir is dead too. Nobody removes a lock of another, since by then it might be a new one. Returns the locks from the
 * first to ours.
 */
async function acquire(root: string): Promise<string[]> {
  const first = lockFile(root)
  const locks: string[] = []
  let firstHolder: string | undefined
  let lock = first
  while (!(await createLock(lock))) {
    locks.push(lock)
    const holder = await readHolder(lock)
    if (holder === undefined) return acquire(root)
    if (isAlive(holder)) throw held(root, lock, holder)
    firstHolder ??= holder
    lock = `${first}.${shortHash(holder)}`
  }
  if (firstHolder === undefined || (await readHolder(first)) === firstHolder) return [...locks, lock]
  // Another heir was done in the meantime and removed the first lock, so ours is the heir of nobody.
  await release([lock])
  return acquire(root)
}

/** The first one goes first: without it the others mean nothing. One that cannot be removed dies with this process. */
async function release(locks: readonly string[]): Promise<void> {
  for (const lock of locks) await unlink(lock).catch(() => undefined)
}

/** Creates the lock with what it says already in it; false where it exists. */
async function createLock(lock: string): Promise<boolean> {
  const draft = `${lock}.${randomUUID()}`
  return onDisk(lock, 'locked', async () => {
    try {
      await writeFile(draft, `${process.pid} ${RUN}`, { flag: 'wx' })
      await link(draft, lock)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    } finally {
      await release([draft])
    }
  })
}

/** What the lock says, `<process> <run>`; undefined where it has gone. */
async function readHolder(lock: string): Promise<string | undefined> {
  return onDisk(lock, 'locked', () => unlessGone(() => readFile(lock, 'utf8')))
}

/** A lock that does not say whose it is counts as held. */
function isAlive(holder: string): boolean {
  const [number, run] = holder.split(' ')
  const id = Number(number)
  if (id === process.pid) return run === RUN
  if (!Number.isInteger(id) || id <= 0) return true
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

function held(root: string, lock: string, holder: string): OutputConflict {
  const [id = ''] = holder.split(' ')
  return new OutputConflict([
    {
      path: root,
      problem: `another dbgen${/^\d+$/.test(id) ? `, process ${id},` : ''} is writing here`,
      hint: `run dbgen again when it has ended; if there is none, delete ${lock}`,
    },
  ])
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
