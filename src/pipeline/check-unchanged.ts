import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inParallel } from '../output/in-parallel.js'
import { diskFiles, type SpecFiles } from '../spec/files.js'
import { cacheName, codeHash, keepCached, readCached } from './check-cache.js'

/** Everything that a result depends on, as it was. */
export interface Inputs {
  /** Hashes of the files of the spec, by their paths. */
  readonly spec: Readonly<Record<string, string>>
  /** What the globs of the spec matched. */
  readonly globs: Readonly<Record<string, readonly string[]>>
  /** Hashes of all that is in the output folders, by their absolute paths. */
  readonly folders: Readonly<Record<string, string>>
}

/** Spec files on disk that remember what was read. */
export interface RememberingFiles extends SpecFiles {
  readonly spec: Record<string, string>
  readonly globs: Record<string, readonly string[]>
}

/** Where a result is kept. */
export interface KeptPlace {
  readonly cacheFolder: string
  readonly specFile: string
  readonly root: string
}

/** Folders with more files than these are not remembered: somebody generates into the root of a project. */
const MOST_FILES = 20_000

/** Reads spec files and remembers them. */
export function rememberingFiles(folder: string): RememberingFiles {
  const files = diskFiles(folder)
  const spec: Record<string, string> = {}
  const globs: Record<string, readonly string[]> = {}
  return {
    spec,
    globs,
    async read(path) {
      const text = await files.read(path)
      spec[path] = hashOf(text)
      return text
    },
    async list(glob) {
      const found = await files.list(glob)
      globs[glob] = found
      return found
    },
  }
}

/** The result of the last run, where nothing that it depends on has changed since; undefined otherwise. */
export async function resultOfUnchanged(place: KeptPlace): Promise<unknown> {
  const kept = await readCached(place.cacheFolder, nameOf(place))
  if (!isKept(kept) || kept.code !== (await codeHash())) return undefined
  return (await areSame(kept.inputs, dirname(place.specFile))) ? kept.result : undefined
}

/** Keeps a result for the next run. */
export async function keepResult(place: KeptPlace, inputs: Inputs, result: unknown): Promise<void> {
  if (Object.values(inputs.folders).includes('')) return
  await keepCached(place.cacheFolder, nameOf(place), { code: await codeHash(), inputs, result })
}

/** The hash of all files in a folder, their names included; empty for one that holds too many. */
export async function hashOfFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  if (files.length > MOST_FILES) return ''
  const hashes = await inParallel(files.sort(), async (file) => `${file}\0${hashOf(await readFile(file))}`)
  return hashOf(hashes.join('\n'))
}

interface Kept {
  readonly code: string
  readonly inputs: Inputs
  readonly result: unknown
}

/** Files of this name are written by `keepResult` alone; what is not one of them was cut short. */
function isKept(value: unknown): value is Kept {
  return typeof value === 'object' && value !== null && 'code' in value && 'inputs' in value && 'result' in value
}

function nameOf({ specFile, root }: KeptPlace): string {
  return cacheName(['project', specFile, root])
}

async function areSame({ spec, globs, folders }: Inputs, specFolder: string): Promise<boolean> {
  const files = diskFiles(specFolder)
  try {
    for (const [path, hash] of Object.entries(spec)) if (hashOf(await files.read(path)) !== hash) return false
    for (const [glob, found] of Object.entries(globs))
      if ((await files.list(glob)).join('\n') !== found.join('\n')) return false
    for (const [folder, hash] of Object.entries(folders)) if ((await hashOfFolder(folder)) !== hash) return false
    return true
  } catch {
    return false
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
