import type { Entry, Named } from './definition/compound.js'
import type { EnumsSpec } from './definition/column.js'
import { document, type DocumentSpec, includedDocument, type IncludedSpec, type IncludeSpec } from './definition/document.js'
import type { MixinsSpec, ModelsSpec } from './definition/model.js'
import type { Reading, Shape } from './definition/shape.js'
import type { SpecFiles } from './files.js'
import type { ScalarNode, Span } from './node.js'
import type { Problems } from './problems.js'
import { parseSource, type Source } from './source.js'
import { quoted } from './wording.js'

/** A spec of one or several files, read and merged; its names are not resolved yet. */
export interface Spec {
  readonly main: DocumentSpec | undefined
  readonly enums: readonly EnumsSpec['entries'][number][]
  readonly mixins: readonly MixinsSpec['entries'][number][]
  readonly models: readonly ModelsSpec['entries'][number][]
  /** Every piece of SQL, for the parser to be loaded or not. */
  readonly sql: readonly string[]
  /** True where a name may be missing only because its file could not be read in full. */
  mayHold(name: string): boolean
}

interface Loading {
  readonly files: SpecFiles
  readonly reading: Reading
  readonly sources: Map<string, Source>
}

/** Reads the main file and everything it includes; mistakes go to `problems`. */
export async function parseSpec(specFile: string, files: SpecFiles, problems: Problems): Promise<Spec> {
  const reading: Reading = { problems, sql: [] }
  const loading = { files, reading, sources: new Map<string, Source>() }
  const source = await load(loading, specFile, undefined)
  const main = readRoot(source, document, 'the spec', reading)
  const included: IncludedSpec[] = []
  if (main?.include) await follow(loading, specFile, main.include, included)
  const parts = [main, ...included].filter((part) => part !== undefined)
  const damaged = [...loading.sources.values()].filter((one) => one.damaged).map((one) => one.text)
  return {
    main,
    enums: merge(parts.map((part) => part.enums), 'enum', problems),
    mixins: merge(parts.map((part) => part.mixins), 'mixin', problems),
    models: merge(parts.map((part) => part.models), 'model', problems),
    sql: reading.sql,
    mayHold: (name) => damaged.some((text) => text === '' || text.includes(`${name}:`)),
  }
}

function readRoot<Read>(source: Source, shape: Shape<Read>, label: string, reading: Reading): Read | undefined {
  if (source.root !== undefined) return shape.read(source.root, label, reading)
  if (!source.damaged) reading.problems.add('DB203', source.start, 'the file is empty', 'begin it with "version: 1"')
  return undefined
}

async function load({ files, reading, sources }: Loading, file: string, includedAt: Span | undefined): Promise<Source> {
  const empty = { at: { file, line: 1, column: 1 }, length: 1, sourceLine: '' }
  let source: Source
  try {
    source = parseSource(file, await files.read(file), reading.problems)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const hint = includedAt === undefined ? 'dbgen init writes a first one' : undefined
    reading.problems.add('DB101', includedAt ?? empty, `cannot read ${quoted(file)}: ${reason(error)}`, hint)
    source = { file, root: undefined, damaged: true, start: empty, text: '' }
  }
  sources.set(file, source)
  return source
}

function reason(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return code === 'EACCES' ? 'permission denied' : error.message
}

/** Reads what a file includes, and what those include; a file already read is not read again, so circles end. */
async function follow(loading: Loading, from: string, include: IncludeSpec, found: IncludedSpec[]): Promise<void> {
  const globs = include.kind === 'scalar' ? [include] : include.items
  for (const glob of globs) {
    for (const file of await matches(loading, from, glob)) {
      if (loading.sources.has(file)) continue
      const source = await load(loading, file, glob.span)
      const part = readRoot(source, includedDocument, 'the file', loading.reading)
      if (part === undefined) continue
      found.push(part)
      if (part.include) await follow(loading, file, part.include, found)
    }
  }
}

async function matches({ files, reading }: Loading, from: string, glob: ScalarNode): Promise<string[]> {
  const path = resolve(from, glob.text)
  if (path === undefined) {
    const message = `include ${quoted(glob.text)} leaves the folder of the spec`
    reading.problems.add('DB108', glob.span, message, 'use a path below it, with "/" between folders')
    return []
  }
  const found = await files.list([path])
  const kept = found.filter((file) => resolve('', file) !== undefined).sort()
  if (kept.length === 0) reading.problems.add('DB108', glob.span, `include ${quoted(glob.text)} matches no file`)
  return kept
}

/** Joins a path to the folder of a file; nothing where it is absolute, leaves the root, or excludes with `!`. */
function resolve(from: string, path: string): string | undefined {
  if (/^[/!~]|^[A-Za-z]:|\\/.test(path)) return undefined
  const segments = from.split('/').slice(0, -1)
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.some((segment) => segment.includes('..')) ? undefined : segments.join('/')
}

function merge<Member>(parts: readonly (Named<Member> | undefined)[], what: string, problems: Problems): Entry<Member>[] {
  const merged = new Map<string, Entry<Member>>()
  for (const entry of parts.flatMap((part) => part?.entries ?? [])) {
    const earlier = merged.get(entry.key.text)
    if (earlier === undefined) merged.set(entry.key.text, entry)
    else {
      const { file, line } = earlier.key.span.at
      problems.add('DB301', entry.key.span, `${what} ${quoted(entry.key.text)} is already defined at ${file}:${line}`)
    }
  }
  return [...merged.values()]
}
