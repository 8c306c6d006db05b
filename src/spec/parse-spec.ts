import type { Entry, Named } from './definition/compound.js'
import {
  type DocumentSpec,
  document,
  type IncludedSpec,
  type IncludeSpec,
  includedDocument,
} from './definition/document.js'
import type { MixinsSpec, ModelsSpec } from './definition/model.js'
import type { SqlBlocksSpec } from './definition/objects.js'
import type { Reading, Shape } from './definition/shape.js'
import type { DomainsSpec, EnumsSpec, SequencesSpec } from './definition/types.js'
import { type Refusal, refusalOf, type SpecFiles } from './files.js'
import type { ScalarNode, Span } from './node.js'
import type { Problems } from './problems.js'
import { parseSource, type Source } from './source.js'
import { quoted } from './wording.js'

/** A spec of one or several files, read and merged; its names are not resolved yet. */
export interface Spec {
  readonly main: DocumentSpec | undefined
  readonly enums: readonly EnumsSpec['entries'][number][]
  readonly domains: readonly DomainsSpec['entries'][number][]
  readonly sequences: readonly SequencesSpec['entries'][number][]
  readonly mixins: readonly MixinsSpec['entries'][number][]
  readonly models: readonly ModelsSpec['entries'][number][]
  readonly sqlBlocks: readonly SqlBlocksSpec['entries'][number][]
  /** The files that were read, the main one first. */
  readonly files: readonly { readonly path: string; readonly isDamaged: boolean }[]
  /** Every piece of SQL, for the parser to be loaded or not. */
  readonly sql: readonly string[]
  /** True where a name may be missing only because its file could not be read in full. */
  mayHold(name: string): boolean
}

interface Loading {
  readonly files: SpecFiles
  readonly reading: Reading
  readonly sources: Map<string, Source>
  /** Includes that led to no file, so that any name may be missing. */
  readonly lost: string[]
}

/** Reads the main file and everything it includes; mistakes go to `problems`. */
export async function parseSpec(specFile: string, files: SpecFiles, problems: Problems): Promise<Spec> {
  const reading: Reading = { problems, sql: [], isWhole: true }
  const loading: Loading = { files, reading, sources: new Map<string, Source>(), lost: [] }
  const source = await load(loading, specFile, undefined)
  const main = readMain(source, reading)
  const included: IncludedSpec[] = []
  if (main?.include) await follow(loading, specFile, main.include, included)
  const parts = [main, ...included].filter((part) => part !== undefined)
  const all = <Member>(what: string, of: (part: IncludedSpec) => Named<Member> | undefined) =>
    merge(parts.map(of), what, problems)
  const damaged = [...loading.sources.values()].filter((one) => one.damaged).map((one) => one.text)
  return {
    main,
    enums: all('enum', (part) => part.enums),
    domains: all('domain', (part) => part.domains),
    sequences: all('sequence', (part) => part.sequences),
    mixins: all('mixin', (part) => part.mixins),
    models: all('model', (part) => part.models),
    sqlBlocks: all('SQL block', (part) => part.sql),
    files: [...loading.sources].map(([path, { damaged: isDamaged }]) => ({ path, isDamaged })),
    sql: reading.sql,
    mayHold: (name) => loading.lost.length > 0 || damaged.some((text) => text === '' || text.includes(`${name}:`)),
  }
}

function readMain(source: Source, reading: Reading): DocumentSpec | undefined {
  return readRoot(source, document, 'the spec', 'begin it with "version: 1"', reading)
}

function readIncluded(source: Source, reading: Reading): IncludedSpec | undefined {
  return readRoot(source, includedDocument, 'the file', 'write enums, mixins or models in it, or remove it', reading)
}

function readRoot<Read>(
  source: Source,
  shape: Shape<Read>,
  label: string,
  hint: string,
  reading: Reading,
): Read | undefined {
  if (source.root !== undefined) return shape.read(source.root, label, { ...reading, isWhole: !source.damaged })
  if (!source.damaged) reading.problems.add('DB203', source.start, 'the file is empty', hint)
  return undefined
}

async function load({ files, reading, sources }: Loading, file: string, includedAt: Span | undefined): Promise<Source> {
  const text = await attempt(files.read(file), ({ reason, hint }) => {
    const start = { at: { file, line: 1, column: 1 }, length: 1, sourceLine: '' }
    reading.problems.add('DB101', includedAt ?? start, `cannot read ${quoted(file)}: ${reason}`, hint)
  })
  const source = text === undefined ? unread(file) : parseSource(file, text, reading.problems)
  sources.set(file, source)
  return source
}

function unread(file: string): Source {
  const start = { at: { file, line: 1, column: 1 }, length: 1, sourceLine: '' }
  return { file, root: undefined, damaged: true, start, text: '' }
}

/** What the file system gives; nothing where it refuses, for a reason that `explain` is told. */
async function attempt<Found>(work: Promise<Found>, explain: (refusal: Refusal) => void): Promise<Found | undefined> {
  try {
    return await work
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    explain(refusal)
    return undefined
  }
}

/** Reads what a file includes, and what those include; a file already read is not read again, so circles end. */
async function follow(loading: Loading, from: string, include: IncludeSpec, found: IncludedSpec[]): Promise<void> {
  const globs = include.kind === 'scalar' ? [include] : include.items
  for (const glob of globs) {
    for (const file of await matches(loading, from, glob)) {
      if (loading.sources.has(file)) continue
      const source = await load(loading, file, glob.span)
      const part = readIncluded(source, loading.reading)
      if (part === undefined) continue
      found.push(part)
      if (part.include) await follow(loading, file, part.include, found)
    }
  }
}

async function matches(loading: Loading, from: string, glob: ScalarNode): Promise<string[]> {
  const found = await list(loading, from, glob)
  if (found.length === 0) loading.lost.push(glob.text)
  return found
}

async function list({ files, reading: { problems } }: Loading, from: string, glob: ScalarNode): Promise<string[]> {
  const path = resolve(from, glob.text)
  if (path === undefined) {
    const message = `include ${quoted(glob.text)} is not a path below the folder of the spec`
    problems.add('DB108', glob.span, message, 'write it relative to this file, with "/" between folders')
    return []
  }
  const found = await attempt(files.list(path), ({ reason }) => {
    problems.add('DB101', glob.span, `cannot list the files of ${quoted(glob.text)}: ${reason}`)
  })
  if (found?.length === 0)
    problems.add('DB108', glob.span, `include ${quoted(glob.text)} matches no file`, globHint(glob.text))
  return found ?? []
}

function globHint(glob: string): string {
  return /[[{(!]/.test(glob) ? 'in a glob, only *, ** and ? have a meaning' : 'the path is relative to this file'
}

/** Joins a path to the folder of a file; nothing where it is absolute or leaves the root. */
function resolve(from: string, path: string): string | undefined {
  if (/^[/~]|^[A-Za-z]:|\\/.test(path)) return undefined
  const segments = from.split('/').slice(0, -1)
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.join('/')
}

function merge<Member>(
  parts: readonly (Named<Member> | undefined)[],
  what: string,
  problems: Problems,
): Entry<Member>[] {
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
