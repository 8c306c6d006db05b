import { execFile } from 'node:child_process'

/** A folder under git, asked with the command `git`. */
export interface Git {
  /** What git prints, without the last line break; undefined where it refuses. */
  ask(...words: readonly string[]): Promise<string | undefined>
  /** The same as it is. */
  read(...words: readonly string[]): Promise<string | undefined>
}

/** The repository that the folder is in; undefined where it is in none, or where there is no git. */
export async function openGit(folder: string): Promise<Git | undefined> {
  const read = (...words: readonly string[]): Promise<string | undefined> => run(folder, words)
  const ask = async (...words: readonly string[]): Promise<string | undefined> =>
    (await read(...words))?.replace(/\n$/, '')
  return (await ask('rev-parse', '--is-inside-work-tree')) === 'true' ? { ask, read } : undefined
}

/** A file of the folder as it is in a commit or in the index (`:3`); undefined where that does not have it. */
export async function fileAt(git: Git, revision: string, name: string): Promise<string | undefined> {
  return git.read('show', `${revision}:./${name}`)
}

function run(cwd: string, words: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', [...words], { cwd, maxBuffer: 2 ** 28, timeout: 30_000 }, (error, stdout) => {
      resolve(error === null ? stdout : undefined)
    })
  })
}
