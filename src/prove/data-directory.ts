import type { PGlite } from '@electric-sql/pglite'

/** A file or a folder of a data directory. */
export interface DataEntry {
  /** From the data directory on, with a leading slash: `/base/5/1249`. */
  readonly path: string
  /** Content of a file; undefined for a folder. */
  readonly content: Uint8Array | undefined
}

/** What a data directory consists of, folders before what is in them. */
export type DataDirectory = readonly DataEntry[]

type FileSystem = PGlite['Module']['FS']

const WAL = '/pg_wal'
/** Files of the write-ahead log have names of 24 hexadecimal digits. */
const SEGMENT = /^[0-9A-F]{24}$/

/**
 * Reads a data directory out of PGlite's file system. Of the write-ahead log it takes the segment that is written; those
 * before it are no more needed, those behind it are old files that wait for their next use.
 */
export function readDataDirectory(files: FileSystem, root: string, segment: string): DataDirectory {
  const entries: DataEntry[] = []
  const walk = (folder: string): void => {
    for (const name of namesIn(files, root + folder, folder === WAL ? segment : undefined)) {
      const path = `${folder}/${name}`
      const { mode } = files.stat(root + path)
      if (files.isDir(mode)) {
        entries.push({ path, content: undefined })
        walk(path)
      } else if (files.isFile(mode)) {
        entries.push({ path, content: files.readFile(root + path) })
      }
    }
  }
  walk('')
  return entries
}

function namesIn(files: FileSystem, folder: string, segment: string | undefined): string[] {
  // The types of Emscripten say "any" here.
  const found: readonly string[] = files.readdir(folder)
  const names = found.filter((name) => name !== '.' && name !== '..').sort()
  if (segment === undefined) return names
  return names.filter((name) => !SEGMENT.test(name) || name === segment)
}

/** Puts a data directory into PGlite's file system, which owns the contents from then on: they are not copied. */
export function writeDataDirectory(files: FileSystem, root: string, directory: DataDirectory): void {
  files.mkdirTree(root, 0o700)
  for (const { path, content } of directory) {
    if (content === undefined) files.mkdir(root + path, 0o700)
    else files.createDataFile(root + path, '', content, true, true, true)
  }
}
