import type { Conflict } from './output-conflict.js'
import { foldCase, foldersAbove, isBelow } from './paths.js'
import { allFiles, type OutputRequest } from './request.js'

const LONGEST_NAME = 255
const REFUSED_ON_WINDOWS = '<>:"|?*'
const DEVICE_NAME = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i

const hints = {
  inside: 'an output path is relative and stays below the project folder',
  portable: 'choose a name that is a file name on every system',
  distinct: 'rename one of them',
}

/** What is wrong with the paths of the request, before the disk is looked at. `recordPath` is an output like them. */
export function checkPaths(request: OutputRequest, recordPath: string): Conflict[] {
  const { folder, files } = request.generated
  const paths = allFiles(request).map(({ path }) => path)
  const places = folder === '.' ? paths : [folder, ...paths]
  const conflicts = places.map(checkPath).filter((conflict) => conflict !== undefined)
  if (conflicts.length > 0) return conflicts
  const outside = files.filter(({ path }) => !isBelow(folder, path))
  return [
    ...outside.map(({ path }) => ({ path, problem: `is not below ${folder}`, hint: hints.inside })),
    ...collisions([...paths, recordPath]),
  ]
}

/** What makes a path unsafe or impossible to check out on some system; undefined where it is fine. */
export function checkPath(path: string): Conflict | undefined {
  const wayOut = wayOutOf(path)
  if (wayOut !== undefined) return { path, problem: wayOut, hint: hints.inside }
  for (const segment of path.split('/')) {
    const problem = oddityOf(segment)
    if (problem !== undefined) return { path, problem, hint: hints.portable }
  }
  return undefined
}

function wayOutOf(path: string): string | undefined {
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is not a relative path'
  if (path.includes('\\')) return 'has a backslash in it'
  const segments = path.split('/')
  if (segments.includes('..')) return 'leads out of its folder'
  if (segments.includes('') || segments.includes('.')) return 'has an empty part in it'
  return undefined
}

function oddityOf(segment: string): string | undefined {
  const refused = [...segment].find((character) => character < ' ' || REFUSED_ON_WINDOWS.includes(character))
  if (refused !== undefined) return `has the character ${JSON.stringify(refused)} in it`
  if (/[. ]$/.test(segment)) return 'has a name that ends in a dot or a space'
  const [stem = ''] = segment.split('.')
  if (DEVICE_NAME.test(stem.trim())) return `has "${stem}" in it, which is a device on Windows`
  if (Buffer.byteLength(segment) > LONGEST_NAME) return `has a name longer than ${LONGEST_NAME} bytes`
  return undefined
}

interface Spelling {
  readonly path: string
  readonly role: 'file' | 'folder'
}

/** Outputs that cannot all exist: the same path twice, or only the case differs, or one is the folder of another. */
function collisions(paths: readonly string[]): Conflict[] {
  const seen = new Map<string, Spelling>()
  return paths.flatMap((path) => {
    const spellings: Spelling[] = [
      ...foldersAbove(path).map((folder) => folderSpelling(folder)),
      { path, role: 'file' },
    ]
    return spellings.flatMap((spelling) => {
      const key = foldCase(spelling.path)
      const other = seen.get(key)
      if (other === undefined) seen.set(key, spelling)
      return other === undefined ? [] : collision(spelling, other)
    })
  })
}

function folderSpelling(path: string): Spelling {
  return { path, role: 'folder' }
}

function collision({ path, role }: Spelling, other: Spelling): Conflict[] {
  if (path !== other.path) {
    return [{ path, problem: `differs from the output ${other.path} only by case`, hint: hints.distinct }]
  }
  if (role !== other.role)
    return [{ path, problem: 'is a file and the folder of another output', hint: hints.distinct }]
  return role === 'folder' ? [] : [{ path, problem: 'is written twice', hint: hints.distinct }]
}
