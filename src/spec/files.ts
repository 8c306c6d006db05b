import { createReadStream, type Dirent } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { enter, type Glob, isMatch, mayContain, parseGlob } from './glob.js'
import { MOST_BYTES } from './limits.js'
import { quoted } from './wording.js'

/** Where spec files come from. Paths are relative to the folder of the main spec file, `/` separated. */
export interface SpecFiles {
  /** The text of a file; rejects where it cannot be read. */
  read(path: string): Promise<string>
  /** The files that the glob matches, and the links, which `read` refuses, so that nothing is left out in silence. */
  list(glob: string): Promise<string[]>
}

/** Spec files on disk, below `root`. Links are refused, so that nothing outside is read. */
export function diskFiles(root: string): SpecFiles {
  return {
    async read(path) {
      await refuseLinks(root, path)
      return readStart(root, path)
    },
    async list(text) {
      const glob = parseGlob(text)
      const found: string[] = []
      await collect({ root, glob, found }, '', glob.start)
      return found.sort()
    },
  }
}

/** A file that cannot be read for a reason that is said in words. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** Why a file cannot be read, in words. */
export interface Refusal {
  readonly reason: string
  readonly hint: string | undefined
}

const REFUSALS: ReadonlyMap<unknown, Refusal> = new Map([
  ['ENOENT', { reason: 'there is no such file', hint: 'dbgen init writes a first one' }],
  ['EACCES', { reason: 'permission denied', hint: undefined }],
  ['EPERM', { reason: 'permission denied', hint: undefined }],
  ['ENAMETOOLONG', { reason: 'the path is too long', hint: undefined }],
  ['EMFILE', { reason: 'too many files are open', hint: undefined }],
])

/** What the file system says in an error; nothing where the error is none of the file system's. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UnreadableFile) return { reason: error.message, hint: error.hint }
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  // The rest of the message is the call and the path on this machine.
  const [reason = ''] = error.message.split(', ')
  return REFUSALS.get(error.code) ?? { reason, hint: undefined }
}

async function refuseLinks(root: string, path: string): Promise<void> {
  const names = path.split('/')
  for (const index of names.keys()) {
    const part = names.slice(0, index + 1).join('/')
    if (!(await lstat(join(root, part))).isSymbolicLink()) continue
    const what = part === path ? 'it is' : `${quoted(part)} is`
    throw new UnreadableFile(
      `${what} a symbolic link`,
      'links are not followed, so that nothing outside the folder is read',
    )
  }
}

/** Reads no more than what is needed to see that a file is too large. */
async function readStart(root: string, path: string): Promise<string> {
  const file = join(root, path)
  const found = await stat(file)
  if (found.isDirectory())
    throw new UnreadableFile('it is a folder', `for the files in it, write ${quoted(`${path}/*.yaml`)}`)
  if (!found.isFile()) throw new UnreadableFile('it is not a file')
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(file, { end: MOST_BYTES + BYTE_ORDER_MARK })) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const BYTE_ORDER_MARK = 3

interface Search {
  readonly root: string
  readonly glob: Glob
  readonly found: string[]
}

async function collect(search: Search, folder: string, positions: ReadonlySet<number>): Promise<void> {
  const { root, glob, found } = search
  for (const entry of await entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const reached = enter(glob, positions, entry.name)
    const isLink = entry.isSymbolicLink()
    const isFolder = entry.isDirectory() || (isLink && (await isFolderBehind(join(root, path))))
    if (isFolder && !isLink && mayContain(glob, reached)) await collect(search, path, reached)
    // A folder is found only by its own name, to be told that it is one; a link to one where files in it might match.
    const isNamed = isMatch(glob, reached) && glob.segments.join('/') === path
    if (isFolder ? isNamed || (isLink && mayContain(glob, reached)) : isMatch(glob, reached)) found.push(path)
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

async function isFolderBehind(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() === true
}
