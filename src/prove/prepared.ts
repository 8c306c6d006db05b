import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A dumped data directory that is kept between runs. It begins with the hash of the rest, so that a broken one is known. */
export interface PreparedFile {
  readonly folder: string
  readonly name: string
}

const HASH_BYTES = 32

/** What was kept; undefined where there is none or where it is broken. */
export async function readPrepared({ folder, name }: PreparedFile): Promise<Blob | undefined> {
  const bytes = await readFile(join(folder, name)).catch(() => undefined)
  if (bytes === undefined || bytes.length <= HASH_BYTES) return undefined
  const content = new Uint8Array(bytes.buffer, bytes.byteOffset + HASH_BYTES, bytes.length - HASH_BYTES)
  if (!isDump(content) || !hashOf(content).equals(bytes.subarray(0, HASH_BYTES))) return undefined
  // PGlite would decompress it too, and takes longer.
  return new Blob([isCompressed(content) ? gunzipSync(content) : content])
}

function isCompressed(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b
}

/** A tar file, compressed or not. PGlite tries to decompress anything else, and fails where nobody can catch it. */
function isDump(content: Uint8Array): boolean {
  return isCompressed(content) || Buffer.from(content.subarray(257, 262)).toString('latin1') === 'ustar'
}

/**
 * Keeps a file for later runs. It appears whole or not at all, whoever writes it at the same time; where it cannot be
 * written, later runs only take longer.
 */
export async function keepPrepared({ folder, name }: PreparedFile, content: Blob): Promise<void> {
  const temporary = join(folder, `${name}.${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    const bytes = new Uint8Array(await content.arrayBuffer())
    await writeFile(temporary, Buffer.concat([hashOf(bytes), bytes]))
    await rename(temporary, join(folder, name))
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Removes a file that turned out to be of no use. */
export async function dropPrepared({ folder, name }: PreparedFile): Promise<void> {
  await rm(join(folder, name), { force: true }).catch(() => undefined)
}

/** Keeps only the `most` newest of the files whose names begin alike. */
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
