/** What a token is. */
export const kinds = { word: 0, text: 1, template: 2, mark: 3, comment: 4 } as const

/** Tokens and comments as columns of numbers, which cost far less than an object for each of a million. */
export interface Tokens {
  /** A number of `kinds`. */
  readonly kinds: readonly number[]
  /** Offsets of first characters. */
  readonly starts: readonly number[]
  /** Offsets behind last characters. */
  readonly ends: readonly number[]
}

const SPACE = /[\s\uFEFF]+/y
const COMMENT = /\/\/[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)/y
const WORD = /[\p{ID_Start}$_#@\d\\](?:[\p{ID_Continue}$\\]|\u200c|\u200d)*/uy
const TEXT = /"(?:[^"\\\n\r]|\\[\s\S])*"?|'(?:[^'\\\n\r]|\\[\s\S])*'?/y
const REGEX = /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[a-z]*/y
const MARK = /=>|\?\?=?|\|\|=?|&&=?|\.\.\.|[=!]==?|\?\.(?!\d)|\+\+|--|\*\*|[+\-*/%&|^]=|[\s\S]/uy

/** Words behind which a slash begins a regular expression; behind other words it divides. */
const operators = new Set(['return', 'typeof', 'case', 'in', 'of', 'do', 'else', 'void', 'delete', 'await', 'yield'])

/** What an ASCII character can be. */
const SPACES = 1
const WORD_START = 2
const WORD_PART = 4
/** A mark that no other character makes longer. */
const SINGLE = 8
const classes = classesOf()

function classesOf(): Uint8Array {
  const all = new Uint8Array(128)
  const add = (characters: string, kind: number) => {
    for (const character of characters) all[character.charCodeAt(0)] = (all[character.charCodeAt(0)] ?? 0) | kind
  }
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  add(`${letters}${letters.toUpperCase()}0123456789$_\\`, WORD_START | WORD_PART)
  add('#@', WORD_START)
  add(' \t\n\v\f\r', SPACES)
  add('()[]{},;:<>~', SINGLE)
  return all
}

/** How far a text is cut. */
interface Cutting {
  readonly source: string
  readonly kinds: number[]
  readonly starts: number[]
  readonly ends: number[]
  at: number
  /** Of braces. */
  depth: number
  /** The depth at which each open template goes on. */
  readonly templates: number[]
  /** For each open parenthesis whether it is of an if or a loop, behind which a regular expression may begin. */
  readonly heads: boolean[]
  isBehindHead: boolean
}

/** Cuts the text from one offset to another: see `lexemesOf`. */
export function tokensOf(source: string, from = 0, to = source.length): Tokens {
  const cutting: Cutting = {
    source,
    kinds: [],
    starts: [],
    ends: [],
    at: from,
    depth: 0,
    templates: [],
    heads: [],
    isBehindHead: false,
  }
  while (cutting.at < to) cutNext(cutting)
  return cutting
}

/** Most of a text is ASCII; the patterns are asked about all else. */
function cutNext(cutting: Cutting): void {
  const { source, at } = cutting
  const code = source.charCodeAt(at)
  const kind = code < 128 ? (classes[code] ?? 0) : 0
  if ((kind & SPACES) !== 0) cutting.at = at + 1
  else if ((kind & WORD_START) !== 0) add(cutting, kinds.word, endOfWord(source, at))
  else if (code >= 128) cutOther(cutting)
  else if (code === 0x60 || (code === 0x7d && cutting.templates.at(-1) === cutting.depth)) cutTemplate(cutting)
  else if (code === 0x22 || code === 0x27) add(cutting, kinds.text, endOfText(source, at, code))
  else if (code === 0x2f) cutSlash(cutting)
  else cutMark(cutting, code, (kind & SINGLE) !== 0)
}

function add(cutting: Cutting, kind: number, end: number): void {
  cutting.kinds.push(kind)
  cutting.starts.push(cutting.at)
  cutting.ends.push(end)
  cutting.at = end
}

function endOfWord(source: string, at: number): number {
  for (let end = at + 1; ; end += 1) {
    const code = source.charCodeAt(end)
    if (code >= 128) return endOf(WORD, source, at)
    // Behind the end there is no character, and NaN is in no class.
    if (((classes[code] ?? 0) & WORD_PART) === 0) return end
  }
}

function endOfText(source: string, at: number, quote: number): number {
  for (let end = at + 1; end < source.length; end += 1) {
    const code = source.charCodeAt(end)
    if (code === quote) return end + 1
    if (code === 0x5c || code === 0x0a || code === 0x0d) break
  }
  return endOf(TEXT, source, at)
}

/** A comment, a regular expression, or a division. */
function cutSlash(cutting: Cutting): void {
  const { source, at } = cutting
  const comment = endOfComment(source, at)
  const regex = comment === at && beginsRegex(cutting) ? endOf(REGEX, source, at) : at
  if (comment > at) add(cutting, kinds.comment, comment)
  else if (regex > at) add(cutting, kinds.text, regex)
  else add(cutting, kinds.mark, endOf(MARK, source, at))
}

function endOfComment(source: string, at: number): number {
  if (source.charCodeAt(at + 1) !== 0x2a) return endOf(COMMENT, source, at)
  const close = source.indexOf('*/', at + 2)
  return close < 0 ? source.length : close + 2
}

function cutOther(cutting: Cutting): void {
  const { source, at } = cutting
  const space = endOf(SPACE, source, at)
  if (space > at) cutting.at = space
  else {
    const word = endOf(WORD, source, at)
    if (word > at) add(cutting, kinds.word, word)
    else add(cutting, kinds.mark, endOf(MARK, source, at))
  }
}

function cutMark(cutting: Cutting, code: number, isSingle: boolean): void {
  if (code === 0x28) cutting.heads.push(/^(?:if|while|for|with)$/.test(textOf(cutting, cutting.starts.length - 1)))
  if (code === 0x29) cutting.isBehindHead = cutting.heads.pop() ?? false
  if (code === 0x7b) cutting.depth += 1
  if (code === 0x7d) cutting.depth -= 1
  add(cutting, kinds.mark, isSingle ? cutting.at + 1 : endOf(MARK, cutting.source, cutting.at))
}

/** A template begins, or goes on behind an expression. */
function cutTemplate(cutting: Cutting): void {
  const { source, at, templates } = cutting
  if (source[at] === '}') {
    templates.pop()
    cutting.depth -= 1
  }
  const { end, isOpen } = endOfTemplate(source, at + 1)
  if (isOpen) {
    cutting.depth += 1
    templates.push(cutting.depth)
  }
  add(cutting, kinds.template, end)
}

function endOf(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(source) ? pattern.lastIndex : at
}

/** Where the text of a template ends: behind its backtick, or behind the `${` that opens an expression. */
function endOfTemplate(source: string, from: number): { readonly end: number; readonly isOpen: boolean } {
  for (let at = from; at < source.length; at += 1) {
    const character = source[at]
    if (character === '\\') at += 1
    else if (character === '`') return { end: at + 1, isOpen: false }
    else if (character === '$' && source[at + 1] === '{') return { end: at + 2, isOpen: true }
  }
  return { end: source.length, isOpen: false }
}

function beginsRegex(cutting: Cutting): boolean {
  const last = cutting.kinds.findLastIndex((kind) => kind !== kinds.comment)
  if (last < 0) return true
  const text = textOf(cutting, last)
  if (text === ')') return cutting.isBehindHead
  if (cutting.kinds[last] === kinds.mark) return !/^(?:[)\]}]|\+\+|--)$/.test(text)
  return cutting.kinds[last] === kinds.word && operators.has(text)
}

function textOf({ source, starts, ends }: Cutting, index: number): string {
  return source.slice(starts[index] ?? 0, ends[index] ?? 0)
}
