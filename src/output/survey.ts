import type { Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from './in-parallel.js'
import { onDisk, unlessGone } from './on-disk.js'
import type { Conflict } from './output-conflict.js'
import { foldCase, inFolder } from './paths.js'
import { isTemporary } from './temporary.js'

/** What is on disk where an output goes. */
export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'blocked'; readonly conflict: Conflict }

/** The disk as far as it concerns some paths. */
export interface Survey {
  /** What is at one of the paths. */
  at(path: string): Found
  /** What stands on disk under a name that differs from the path, or from a folder on its way, only by case. */
  readonly twins: ReadonlyMap<string, string>
  /** Temporary files of a run that was killed. */
  readonly leftovers: readonly string[]
}

/**
 * Looks at each path through the listings of the folders that lead to it. A listing tells links from folders, and
 * gives names as they are spelled, which opening a file by name does not where case is ignored. Files whose text is known are
 * not read.
 */
export async function surveyDisk(
  root: string,
  paths: readonly string[],
  known: ReadonlyMap<string, string> = new Map(),
): Promise<Survey> {
  const listings = new Map<string, Promise<Listing>>()
  const list: ListFolder = (folder) => {
    const listing = listings.get(folder) ?? readListing(root, folder)
    listings.set(folder, listing)
    return listing
  }
  const places = await inParallel(paths, async (path): Promise<[string, Place]> => [path, await locate(path, list)])
  const found = await inParallel(
    places,
    async ([path, place]): Promise<[string, Found]> => [
      path,
      place.kind === 'file' ? (knownText(known.get(path)) ?? (await readText(root, path))) : place,
    ],
  )
  const byPath = new Map(found)
  return {
    at: (path) => byPath.get(path) ?? { kind: 'absent' },
    twins: new Map(places.flatMap(([path, { twin }]) => (twin === undefined ? [] : [[path, twin]]))),
    leftovers: (await Promise.all(listings.values())).flatMap((listing) => listing.leftovers),
  }
}

interface Listing {
  readonly entries: ReadonlyMap<string, Dirent>
  readonly spellings: ReadonlyMap<string, readonly string[]>
  readonly leftovers: readonly string[]
}

type ListFolder = (folder: string) => Promise<Listing>

type Place = { readonly twin: string | undefined } & (
  | { readonly kind: 'absent' }
  | { readonly kind: 'file' }
  | { readonly kind: 'blocked'; readonly conflict: Conflict }
)

async function readListing(root: string, folder: string): Promise<Listing> {
  const read = () => readdir(join(root, folder), { withFileTypes: true })
  const entries = (await onDisk(folder, 'read', () => unlessGone(read))) ?? []
  const spellings = new Map<string, string[]>()
  for (const { name } of entries) {
    const folded = foldCase(name)
    spellings.set(folded, [...(spellings.get(folded) ?? []), name])
  }
  return {
    entries: new Map(entries.map((entry) => [entry.name, entry])),
    spellings,
    leftovers: entries.filter(isLeftover).map(({ name }) => inFolder(folder, name)),
  }
}

function isLeftover(entry: Dirent): boolean {
  return entry.isFile() && isTemporary(entry.name)
}

async function locate(path: string, list: ListFolder): Promise<Place> {
  const segments = path.split('/')
  let folder = '.'
  let twin: string | undefined
  for (const [index, name] of segments.entries()) {
    const { entries, spellings } = await list(folder)
    const other = spellings.get(foldCase(name))?.find((spelling) => spelling !== name)
    if (other !== undefined) twin ??= inFolder(folder, other)
    const entry = entries.get(name)
    if (entry === undefined) return { kind: 'absent', twin }
    const here = inFolder(folder, name)
    const conflict = obstacle(here, entry, index === segments.length - 1 ? 'file' : 'folder')
    if (conflict !== undefined) return { kind: 'blocked', conflict, twin }
    folder = here
  }
  return { kind: 'file', twin }
}

function obstacle(path: string, entry: Dirent, needed: 'file' | 'folder'): Conflict | undefined {
  if (entry.isSymbolicLink()) {
    return {
      path,
      problem: 'is a symbolic link',
      hint: 'dbgen does not write through links: replace it by what it points to',
    }
  }
  if (needed === 'file' ? entry.isFile() : entry.isDirectory()) return undefined
  const what = entry.isFile() ? 'a file' : entry.isDirectory() ? 'a folder' : 'neither a file nor a folder'
  return { path, problem: `is ${what} where dbgen writes a ${needed}`, hint: 'move it away' }
}

function knownText(text: string | undefined): Found | undefined {
  return text === undefined ? undefined : { kind: 'file', text }
}

/** A file that was listed may have gone since. */
async function readText(root: string, path: string): Promise<Found> {
  const text = await onDisk(path, 'read', () => unlessGone(() => readFile(join(root, path), 'utf8')))
  return text === undefined ? { kind: 'absent' } : { kind: 'file', text }
}
