import { Composer, type Document, isAlias, isMap, isPair, isScalar, isSeq, Lexer, LineCounter } from 'yaml'
import { Parser } from 'yaml'
import type { ListNode, MapEntry, MapNode, ScalarNode, SourceNode, Span } from './node.js'
import type { Problems } from './problems.js'
import { quoted } from './wording.js'

const MOST_BYTES = 1_000_000
const MOST_DEPTH = 32
const MOST_VALUES = 100_000

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
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly problems: Problems
}

/**
 * Reads YAML text into nodes that keep their place and their exact text. The only place that knows the YAML library.
 * Aliases, anchors, tags, merge keys and several documents are mistakes here: they hide what a spec says, and are how
 * a small file becomes a large one.
 */
export function parseSource(file: string, text: string, problems: Problems): Source {
  const lines = new LineCounter()
  noteLines(text, lines)
  const conversion = { file, text, lines, problems }
  const start = spanOf(conversion, 0, 1)
  const failed = { file, root: undefined, damaged: true, start, text }
  if (!isSmallEnough(conversion, start)) return failed
  checkCharacters(conversion)
  const documents = compose(text)
  if (documents === undefined) {
    problems.add('DB106', start, `the file nests deeper than ${MOST_DEPTH} levels`)
    return failed
  }
  const damaged = reportDocuments(conversion, documents)
  const contents = documents[0]?.contents
  const root = contents == null ? undefined : convert(conversion, contents, start)
  return { file, root, damaged, start, text }
}

function noteLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
}

/** The library's failsafe schema leaves every scalar as its text; what it means is decided by us. */
function compose(text: string): Document.Parsed[] | undefined {
  const composer = new Composer({
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  try {
    // The option `schema: failsafe` makes every document a plain parsed one; the library types streams more loosely.
    return [...composer.compose(new Parser().parse(text))] as Document.Parsed[]
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Counts before composing, because composing a hostile file can exhaust the process. */
function isSmallEnough(conversion: Conversion, start: Span): boolean {
  const { text, problems } = conversion
  if (Buffer.byteLength(text) > MOST_BYTES) {
    problems.add('DB106', start, 'the file is larger than 1 MB', 'split it, with "include"')
    return false
  }
  let [offset, values, flow, inLine] = [0, 0, 0, 0]
  const indents: number[] = []
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') flow += 1
    else if (lexeme === ']' || lexeme === '}') flow -= 1
    else if (lexeme === '-' || lexeme === '?') inLine += 1
    else if (lexeme.endsWith('\n')) inLine = 0
    if (lexeme.trim() !== '') values += 1
    if (inLine === 0 && /^ +$/.test(lexeme)) noteIndent(indents, lexeme.length)
    const isMark = lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f'
    if (flow + inLine > MOST_DEPTH || indents.length > 2 * MOST_DEPTH) {
      const span = spanOf(conversion, Math.min(offset, text.length), 1)
      problems.add('DB106', span, `the file nests deeper than ${MOST_DEPTH} levels`)
      return false
    }
    if (!isMark) offset += lexeme.length
  }
  if (values <= 4 * MOST_VALUES) return true
  problems.add('DB106', start, `the file holds more than ${MOST_VALUES} values`, 'split it, with "include"')
  return false
}

function noteIndent(indents: number[], indent: number): void {
  while ((indents.at(-1) ?? 0) > indent) indents.pop()
  if ((indents.at(-1) ?? 0) < indent) indents.push(indent)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufeff\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

function checkCharacters(conversion: Conversion): void {
  const body = conversion.text.startsWith('\ufeff') ? 1 : 0
  const found = UNPRINTABLE.exec(conversion.text.slice(body))
  if (found === null) return
  const code = (found[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  const span = spanOf(conversion, body + found.index, 1)
  const hint = 'remove it; save the file as UTF-8'
  conversion.problems.add('DB109', span, `the file holds the invisible character U+${code.toUpperCase()}`, hint)
}

/** Notes what the library complains about; true where it means that parts of the document may be missing. */
function reportDocuments(conversion: Conversion, documents: readonly Document.Parsed[]): boolean {
  const { problems } = conversion
  const [first, second] = documents
  for (const { message, pos } of first?.errors ?? []) {
    problems.add('DB102', spanOf(conversion, pos[0], pos[1] - pos[0]), lowerFirst(message))
  }
  for (const { message, pos } of first?.warnings ?? []) {
    problems.add('DB103', spanOf(conversion, pos[0], pos[1] - pos[0]), lowerFirst(message))
  }
  if (first?.directives?.yaml.explicit || first?.directives?.tags['!'] !== '!') {
    problems.add('DB103', spanOf(conversion, 0, 1), 'a YAML directive is not allowed in a spec', 'remove the line')
  }
  if (second !== undefined) {
    const span = spanOf(conversion, second.range[0], 3)
    problems.add('DB105', span, 'a second YAML document begins here', 'keep one; use "include" for several files')
  }
  return (first?.errors.length ?? 0) > 0
}

function convert(conversion: Conversion, node: unknown, fallback: Span): SourceNode {
  if (isAlias(node)) return convertAlias(conversion, node.source, node.range)
  if (isScalar(node)) return convertScalar(conversion, node, fallback)
  if (isMap(node)) return convertMap(conversion, node, fallback)
  if (isSeq(node)) return convertList(conversion, node, fallback)
  return emptyScalar(fallback)
}

function convertAlias(conversion: Conversion, name: string, range: Range): SourceNode {
  const span = range ? spanOf(conversion, range[0], range[1] - range[0]) : spanOf(conversion, 0, 1)
  conversion.problems.add('DB103', span, `alias "*${name}" is not allowed in a spec`, 'write the value out, or use a mixin')
  return emptyScalar(span)
}

type Range = readonly [number, number, number] | null | undefined

interface Decorated {
  readonly tag?: string | undefined
  readonly anchor?: string | undefined
  readonly range?: Range
}

function reportDecoration(conversion: Conversion, node: Decorated, span: Span): void {
  const { anchor, tag } = node
  if (anchor !== undefined) {
    const hint = `remove "&${anchor}"; for columns in common, use a mixin`
    conversion.problems.add('DB103', span, `anchor "&${anchor}" is not allowed in a spec`, hint)
  }
  if (tag !== undefined) {
    conversion.problems.add('DB103', span, `a YAML tag (${quoted(tag)}) is not allowed in a spec`, 'remove it')
  }
}

interface ScalarLike extends Decorated {
  readonly value: unknown
  readonly type?: string | undefined
}

function convertScalar(conversion: Conversion, node: ScalarLike, fallback: Span): ScalarNode {
  const [from, to] = node.range ?? [0, 0]
  const text = String(node.value ?? '')
  const written = conversion.text.slice(from, to)
  const style = styleOf(node.type)
  const span = from === to ? fallback : spanOf(conversion, from, to - from)
  reportDecoration(conversion, node, span)
  const opening = style === 'quoted' ? 1 : 0
  const isVerbatim = style !== 'block' && written.slice(opening, to - from - opening) === text
  const textColumn = isVerbatim && from !== to ? span.at.column + opening : undefined
  const scalar: ScalarNode = { kind: 'scalar', text, style, span, textColumn }
  checkNumber(conversion, scalar)
  return scalar
}

function styleOf(type: string | undefined): ScalarNode['style'] {
  if (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE') return 'quoted'
  return type === 'PLAIN' ? 'plain' : 'block'
}

/** Numbers that YAML 1.1 and 1.2 read differently, or neither as written: octal, hexadecimal, exponents, `1_000`. */
const TRAP =
  /^(?:[-+]?0\d+|\+\d[\d.]*|[-+]?0[xob][\da-fA-F_]+|[-+]?\d[\d_]*_[\d_.]*|[-+]?(?:\.\d+|\d+\.)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)[eE][-+]?\d+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?0\d+\.\d*)$/

function checkNumber({ problems }: Conversion, { text, style, span }: ScalarNode): void {
  if (style !== 'plain' || !TRAP.test(text)) return
  const hint = `write it in plain decimal digits, or in quotes if it is text: '${text}'`
  problems.add('DB107', span, `YAML readers disagree about the number ${quoted(text)}`, hint)
}

function convertMap(conversion: Conversion, node: Decorated & { items: unknown[] }, fallback: Span): MapNode {
  const span = rangeSpan(conversion, node.range, fallback)
  reportDecoration(conversion, node, span)
  const entries: MapEntry[] = []
  const seen = new Map<string, Span>()
  for (const pair of node.items) {
    if (!isPair(pair)) continue
    const key = convertKey(conversion, pair.key, span)
    if (key === undefined) continue
    const value = convert(conversion, pair.value, key.span)
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

function convertKey(conversion: Conversion, key: unknown, parent: Span): ScalarNode | undefined {
  const converted = convert(conversion, key, parent)
  if (converted.kind !== 'scalar') {
    conversion.problems.add('DB102', converted.span, 'a key must be a single word, not a list or a map')
    return undefined
  }
  if (converted.text === '<<' && converted.style === 'plain') {
    const hint = 'use a mixin for columns in common'
    conversion.problems.add('DB103', converted.span, 'the merge key "<<" is not allowed in a spec', hint)
    return undefined
  }
  return converted
}

function convertList(conversion: Conversion, node: Decorated & { items: unknown[] }, fallback: Span): ListNode {
  const span = rangeSpan(conversion, node.range, fallback)
  reportDecoration(conversion, node, span)
  return { kind: 'list', items: node.items.map((child) => convert(conversion, child, span)), span }
}

function emptyScalar(span: Span): ScalarNode {
  return { kind: 'scalar', text: '', style: 'plain', span, textColumn: undefined }
}

function rangeSpan(conversion: Conversion, range: Range, fallback: Span): Span {
  return range ? spanOf(conversion, range[0], range[1] - range[0]) : fallback
}

/** The place of an offset, cut off at the end of its line. */
function spanOf({ file, text, lines }: Conversion, offset: number, length: number): Span {
  const { line, col } = lines.linePos(Math.min(offset, text.length))
  const begin = lines.lineStarts[Math.max(0, line - 1)] ?? 0
  const end = text.indexOf('\n', begin)
  const sourceLine = text.slice(begin, end === -1 ? text.length : end).replace(/\r$/, '')
  const room = sourceLine.length - (col - 1)
  return {
    at: { file, line: Math.max(1, line), column: Math.max(1, col) },
    length: Math.max(1, Math.min(length, room)),
    sourceLine,
  }
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '')
}
