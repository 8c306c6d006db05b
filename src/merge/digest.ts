import { parseStatements } from '../render/typescript.js'
import { digestOf, docKey, mixedEntry, nameEntries } from './base.js'
import { type Lexeme, lexemeAt, lexemesOf } from './lexemes.js'
import { type CutText, commentsAt, mixForm } from './mix-form.js'
import { type ModuleList, moduleListOf } from './module-names.js'
import { declaredName, isMemberName, memberName } from './names.js'
import { columnOf, containers, declarationModifiers, outlineGenerated } from './outline.js'
import { type Mixing, mixIn, startMixing } from './short-hash.js'
import { kinds, type Tokens, tokensOf } from './tokens.js'
import { unitsOf } from './units.js'

/**
 * What the record keeps of a text that dbgen generates, without a parser. `path` is relative to the generated files. The
 * same as `digestByUnits` at half its time: of a thousand models it has to cut a million tokens.
 */
export function digestGenerated(text: string, path: string): string {
  if (text.includes('\r')) return digestByUnits(text, path)
  const tokens = tokensOf(text)
  const entries: string[] = []
  const code = codeOf(tokens)
  const scan: Scan = { source: text, tokens, code, path, entries, at: 0, isPlain: true }
  addSequence(scan, runsAt(scan, 0, code.length, 0), tokens.kinds.length, (run) => statementOf(scan, run))
  return scan.isPlain ? entries.sort().join('') : digestByUnits(text, path)
}

/** The digest by way of the units that are merged, for any text that is laid out as generated ones are. */
export function digestByUnits(text: string, path: string): string {
  const lexemes = lexemesOf(text)
  return digestOf(unitsOf(text, outlineGenerated(text, lexemes), lexemes), path)
}

interface Scan extends CutText {
  /** The numbers of the tokens that are no comments. */
  readonly code: readonly number[]
  readonly path: string
  readonly entries: string[]
  /** The first token that is in no unit yet. */
  at: number
  /** False where something has no name. */
  isPlain: boolean
}

function codeOf({ kinds: all }: Tokens): number[] {
  const code: number[] = []
  for (let index = 0; index < all.length; index += 1) if (all[index] !== kinds.comment) code.push(index)
  return code
}

/** Tokens of a statement or member that are no comments: places in `code`, the second behind the last. */
interface Run {
  readonly from: number
  to: number
}

/** A unit before its name is counted; undefined for an import, whose names are entries. */
type Digested = { readonly key: string; readonly form: Mixing } | undefined

function runsAt({ source, tokens, code }: Scan, from: number, to: number, column: number): Run[] {
  const runs: Run[] = []
  let last: Run | undefined
  for (let at = from; at < to; at += 1) {
    const index = code[at] ?? 0
    const start = tokens.starts[index] ?? 0
    if (columnOf(source, start) === column && !CLOSERS.includes(source[start] ?? '')) {
      last = { from: at, to: at + 1 }
      runs.push(last)
    } else if (last !== undefined) last.to = at + 1
  }
  return runs
}

const CLOSERS = ')]}>'

/** Adds the units of statements or members, with the comments in between, up to a token. */
function addSequence(scan: Scan, runs: readonly Run[], end: number, digest: (run: Run) => Digested): void {
  const { entries } = scan
  const seen = new Map<string, number>()
  for (const run of runs) {
    const start = scan.code[run.from] ?? 0
    const own = ownComments(scan, start)
    addFreeComments(scan, scan.at, start - own.length, seen)
    scan.at = start
    const unit = digest(run)
    if (unit === undefined) continue
    const key = numbered(seen, unit.key)
    entries.push(mixedEntry(key, unit.form))
    if (own.length > 0) entries.push(textEntry(docKey(key), commentsAt(scan, own)))
  }
  addFreeComments(scan, scan.at, end, seen)
  scan.at = Math.max(scan.at, end)
}

function numbered(seen: Map<string, number>, key: string): string {
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  return count === 1 ? key : `${key}#${count}`
}

function textEntry(key: string, text: string): string {
  const form = startMixing()
  mixIn(form, text)
  return mixedEntry(key, form)
}

/** The comments right in front of a token, without a blank line between. */
function ownComments({ source, tokens, at }: Scan, token: number): number[] {
  let first = token
  while (first > at && tokens.kinds[first - 1] === kinds.comment && !hasBlankLine(source, tokens, first - 1)) first -= 1
  return Array.from({ length: token - first }, (_, index) => first + index)
}

/** Whether there is a blank line behind a token. */
function hasBlankLine(source: string, { starts, ends }: CutText['tokens'], index: number): boolean {
  const to = starts[index + 1] ?? source.length
  const line = source.indexOf('\n', ends[index] ?? 0)
  if (line < 0 || line >= to) return false
  const second = source.indexOf('\n', line + 1)
  return second >= 0 && second < to
}

/** Comments that stand by themselves, those without a blank line between them as one. */
function addFreeComments(scan: Scan, from: number, to: number, seen: Map<string, number>): void {
  const { source, tokens, entries } = scan
  let group: number[] = []
  const end = () => {
    if (group.length === 0) return
    const form = commentsAt(scan, group)
    entries.push(textEntry(numbered(seen, `comment ${form}`), form))
    group = []
  }
  for (let index = from; index < to; index += 1) {
    if (tokens.kinds[index] !== kinds.comment) continue
    group.push(index)
    if (hasBlankLine(source, tokens, index)) end()
  }
  end()
}

function statementOf(scan: Scan, run: Run): Digested {
  const list = listOf(scan, run)
  if (list !== undefined) {
    takeTail(scan, run)
    scan.entries.push(...nameEntries(list, scan.path))
    return undefined
  }
  const name = named(declaredName, scan, run)
  const open = name === undefined ? -1 : openingBrace(scan, run)
  return open < 0 ? plainUnit(scan, run, name) : containerUnit(scan, run, open, name ?? '')
}

/** A class or interface, whose unit is its head. */
function containerUnit(scan: Scan, run: Run, open: number, name: string): Digested {
  const { code, tokens } = scan
  const [head, close] = [scan.at, run.to - 1]
  scan.at = (code[open] ?? 0) + 1
  const behindHead = scan.at
  const members = runsAt(scan, open + 1, close, 2)
  addSequence(scan, members, code[close] ?? 0, (member) => {
    const isWord = tokens.kinds[code[member.from] ?? 0] === kinds.word
    const word = textAt(scan, member, 0)
    return plainUnit(scan, member, `${name}.${isWord && isMemberName(word) ? word : named(memberName, scan, member)}`)
  })
  const closing = scan.at
  takeTail(scan, run)
  const behind = indexes(closing, scan.at).filter((index) => tokens.kinds[index] === kinds.comment)
  return { key: name, form: mixForm(scan, head, behindHead, behind) }
}

function indexes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

function plainUnit(scan: Scan, run: Run, key: string | undefined): Digested {
  if (key === undefined) scan.isPlain = false
  const from = scan.at
  takeTail(scan, run)
  return { key: key ?? '', form: mixForm(scan, from, scan.at) }
}

/** Takes the tokens of a run, the comment behind it on the same line, and a semicolon or comma between. */
function takeTail(scan: Scan, { to }: Run): void {
  const { source, tokens, code } = scan
  scan.at = Math.max(scan.at, (code[to - 1] ?? 0) + 1)
  for (; scan.at < tokens.kinds.length; scan.at += 1) {
    const start = tokens.starts[scan.at] ?? 0
    const isBehind = tokens.kinds[scan.at] === kinds.comment || source[start] === ';' || source[start] === ','
    if (!isBehind) return
    const line = source.indexOf('\n', tokens.ends[scan.at - 1] ?? 0)
    if (line >= 0 && line < start) return
  }
}

function listOf(scan: Scan, run: Run): ModuleList | undefined {
  const word = textAt(scan, run, 0)
  if (word !== 'import' && word !== 'export') return undefined
  const second = textAt(scan, run, 1)
  const last = second === 'type' ? textAt(scan, run, 2) : second
  return word === 'import' || last === '{' || last === '*' ? moduleListOf(lexemesIn(scan, run)) : undefined
}

/** Enough for the name of nearly all. */
const HEAD = 8
const PLAIN_NAME = /^(?:(?:type|static|get|set) )*[\w$#]+$/

/** Asks for a name with the first tokens, and with all of them where those do not give a plain one. */
function named<Name extends string | undefined>(nameOf: (code: readonly Lexeme[]) => Name, scan: Scan, run: Run): Name {
  const name = nameOf(lexemesIn(scan, { from: run.from, to: Math.min(run.to, run.from + HEAD) }))
  const isSure = run.to - run.from <= HEAD || (name !== undefined && PLAIN_NAME.test(name))
  return isSure ? name : nameOf(lexemesIn(scan, run))
}

function lexemesIn({ source, tokens, code }: Scan, { from, to }: Run): Lexeme[] {
  return code.slice(from, to).map((index) => lexemeAt(source, tokens, index))
}

/** Where the body of a class or interface begins, as in the outline; -1 for all else. */
function openingBrace(scan: Scan, run: Run): number {
  let at = 0
  while (declarationModifiers.has(textAt(scan, run, at))) at += 1
  if (!containers.has(textAt(scan, run, at))) return -1
  for (let index = run.from; index < run.to; index += 1) {
    const end = scan.tokens.ends[scan.code[index] ?? 0] ?? 0
    if (textAt(scan, run, index - run.from) !== '{') continue
    const isEmpty = index === run.to - 2 && textAt(scan, run, index - run.from + 1) === '}'
    if (isEmpty || scan.source[end] === '\n') return index
  }
  return -1
}

function textAt({ source, tokens: { starts, ends }, code }: Scan, { from, to }: Run, at: number): string {
  const index = from + at < to ? code[from + at] : undefined
  return index === undefined ? '' : source.slice(starts[index] ?? 0, ends[index] ?? 0)
}

/** As `digestGenerated` for text in any layout, which must be TypeScript. */
export async function digestParsed(text: string, path: string): Promise<string> {
  return digestOf(unitsOf(text, await parseStatements(text), lexemesOf(text)), path)
}
