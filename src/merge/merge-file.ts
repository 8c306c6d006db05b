import { findSyntaxMistakes, parseStatements, type SyntaxMistake } from '../render/typescript.js'
import { readDigests } from './base.js'
import { applyEdits, lineEnd } from './edits.js'
import { type Lexeme, lexemesOf } from './lexemes.js'
import { mergeModules } from './merge-modules.js'
import { mergeSequence } from './merge-sequence.js'
import type { MergeConflict, Merging, Settle } from './merging.js'
import { rebaseModules } from './rebase.js'
import { pairUnits, type Renaming, renamedWords } from './renaming.js'
import { type Unit, unitsOf } from './units.js'

/** One file to merge. */
export interface MergeInput {
  /** Where dbgen writes it, relative to the folder of the generated files. */
  readonly path: string
  /** Where it stands. */
  readonly at: string
  /** What is there. */
  readonly ours: string
  /** What dbgen would write. */
  readonly theirs: string
  /** What dbgen would write if nothing had been renamed; undefined where nothing was. */
  readonly former: string | undefined
  /** What the record keeps of the text that was written last: see `digestOf`. None where it does not know the file. */
  readonly digests: readonly string[]
  readonly renaming: Renaming
  readonly settle: Settle
}

/** What the merge of one file came to. */
export interface MergeResult {
  /** With `settle: 'refuse'` what could be merged is, and conflicts are left as they are in the file. */
  readonly text: string
  readonly conflicts: readonly MergeConflict[]
  readonly kept: readonly string[]
  readonly deleted: readonly string[]
}

/** The file is not TypeScript, so nothing can be said about what is in it. */
export class NotTypeScript extends Error {
  override readonly name = 'NotTypeScript'
  readonly mistake: SyntaxMistake

  constructor(mistake: SyntaxMistake) {
    super(`${mistake.path}:${mistake.line}:${mistake.column} ${mistake.message}`)
    this.mistake = mistake
  }
}

/** Merges what was written by hand and what dbgen would write. Throws NotTypeScript where one of the texts is not. */
export async function mergeFile(input: MergeInput): Promise<MergeResult> {
  const { at, path, ours, settle } = input
  await refuseMistakes(at, ours)
  const [theirs, former] = [input.theirs, input.former].map((text) => text && rebaseModules(text, path, at))
  const next = await cut(theirs ?? '')
  const before = former === undefined ? next : await cut(former)
  const merging: Merging = {
    ours,
    theirs: next.source,
    base: readDigests(input.digests),
    settle,
    edits: [],
    conflicts: [],
    kept: [],
    deleted: [],
  }
  const our = await cut(ours)
  const renaming = renamingOf(input.renaming, our.units, renamedWords(next, before))
  const insertion = mergeSequence(merging, whole(our), { ...whole(next), units: pairUnits(next.units, before.units) })
  renameWords(merging, our.lexemes, our.units, renaming)
  const scene = {
    path: at,
    renaming,
    used: usedWords(merging, our.units),
    declared: declaredByHand(merging, our.units),
  }
  mergeModules(merging, insertion, scene)
  const text = merging.edits.length === 0 ? ours : withLineEnds(ours, applyEdits(ours, merging.edits))
  if (settle !== 'markers' || merging.conflicts.length === 0) await refuseMistakes(at, text)
  const { conflicts, kept, deleted } = merging
  return { text, conflicts, kept, deleted }
}

/** What is renamed in this file: what its own text shows, and what it imports of other generated files. */
function renamingOf(all: Renaming, units: readonly Unit[], words: ReadonlyMap<string, string>): Renaming {
  const imported = new Set(
    units.flatMap(({ list }) => (list?.module.startsWith('.') ? list.names.map(({ local }) => local) : [])),
  )
  const known = [...all.identifiers].filter(([old]) => imported.has(old))
  return { ...all, identifiers: new Map([...all.properties, ...known, ...words]) }
}

async function refuseMistakes(path: string, text: string): Promise<void> {
  const [mistake] = await findSyntaxMistakes([{ path, text }])
  if (mistake !== undefined) throw new NotTypeScript(mistake)
}

interface CutFile {
  readonly source: string
  readonly lexemes: readonly Lexeme[]
  readonly units: readonly Unit[]
}

async function cut(source: string): Promise<CutFile> {
  const lexemes = lexemesOf(source)
  return { source, lexemes, units: unitsOf(source, await parseStatements(source), lexemes) }
}

function whole({ source, units }: CutFile) {
  return { start: 0, end: source.length, units }
}

/** Renames in what stays of the file, never in texts or comments. */
function renameWords(
  merging: Merging,
  lexemes: readonly Lexeme[],
  units: readonly Unit[],
  { identifiers }: Renaming,
): void {
  if (identifiers.size === 0) return
  const replaced = merging.edits.filter(({ start, end }) => start < end)
  const lists = units.filter(({ list }) => list !== undefined)
  for (const { kind, text, start, end } of lexemes) {
    const next = kind === 'word' ? identifiers.get(text) : undefined
    const isInside = (span: { readonly start: number; readonly end: number }) => span.start <= start && end <= span.end
    if (next !== undefined && !replaced.some(isInside) && !lists.some(isInside))
      merging.edits.push({ start, end, text: next })
  }
}

/** Every word of the merged file but for those of its imports. */
function usedWords({ ours, edits }: Merging, units: readonly Unit[]): Set<string> {
  const imports = units.filter(({ list }) => list?.kind === 'import')
  const merged = applyEdits(ours, [...edits, ...imports.map(({ start, end }) => ({ start, end, text: '' }))])
  return new Set(lexemesOf(merged).flatMap(({ kind, text }) => (kind === 'word' ? [text] : [])))
}

function declaredByHand({ base }: Merging, units: readonly Unit[]): Set<string> {
  const declared = units.filter(({ key, list }) => list === undefined && !base.has(key))
  return new Set(declared.map(({ key }) => key.replace(/^type |#\d+$/g, '')))
}

/** What was put in ends its lines as the file does. */
function withLineEnds(ours: string, text: string): string {
  return lineEnd(ours) === '\r\n' ? text.replace(/\r?\n/g, '\r\n') : text
}
