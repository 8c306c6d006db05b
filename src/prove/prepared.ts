import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataDirectory, DataEntry } from './data-directory.js'
import { piecesOf, placeRuns, type Runs, runsOf } from './sparse.js'

/** A data directory that is kept between runs, as one file. */
export interface PreparedFile {
  readonly folder: string
  readonly name: string
}

/** What is kept. */
export interface Prepared {
  readonly directory: DataDirectory
  /** What was noted of it, as JSON has it. */
  readonly notes: unknown
}

/**
 * A file is the hash of the rest, so that a broken one is known; what it is; the length of its head; the head, as JSON;
 * and the bytes of all files that are not zero.
 */
const HASH_BYTES = 32
const MARK = Buffer.from('dbgen data directory 1\n')
const LENGTH_BYTES = 4

interface Head {
  /** A path alone for a folder; path, size and runs for a file. */
  readonly entries: readonly (readonly [path: string, size?: number, runs?: Runs])[]
  readonly notes: unknown
}

/** What was kept; undefined where there is none or where it is broken. */
export async function readPrepared({ folder, name }: PreparedFile): Promise<Prepared | undefined> {
  const bytes = await readFile(join(folder, name)).catch(() => undefined)
  if (bytes === undefined) return undefined
  const content = bytes.subarray(HASH_BYTES)
  if (!content.subarray(0, MARK.length).equals(MARK)) return undefined
  return hashOf(content).equals(bytes.subarray(0, HASH_BYTES)) ? decode(content) : undefined
}

function decode(content: Buffer): Prepared {
  const begin = MARK.length + LENGTH_BYTES
  const end = begin + content.readUInt32LE(MARK.length)
  // Nobody else writes such a file with its hash.
  const { entries, notes } = JSON.parse(content.toString('utf8', begin, end)) as Head
  const sizes = entries.map(([, size = 0]) => aligned(size))
  // Zero, and in no memory until it is read or written.
  const all = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0))
  let from = 0
  let source = end
  const directory = entries.map(([path, size, runs = []], index): DataEntry => {
    if (size === undefined) return { path, content: undefined }
    const file = all.subarray(from, from + size)
    from += sizes[index] ?? 0
    source = placeRuns(file, runs, content, source)
    return { path, content: file }
  })
  return { directory, notes }
}

function encode({ directory, notes }: Prepared): Buffer {
  const pieces: Uint8Array[] = []
  const entries = directory.map(({ path, content }): Head['entries'][number] => {
    if (content === undefined) return [path]
    const runs = runsOf(content)
    pieces.push(...piecesOf(content, runs))
    return [path, content.length, runs]
  })
  const head = Buffer.from(JSON.stringify({ entries, notes } satisfies Head))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(head.length)
  return Buffer.concat([MARK, length, head, ...pieces])
}

function aligned(size: number): number {
  return Math.ceil(size / 8) * 8
}

/**
 * Keeps a data directory for later runs. The file appears whole or not at all, whoever writes it at the same time; where it
 * cannot be written, later runs only take longer.
 */
export async function keepPrepared({ folder, name }: PreparedFile, prepared: Prepared): Promise<void> {
  const temporary = join(folder, `${name}.${randomUUID()}`)
  const content = encode(prepared)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(temporary, Buffer.concat([hashOf(content), content]))
    await rename(temporary, join(folder, name))
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Notes that a file was of use, so that others are removed before it. */
export async function touchPrepared({ folder, name }: PreparedFile): Promise<void> {
  const now = new Date()
  await utimes(join(folder, name), now, now).catch(() => undefined)
}

/** Removes a file that turned out to be of no use. */
export async function dropPrepared({ folder, name }: PreparedFile): Promise<void> {
  await rm(join(folder, name), { force: true }).catch(() => undefined)
}

/** Keeps only the `most` of the files whose names begin alike that were of use last. */
export async function prunePrepared(folder: string, prefix: string, most: number): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(prefix))
  const files = await Promise.all(
    names.map(async (name) => ({
      folder,
      name,
      time: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  )
  const oldest = files.sort((a, b) => b.time - a.time).slice(most)
  await Promise.all(oldest.map(dropPrepared))
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
