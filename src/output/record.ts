import { createHash } from 'node:crypto'
import { checkPath } from './check-paths.js'
import { type Conflict, OutputConflict } from './output-conflict.js'
import { inFolder } from './paths.js'
import type { OutputFile } from './request.js'

/** The record of what was generated; it lies in the folder of the generated files and is committed with them. */
export const RECORD_FILE = '.dbgen.json'

/**
 * The files that dbgen wrote, with the hash that shows each unedited and, behind a space, the digest that shows which parts
 * are. Most have one such version. A file has two while a run is replacing it, and after a merge that kept the lines of both
 * sides.
 */
export type WrittenFiles = ReadonlyMap<string, ReadonlySet<string>>

/** Of what the files were made. */
export interface Origin {
  /** The version of dbgen. */
  readonly generator: string
  /** What tells the spec from others. */
  readonly spec: string
  /** How things are called and where files lie, in words; undefined where that is as usual. */
  readonly style?: string | undefined
}

/** SHA-256 of a text. Line endings do not count, since version control may change them. */
export function hashText(text: string): string {
  return createHash('sha256').update(withLineFeeds(text)).digest('hex')
}

const hashes = new WeakMap<OutputFile, string>()

/** The hash of the text of a file, which a run asks for several times. */
export function hashFile(file: OutputFile): string {
  const hash = hashes.get(file) ?? hashText(file.text)
  hashes.set(file, hash)
  return hash
}

/** Whether one of the versions is that text. */
export function isWritten(versions: ReadonlySet<string> | undefined, text: string): boolean {
  return versions !== undefined && versionOf(versions, hashText(text)) !== undefined
}

/** The version of that hash, with its digest where the record has one. */
export function versionOf(versions: ReadonlySet<string> | undefined, hash: string): string | undefined {
  return [...(versions ?? [])].findLast((version) => version.startsWith(hash))
}

/** The digests of the versions. */
export function digestsOf(versions: ReadonlySet<string> | undefined): string[] {
  return [...(versions ?? [])].flatMap((version) => version.split(' ').slice(1))
}

/** Whether two texts are the same but for line endings. */
export function isSameText(a: string, b: string): boolean {
  return a === b || withLineFeeds(a) === withLineFeeds(b)
}

/** What either of two records knows. */
export function joinRecords(a: WrittenFiles, b: WrittenFiles): WrittenFiles {
  const paths = new Set([...a.keys(), ...b.keys()])
  return new Map([...paths].map((path) => [path, new Set([...(a.get(path) ?? []), ...(b.get(path) ?? [])])]))
}

const FORMAT_VERSION = 1
const HASH_LENGTH = 64
const VERSION = /^[0-9a-f]{64}(?: [\w-]+)?$/

/** The text of the record: a line for each file, sorted, so that two branches merge. Its paths are relative to it. */
export function printRecord(written: WrittenFiles, folder: string, origin?: Origin): string {
  const start = inFolder(folder, '').length
  const entries = [...written].flatMap(([path, versions]) =>
    [...versions].map((version) => `${path.slice(start)} ${version}`),
  )
  const { generator, spec, style } = origin ?? {}
  const record = { formatVersion: FORMAT_VERSION, generator, spec, style, files: entries.sort() }
  return `${JSON.stringify(record, null, 2)}\n`
}

/** Reads the record of a folder. Throws OutputConflict where it was broken or written by another version. */
export function parseRecord(text: string, folder: string): WrittenFiles {
  const path = inFolder(folder, RECORD_FILE)
  const { formatVersion, files } = hasMarks(text) ? bothSides(text) : parseObject(text, path)
  if (formatVersion !== FORMAT_VERSION) throw new OutputConflict([foreign(path, formatVersion)])
  if (!Array.isArray(files)) throw new OutputConflict([broken(path)])
  const written = new Map<string, Set<string>>()
  for (const entry of files) {
    const [name, version] = splitEntry(String(entry))
    if (checkPath(name) !== undefined) throw new OutputConflict([broken(path)])
    const file = inFolder(folder, name)
    written.set(file, (written.get(file) ?? new Set()).add(version))
  }
  return written
}

/** Of what the files of a record were made; undefined where it does not say. Takes a text that `parseRecord` can read. */
export function parseOrigin(text: string, folder: string): Origin | undefined {
  if (hasMarks(text)) return undefined
  const { generator, spec, style } = parseObject(text, inFolder(folder, RECORD_FILE))
  if (typeof generator !== 'string' || typeof spec !== 'string') return undefined
  return typeof style === 'string' ? { generator, spec, style } : { generator, spec }
}

/** A path can have spaces in it; a hash and a digest have none. Both are empty where it is no entry. */
function splitEntry(entry: string): readonly [string, string] {
  const last = entry.lastIndexOf(' ')
  const end = last === entry.length - HASH_LENGTH - 1 ? last : entry.lastIndexOf(' ', last - 1)
  const version = entry.slice(end + 1)
  return end > 0 && VERSION.test(version) ? [entry.slice(0, end), version] : ['', '']
}

/** Whether version control left a merge of the record open. */
export function hasMarks(text: string): boolean {
  return /^(?:<{7}|={7}|>{7})/m.test(text)
}

/**
 * What two branches have written is both right: a merge that version control left open is settled by keeping the lines of
 * both, whatever commas there are. Of what the files were made is not known then.
 */
function bothSides(text: string): Readonly<Record<string, unknown>> {
  const versions = new Set([...text.matchAll(/"formatVersion": *(\d+)/g)].map(([, version]) => Number(version)))
  const entries = [...text.matchAll(/^\s*("(?:[^"\\]|\\.)+ [0-9a-f]{64}(?: [\w-]+)?")/gm)]
  const formatVersion = versions.size === 1 ? [...versions][0] : undefined
  return { formatVersion, files: entries.map(([, entry = '""']): unknown => JSON.parse(entry)) }
}

function foreign(path: string, formatVersion: unknown): Conflict {
  const problem = `has the format version ${String(formatVersion)}, this dbgen knows ${FORMAT_VERSION}`
  return { path, problem, hint: 'use the dbgen that wrote it, or a newer one' }
}

function broken(path: string): Conflict {
  const hint =
    'restore it from version control; without it, dbgen --force replaces all files that it generated, edited or not'
  return { path, problem: 'is not what dbgen wrote', hint }
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Not JSON is as broken as the wrong JSON.
  }
  throw new OutputConflict([broken(path)])
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
