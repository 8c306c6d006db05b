import { stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import { UsageError } from './usage-error.js'

/** What the spec is called where `--spec` does not say, in the order in which they are looked for. */
export const SPEC_NAMES = ['schema.yaml', 'dbgen.yaml'] as const

/** Absolute path of the spec: the one named, else the one in the current folder. Throws UsageError without one. */
export async function findSpec(cwd: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return namedSpec(cwd, named)
  for (const name of SPEC_NAMES) {
    const path = resolve(cwd, name)
    if ((await kindOf(path)) === 'file') return path
  }
  throw new UsageError(
    `there is no ${SPEC_NAMES.join(' and no ')} in this folder`,
    'dbgen init writes a first one; --spec FILE names one that is elsewhere',
  )
}

/** The folder that places in the spec are relative to, known before the spec is. */
export function specFolder(cwd: string, named: string | undefined): string {
  return named === undefined ? cwd : dirname(resolve(cwd, named))
}

/** A path as a person in `cwd` would type it, with `/` between folders. */
export function shownPath(cwd: string, path: string): string {
  const shown = relative(cwd, path)
  return (shown === '' ? '.' : shown).split(sep).join('/')
}

/** What there is at a path. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 'nothing'
  return found.isDirectory() ? 'folder' : 'file'
}

async function namedSpec(cwd: string, named: string): Promise<string> {
  const path = resolve(cwd, named)
  const kind = await kindOf(path)
  if (kind === 'file') return path
  if (kind === 'folder')
    throw new UsageError(`--spec ${named} is a folder`, `name the file in it: --spec ${named}/schema.yaml`)
  throw new UsageError(`there is no file ${named}`, `dbgen init --spec ${named} writes a first one`)
}
