import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from './in-parallel.js'
import { onDisk, unlessGone } from './on-disk.js'
import { inFolder } from './paths.js'
import { digestsOf, type WrittenFiles } from './record.js'
import type { GeneratedFiles, Merger } from './request.js'

/** A generated file that somebody moved. */
export interface MovedFile {
  readonly at: string
  readonly text: string
}

/** At least half of what dbgen wrote has to be in a file for it to be the one that is missing. */
const SHARE = 0.5

/**
 * Looks below the folder of the generated files for those that are gone from where dbgen wrote them: files of no other run
 * that begin with the header and hold most of what was written. Nothing is read where no file is gone.
 */
export async function findMoved(
  root: string,
  { folder, headerPrefix, files }: GeneratedFiles,
  merger: Merger,
  gone: readonly string[],
  written: WrittenFiles,
): Promise<Map<string, MovedFile>> {
  const moved = new Map<string, MovedFile>()
  if (gone.length === 0) return moved
  const known = new Set([...files.map(({ path }) => path), ...written.keys()])
  const strangers = (await filesBelow(root, folder)).filter((path) => path.endsWith('.ts') && !known.has(path))
  const texts = await inParallel(strangers, async (at) => ({ at, text: await readText(root, at) }))
  const candidates = texts.filter(({ text }) => text.replace(/^\uFEFF/, '').startsWith(headerPrefix))
  for (const path of gone) {
    const taken = new Set([...moved.values()].map(({ at }) => at))
    const best = await mostAlike(
      merger,
      candidates.filter(({ at }) => !taken.has(at)),
      digestsOf(written.get(path)),
    )
    if (best !== undefined) moved.set(path, best)
  }
  return moved
}

async function mostAlike(
  merger: Merger,
  candidates: readonly MovedFile[],
  digests: readonly string[],
): Promise<MovedFile | undefined> {
  if (digests.length === 0) return undefined
  const shares = await Promise.all(
    candidates.map(async (candidate) => ({
      candidate,
      share: (await merger.likeness(candidate.at, candidate.text, digests)).share,
    })),
  )
  const [best] = shares.filter(({ share }) => share >= SHARE).sort((a, b) => b.share - a.share)
  return best?.candidate
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const read = () => readdir(join(root, folder), { withFileTypes: true })
  const entries = (await onDisk(folder, 'read', () => unlessGone(read))) ?? []
  const inside = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map(({ name }) => filesBelow(root, inFolder(folder, name))),
  )
  const own = entries.filter((entry) => entry.isFile()).map(({ name }) => inFolder(folder, name))
  return [...own, ...inside.flat()].sort()
}

async function readText(root: string, path: string): Promise<string> {
  return (await onDisk(path, 'read', () => unlessGone(() => readFile(join(root, path), 'utf8')))) ?? ''
}
