/** A token or comment of TypeScript. */
export interface Lexeme {
  readonly kind: 'word' | 'text' | 'template' | 'mark' | 'comment'
  /** As it stands in the file. */
  readonly text: string
  /** Offset of its first character. */
  readonly start: number
  /** Offset behind its last character. */
  readonly end: number
}

const SPACE = /[\s\uFEFF]+/y
const COMMENT = /\/\/[^\n\r]*|\/\*[\s\S]*?(?:\*\/|$)/y
const WORD = /[\p{ID_Start}$_#@\d\\](?:[\p{ID_Continue}$\\]|\u200c|\u200d)*/uy
const TEXT = /"(?:[^"\\\n\r]|\\[\s\S])*"?|'(?:[^'\\\n\r]|\\[\s\S])*'?/y
const REGEX = /\/(?:[^/\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[a-z]*/y
const MARK = /=>|\?\?=?|\|\|=?|&&=?|\.\.\.|[=!]==?|\?\.(?!\d)|\+\+|--|\*\*|[+\-*/%&|^]=|[\s\S]/uy

/** Words behind which a slash begins a regular expression; behind other words it divides. */
const operators = new Set(['return', 'typeof', 'case', 'in', 'of', 'do', 'else', 'void', 'delete', 'await', 'yield'])

/**
 * Cuts TypeScript into tokens and comments without a parser, so that thousands of files take no time. Whatever it takes a
 * slash for, the same characters give the same tokens. A template literal is one token where it holds no expression, else
 * its texts are tokens and its expressions are cut like all else.
 */
export function lexemesOf(source: string, from = 0, to = source.length): Lexeme[] {
  const cutting: Cutting = { source, lexemes: [], at: from, depth: 0, templates: [], heads: [], isBehindHead: false }
  while (cutting.at < to) {
    const space = endOf(SPACE, source, cutting.at)
    if (space > cutting.at) cutting.at = space
    else cutNext(cutting)
  }
  return cutting.lexemes
}

/** How far a text is cut. */
interface Cutting {
  readonly source: string
  readonly lexemes: Lexeme[]
  at: number
  /** Of braces. */
  depth: number
  /** The depth at which each open template goes on. */
  readonly templates: number[]
  /** For each open parenthesis whether it is of an if or a loop, behind which a regular expression may begin. */
  readonly heads: boolean[]
  isBehindHead: boolean
}

function cutNext(cutting: Cutting): void {
  const { source, at, lexemes } = cutting
  const character = source[at] ?? ''
  const isTemplate = character === '`' || (character === '}' && cutting.templates.at(-1) === cutting.depth)
  const { kind, end } = isTemplate
    ? cutTemplate(cutting)
    : (plainToken(cutting, character) ?? cutMark(cutting, character))
  lexemes.push({ kind, text: source.slice(at, end), start: at, end })
  cutting.at = end
}

type Token = Pick<Lexeme, 'kind' | 'end'>

/** A token or comment that ends where its pattern says; undefined for a mark. */
function plainToken(cutting: Cutting, character: string): Token | undefined {
  const { source, at } = cutting
  if (character === '"' || character === "'") return { kind: 'text', end: endOf(TEXT, source, at) }
  if (character === '/') {
    const comment = endOf(COMMENT, source, at)
    if (comment > at) return { kind: 'comment', end: comment }
    const regex = beginsRegex(cutting) ? endOf(REGEX, source, at) : at
    return regex > at ? { kind: 'text', end: regex } : undefined
  }
  const word = endOf(WORD, source, at)
  return word > at ? { kind: 'word', end: word } : undefined
}

function cutMark(cutting: Cutting, character: string): Token {
  if (character === '(') cutting.heads.push(/^(?:if|while|for|with)$/.test(cutting.lexemes.at(-1)?.text ?? ''))
  if (character === ')') cutting.isBehindHead = cutting.heads.pop() ?? false
  if (character === '{') cutting.depth += 1
  if (character === '}') cutting.depth -= 1
  return { kind: 'mark', end: endOf(MARK, cutting.source, cutting.at) }
}

/** A template begins, or goes on behind an expression. */
function cutTemplate(cutting: Cutting): Token {
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
  return { kind: 'template', end }
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

function beginsRegex({ lexemes, isBehindHead }: Cutting): boolean {
  const last = lexemes.findLast(({ kind }) => kind !== 'comment')
  if (last === undefined) return true
  if (last.text === ')') return isBehindHead
  if (last.kind === 'mark') return !/^(?:[)\]}]|\+\+|--)$/.test(last.text)
  return last.kind === 'word' && operators.has(last.text)
}
