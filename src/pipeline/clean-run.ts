import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listingOf, type Stamp, stampOf } from '../output/stamps.js'
import { diskFiles } from '../spec/files.js'
import { readVersion } from '../version.js'

/** What decides about the outcome of `generate`, besides the files. */
export interface KnownRun {
  /** Absolute path of the main spec file. */
  readonly specFile: string
  /** Absolute path of the folder below which the output folders lie. */
  readonly root: string
  readonly cacheFolder: string
}

/** A run that left everything as the spec has it. */
export interface CleanRun {
  /** Stamps of the spec files and of all output, by absolute path, from before they were read or after they were written. */
  readonly stamps: ReadonlyMap<string, Stamp>
  /** Those of the output that hold what dbgen would write, to the byte. */
  readonly exact: ReadonlySet<string>
  /** Folders whose files count by their names, as that of the migrations: absolute path to listing. */
  readonly listings: ReadonlyMap<string, string>
  /** What each glob of an `include` found, relative to the folder of the spec. */
  readonly globs: ReadonlyMap<string, readonly string[]>
  /** What the next run reports, as JSON can hold it. */
  readonly report: object
}

/** The notes of a run, as JSON. */
interface Notes {
  readonly key: string
  readonly stamps: readonly (readonly [string, Stamp])[]
  /** Places in `stamps`. */
  readonly exact: readonly number[]
  readonly listings: readonly (readonly [string, string])[]
  readonly globs: readonly (readonly [string, readonly string[]])[]
  readonly report: object
}

/**
 * The report of a run that would find nothing to do: no file of the spec, of the migrations or of the output was touched
 * since a run that left all as it should be. Undefined where that is not sure. Loads nothing heavy.
 */
export async function findUnchanged(run: KnownRun): Promise<object | undefined> {
  const notes = readNotes(run)
  if (notes === undefined) return undefined
  if (notes.listings.some(([folder, listing]) => listingOf(folder) !== listing)) return undefined
  if (notes.stamps.some(([path, stamp]) => stampOf(path) !== stamp)) return undefined
  const files = diskFiles(dirname(run.specFile))
  for (const [glob, found] of notes.globs) {
    if ((await files.list(glob)).join('\n') !== found.join('\n')) return undefined
  }
  return notes.report
}

/**
 * The stamps that the last clean run left, also where the spec has been edited since: a file that still has its own is as it
 * was. The second are those of files that held what dbgen would write.
 */
export function readStamps(run: KnownRun): Readonly<Record<'all' | 'exact', ReadonlyMap<string, Stamp>>> {
  const { stamps = [], exact = [] } = readNotes(run) ?? {}
  return { all: new Map(stamps), exact: new Map(exact.flatMap((index) => (stamps[index] ? [stamps[index]] : []))) }
}

/** Remembers a clean run; where that cannot be written, the next run takes its time. */
export function rememberClean(run: KnownRun, { stamps, exact, listings, globs, report }: CleanRun): void {
  const notes: Notes = {
    key: keyOf(run),
    stamps: [...stamps],
    exact: [...stamps.keys()].flatMap((path, index) => (exact.has(path) ? [index] : [])),
    listings: [...listings],
    globs: [...globs],
    report,
  }
  const file = notesFile(run)
  const temporary = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(temporary, JSON.stringify(notes))
    renameSync(temporary, file)
  } catch {
    removeQuietly(temporary)
  }
}

/** What is left of notes is in nobody's way. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // The folder itself may be none.
  }
}

/** Undefined where another dbgen wrote them. */
function readNotes(run: KnownRun): Notes | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(notesFile(run), 'utf8'))
    return isNotes(value) && value.key === keyOf(run) ? value : undefined
  } catch {
    return undefined
  }
}

/** Notes are written whole; whether they are of this form is all there is to ask. */
function isNotes(value: unknown): value is Notes {
  if (typeof value !== 'object' || value === null) return false
  return (
    ['stamps', 'exact', 'listings', 'globs'].every((name) => Array.isArray(Reflect.get(value, name))) &&
    'report' in value
  )
}

/** Another dbgen may write another text, also one that was built anew. */
function keyOf({ specFile, root }: KnownRun): string {
  const program = stampOf(new URL(import.meta.url).pathname)
  return createHash('sha256').update([readVersion(), program, process.version, specFile, root].join('\0')).digest('hex')
}

function notesFile({ specFile, root, cacheFolder }: KnownRun): string {
  const name = createHash('sha256').update(`${specFile}\0${root}`).digest('hex').slice(0, 32)
  return join(cacheFolder, `clean-${name}.json`)
}
