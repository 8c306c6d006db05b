import { Composer, type CST, type Document, isAlias, isMap, isPair, isScalar, isSeq, Lexer, Parser } from 'yaml'
import { checkStorable, revealHidden, withoutByteOrderMark } from './characters.js'
import { LexemeCheck, MOST_DEPTH } from './lexemes.js'
import { MOST_BYTES } from './limits.js'
import type { ListNode, MapEntry, MapNode, ScalarNode, SourceNode, Span, UnreadableNode } from './node.js'
import { checkNumber } from './numbers.js'
import { createPlaces, type Places } from './places.js'
import type { Problems } from './problems.js'
import { quoted } from './wording.js'
import { isIndentation, isLocal, wordingOf, type YamlMistake } from './yaml-mistakes.js'

/** More mistakes of YAML in one file are not noted: each one begets others. */
const MOST_MISTAKES = 20

/** A file of the spec, read. */
export interface Source {
  readonly file: string
  /** The top value; undefined where there is none to go on with. */
  readonly root: SourceNode | undefined
  /** True where YAML itself could not be read in full, so that parts may be missing from `root`. */
  readonly damaged: boolean
  /** The first character, for what concerns the whole file. */
  readonly start: Span
  readonly text: string
}

/** What converting one document needs. */
interface Conversion {
  readonly text: string
  readonly places: Places
  readonly problems: Problems
  /** The line from which keys may be taken for something else. */
  readonly unsureFrom: number | undefined
}

/**
 * Reads YAML text into nodes that keep their place and their exact text. The only place that knows the YAML library.
 * Aliases, anchors, tags, merge keys and several documents are mistakes here: they hide what a spec says, and are how
 * a small file becomes a large one.
 */
export function parseSource(file: string, written: string, problems: Problems): Source {
  const raw = withoutByteOrderMark(written)
  if (raw.length > MOST_BYTES || Buffer.byteLength(raw) > MOST_BYTES) return tooLarge(file, raw, problems)
  const text = revealHidden(raw, createPlaces(file, raw), problems)
  const places = createPlaces(file, text)
  const start = places.span(0, 1)
  if (raw.includes('\0')) return { file, root: undefined, damaged: true, start, text: '' }
  const check = new LexemeCheck(places, problems)
  const composed = compose(text, places, problems, check)
  if (composed === undefined) return { file, root: undefined, damaged: true, start, text }
  const unsureFrom = reportMistakes(composed.errors, places, problems, check.brokenAt)
  const { contents } = composed
  const root = contents == null ? undefined : convert({ text, places, problems, unsureFrom }, contents, start, 1)
  return { file, root, damaged: unsureFrom !== undefined, start, text }
}

function tooLarge(file: string, text: string, problems: Problems): Source {
  const start = createPlaces(file, text.slice(0, 200)).span(0, 1)
  problems.add('DB106', start, 'the file is larger than 1 MB', 'split it, with "include"')
  return { file, root: undefined, damaged: true, start, text: '' }
}

/** The first document; nothing where the file is too large or too deep. A second document is noted and not read. */
function compose(text: string, places: Places, problems: Problems, check: LexemeCheck): Document.Parsed | undefined {
  const tokens = parse(text, places, problems, check)
  if (tokens === undefined) return undefined
  // The failsafe schema leaves every scalar as its text; what it means is decided by us.
  const options = {
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  } as const
  const composer = new Composer(options)
  const [document] = withoutTraces(() => [...composer.compose(tokens, true, text.length)])
  // With that schema every document is a plain parsed one; the library types streams more loosely.
  return document as Document.Parsed | undefined
}

/** The library makes an Error of each mistake; a file with 100,000 of them takes seconds for their stack traces. */
function withoutTraces<Result>(work: () => Result): Result {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function parse(text: string, places: Places, problems: Problems, check: LexemeCheck): CST.Token[] | undefined {
  const tokens: CST.Token[] = []
  let documents = 0
  for (const token of readTokens(text, check)) {
    if (token.type === 'document') documents += 1
    if (documents === 2) {
      const hint = 'keep one; use "include" for several files'
      problems.add('DB105', places.span(token.offset, 3), 'a second YAML document begins here', hint)
      break
    }
    tokens.push(token)
  }
  return check.isTooMuch ? undefined : tokens
}

/** As the library's own loop, with a look at all lexemes before anything is built from them. */
function* readTokens(text: string, check: LexemeCheck): Generator<CST.Token> {
  const lexemes: string[] = []
  for (const lexeme of new Lexer().lex(text)) {
    check.look(lexeme)
    if (check.isTooMuch) return
    lexemes.push(lexeme)
  }
  check.end()
  const parser = new Parser()
  for (const lexeme of lexemes) yield* parser.next(lexeme)
  yield* parser.end()
}

/** Notes what the library complains about; gives the line from which parts of the document may be missing, if any. */
function reportMistakes(
  mistakes: readonly YamlMistake[],
  places: Places,
  problems: Problems,
  brokenAt: number,
): number | undefined {
  const noted = new Set<number | string>()
  let start = brokenAt
  for (const mistake of mistakes) {
    const [from, to] = mistake.pos
    if (!isLocal(mistake)) start = Math.min(start, from)
    const wording = wordingOf(mistake)
    if (wording === undefined || from > brokenAt || noted.size >= MOST_MISTAKES) continue
    const span = isIndentation(mistake) ? places.firstWord(from) : places.span(from, to - from)
    // One mistake makes the library complain several times about a line; a file with tabs has them everywhere.
    const key = mistake.code === 'TAB_AS_INDENT' ? mistake.code : span.at.line
    if (!noted.has(key)) problems.add('DB102', span, ...wording)
    noted.add(key)
  }
  if (start === Number.POSITIVE_INFINITY) return undefined
  const { file, line } = places.span(start, 1).at
  problems.distrust(file, line)
  return line
}

function convert(conversion: Conversion, node: unknown, fallback: Span, depth: number): SourceNode {
  if (isScalar(node)) return convertScalar(conversion, node, fallback)
  // An alias is noted by the check of the lexemes.
  if (!isMap(node) && !isSeq(node)) return isAlias(node) ? unreadable(fallback) : emptyScalar(fallback)
  const span = rangeSpan(conversion, node.range, fallback)
  if (depth > MOST_DEPTH) {
    conversion.problems.add('DB106', span, `the file nests deeper than ${MOST_DEPTH} levels`)
    return unreadable(span)
  }
  return isMap(node) ? convertMap(conversion, node, span, depth) : convertList(conversion, node, span, depth)
}

type Range = readonly [number, number, number] | null | undefined

interface Collection {
  readonly items: readonly unknown[]
}

interface Scalar {
  readonly value: unknown
  readonly range?: Range
  readonly type?: string | undefined
}

function convertScalar({ text: file, places, problems }: Conversion, node: Scalar, fallback: Span): ScalarNode {
  const [from, to] = node.range ?? [0, 0]
  const text = String(node.value ?? '')
  const style = styleOf(node.type)
  const span = from === to ? fallback : places.span(from, to - from)
  const opening = style === 'quoted' ? 1 : 0
  const isVerbatim =
    style !== 'block' &&
    from !== to &&
    !/[\r\n]/.test(text) &&
    file.startsWith(text, from + opening) &&
    // In damaged text the library may place a scalar in front of where its line is.
    span.sourceLine.startsWith(text, span.at.column - 1 + opening)
  if (!isVerbatim) checkStorable(text, span, problems)
  if (style === 'plain') checkNumber(text, span, problems)
  return { kind: 'scalar', text, style, span, textColumn: isVerbatim ? span.at.column + opening : undefined }
}

function styleOf(type: string | undefined): ScalarNode['style'] {
  if (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE') return 'quoted'
  return type === 'PLAIN' ? 'plain' : 'block'
}

function convertMap(conversion: Conversion, node: Collection, span: Span, depth: number): MapNode {
  const entries: MapEntry[] = []
  const seen = new Map<string, Span>()
  for (const pair of node.items) {
    if (!isPair(pair)) continue
    const key = convertKey(conversion, pair.key, span, depth)
    if (key === undefined) continue
    const value = convert(conversion, pair.value, key.span, depth + 1)
    const earlier = seen.get(key.text)
    if (earlier === undefined) entries.push({ key, value })
    else {
      const message = `key ${quoted(key.text)} appears twice; the first is on line ${earlier.at.line}`
      conversion.problems.add('DB104', key.span, message, 'remove or rename one of them')
    }
    seen.set(key.text, earlier ?? key.span)
  }
  return { kind: 'map', entries, span }
}

function convertKey(conversion: Conversion, node: unknown, parent: Span, depth: number): ScalarNode | undefined {
  const { problems, unsureFrom = Number.POSITIVE_INFINITY } = conversion
  const key = convert(conversion, node, parent, depth + 1)
  if (key.kind === 'unreadable') return undefined
  if (key.kind !== 'scalar') {
    const hint = 'put text that is a key in quotes'
    if (key.span.at.line < unsureFrom) problems.add('DB102', key.span, `a key must be a word, not a ${key.kind}`, hint)
    return undefined
  }
  if (key.text === '<<' && key.style === 'plain') {
    const hint = 'remove it; for columns in common, use a mixin'
    problems.add('DB103', key.span, 'the merge key "<<" is not allowed in a spec', hint)
    return undefined
  }
  return key
}

function convertList(conversion: Conversion, node: Collection, span: Span, depth: number): ListNode {
  const items = node.items.map((child) => convert(conversion, child, itemSpan(conversion, child, span), depth + 1))
  return { kind: 'list', items, span }
}

/** Where an item stands, even where it is empty. */
function itemSpan({ places }: Conversion, item: unknown, list: Span): Span {
  const range = isScalar(item) ? item.range : undefined
  return range ? places.span(range[0], 1) : list
}

function emptyScalar(span: Span): ScalarNode {
  return { kind: 'scalar', text: '', style: 'plain', span, textColumn: undefined }
}

function unreadable(span: Span): UnreadableNode {
  return { kind: 'unreadable', span }
}

function rangeSpan({ places }: Conversion, range: Range, fallback: Span): Span {
  return range ? places.span(range[0], range[1] - range[0]) : fallback
}
