import { lstatSync, readdirSync } from 'node:fs'

/**
 * What the file system says of a file: as long as it says the same, the file holds the same text. Size, times of the last
 * change of content and of the file itself in nanoseconds, and the inode; `-` where there is no file.
 */
export type Stamp = string

/** The stamp of a file now. */
export function stampOf(path: string): Stamp {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  if (found === undefined || !found.isFile()) return '-'
  return `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`
}

/** The names in a folder, sorted, as one text; `-` where there is none. */
export function listingOf(folder: string): string {
  try {
    return readdirSync(folder).sort().join('/')
  } catch {
    return '-'
  }
}
