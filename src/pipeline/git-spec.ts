import { posix } from 'node:path'
import { type SpecFiles, UnreadableFile } from '../spec/files.js'
import { enter, isMatch, parseGlob } from '../spec/glob.js'
import { fileAt, type Git } from './git.js'

/** Spec files as they are in a commit, below the folder that git was opened in. */
export function committedFiles(git: Git, revision: string): SpecFiles {
  return {
    async read(path) {
      const text = await fileAt(git, revision, path)
      if (text === undefined) throw new UnreadableFile(`${revision} does not have it`)
      return text
    },
    async list(text) {
      const glob = parseGlob(text)
      const names = (await git.ask('ls-tree', '-r', '--name-only', '-z', revision, '.')) ?? ''
      return names
        .split('\0')
        .filter((name) => name !== '')
        .filter((name) => matches(glob, posix.normalize(name)))
        .sort()
    },
  }
}

function matches(glob: ReturnType<typeof parseGlob>, path: string): boolean {
  const reached = path.split('/').reduce((positions, name) => enter(glob, positions, name), glob.start)
  return isMatch(glob, reached)
}
