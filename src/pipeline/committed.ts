import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MOST_BYTES = 512 * 1024 * 1024

/** What version control has committed of a folder, at `HEAD`. */
export interface Committed {
  /** The text of a file; undefined where it is not committed. The path is relative to the folder, and stays below it. */
  read(path: string): Promise<string | undefined>
  /** Every file below the folder, with its path relative to it. */
  list(): Promise<string[]>
}

/** The last commit of the repository that holds a folder; undefined where there is no git, or no repository. */
export async function openCommitted(folder: string): Promise<Committed | undefined> {
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: MOST_BYTES } as const
    return run('git', args, options).then(
      ({ stdout }) => stdout,
      () => undefined,
    )
  }
  if ((await git('rev-parse', '--git-dir')) === undefined) return undefined
  return {
    read: (path) => git('show', `HEAD:./${path}`),
    list: async () =>
      (await git('ls-tree', '-r', '-z', '--name-only', 'HEAD'))?.split('\0').filter(Boolean).sort() ?? [],
  }
}
