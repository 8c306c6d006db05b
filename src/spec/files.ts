import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { glob } from 'tinyglobby'

/** Where spec files come from. Paths are relative to the folder of the main spec file, `/` separated. */
export interface SpecFiles {
  /** The text of a file; rejects where it cannot be read. */
  read(path: string): Promise<string>
  /** The files that any of the globs matches. */
  list(globs: readonly string[]): Promise<string[]>
}

/** Spec files on disk, below `root`. Links are not followed, so that nothing outside is read. */
export function diskFiles(root: string): SpecFiles {
  return {
    read: (path) => readFile(join(root, path), 'utf8'),
    list: (globs) =>
      glob([...globs], { cwd: root, onlyFiles: true, followSymbolicLinks: false, expandDirectories: false }),
  }
}
