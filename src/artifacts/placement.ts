import { posix } from 'node:path'
import { fileName } from '../model/file-names.js'
import type { CodeStyle, OutputOptions } from '../model/output.js'
import type { Artifact, GeneratedStatement } from './context.js'
import { breakable, stringLiteral } from './typescript-text.js'

/** Files that stand in a folder for their kind, named for their model. */
const OF_MODEL = /^[^/]+\/([^/.]+)(\..+)$/

/**
 * Where a file lies whose path is `repositories/blog-post.repository.ts` where the spec says nothing about it:
 * `blog-post/blog-post.repository.ts`, `repositories/BlogPost.repository.ts`. Folders are called the same in every style of files.
 */
export function placedPath(path: string, { files, layout }: CodeStyle): string {
  const placed = layout === 'by_model' ? byModel(path) : path
  const folder = placed.slice(0, placed.lastIndexOf('/') + 1)
  return folder + fileName(placed.slice(folder.length), files)
}

function byModel(path: string): string {
  if (path === 'validators/types.ts') return 'validator-types.ts'
  const [, stem, rest] = OF_MODEL.exec(path) ?? []
  return stem === undefined || rest === undefined ? path : `${stem}/${stem}${rest}`
}

/** The files where the spec wants them; what they import of each other follows. */
export function placeArtifacts(
  artifacts: readonly Artifact[],
  { style, importExtension }: OutputOptions,
): readonly Artifact[] {
  if (isUsual(style)) return artifacts
  const places = new Map(artifacts.map(({ path }) => [path, placedPath(path, style)]))
  return artifacts.map((artifact): Artifact => {
    const { path } = artifact
    const to = places.get(path) ?? path
    const moved = (module: string) => movedModule(module, path, to, { places, importExtension })
    return { ...artifact, path: to, place: (text) => placeImports(text, moved) }
  })
}

/** The names of the statements with the places of their files: `queries/post.queries.ts findPostWithAuthor`. */
export function placeStatements(
  statements: readonly GeneratedStatement[],
  { style }: OutputOptions,
): readonly GeneratedStatement[] {
  if (isUsual(style)) return statements
  return statements.map(({ name, sql }) => {
    const [path = '', ...words] = name.split(' ')
    return { name: [placedPath(path, style), ...words].join(' '), sql }
  })
}

function isUsual({ files, layout }: CodeStyle): boolean {
  return files === 'kebab-case' && layout === 'by_kind'
}

interface Places extends Pick<OutputOptions, 'importExtension'> {
  /** Where files go, by where they usually are. */
  readonly places: ReadonlyMap<string, string>
}

/** What a file calls another one, once both are in their places; what is no generated file is called as it was. */
function movedModule(module: string, from: string, to: string, { places, importExtension }: Places): string {
  if (!module.startsWith('.')) return module
  const stem = importExtension === '' ? module : module.slice(0, -importExtension.length)
  const target = places.get(`${posix.join(posix.dirname(from), stem)}.ts`)
  if (target === undefined) return module
  const path = `${posix.relative(posix.dirname(to), target).slice(0, -'.ts'.length)}${importExtension}`
  return path.startsWith('.') ? path : `./${path}`
}

const LIST = /^(?:import|export) (?:type )?(?:[*{][^;"]*from )?"[^"]*";\n/gm

/** Imports and re-exports with other modules, in the order in which they are. */
function placeImports(text: string, moved: (module: string) => string): string {
  return text.replace(LIST, (line) => placeLine(line, moved))
}

function moduleOf(line: string): string {
  return /"([^"]*)";\n$/.exec(line)?.[1] ?? ''
}

function placeLine(line: string, moved: (module: string) => string): string {
  const module = moved(moduleOf(line))
  if (module === moduleOf(line)) return line
  const [, open = '', list = ''] = /^(\w+(?: type)? \{)([^}/]*)\} from /.exec(line) ?? []
  const names = list.split(',').flatMap((name) => name.trim() || [])
  const end = `from ${stringLiteral(module)};`
  if (names.length === 0) return line.replace(/"[^"]*";\n$/, `${stringLiteral(module)};\n`)
  if (names.length === 1) return `${open} ${names.join()} } ${end}\n`
  return `${breakable(open, names, `} ${end}`, { spaced: true })}\n`
}
