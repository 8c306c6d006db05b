import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inParallel } from '../output/in-parallel.js'
import { prunePrepared } from '../prove/prepared.js'

const PREFIX = 'checked-'
/** Results that are kept, of several projects and branches. */
const MOST_KEPT = 50

/** The name under which a result is kept: it is another one as soon as anything that it depends on is. */
export function cacheName(parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${PREFIX}${hash.slice(0, 40)}.json`
}

/** The hash of dbgen itself, its templates included: another one may find something else. */
export async function codeHash(): Promise<string> {
  const src = fileURLToPath(new URL('..', import.meta.url))
  const hash = createHash('sha256')
  for (const folder of [src, join(src, '../templates')]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && /\.(?:js|ts|hbs)$/.test(entry.name))
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort()
    for (const text of await inParallel(paths, (path) => readFile(path))) hash.update(text)
  }
  return hash.digest('hex')
}

/** What was found out before; undefined where nothing usable was kept. */
export async function readCached(folder: string, name: string): Promise<unknown> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Keeps a result; where it cannot be written, later runs only take longer. */
export async function keepCached(folder: string, name: string, result: unknown): Promise<void> {
  const temporary = join(folder, `${name}.${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(temporary, JSON.stringify(result))
    await rename(temporary, join(folder, name))
    await prunePrepared(folder, PREFIX, MOST_KEPT)
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}
