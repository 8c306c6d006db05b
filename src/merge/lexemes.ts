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
  const lexemes: Lexeme[] = []
  /** The depth of braces at which each open template goes on. */
  const templates: number[] = []
  let depth = 0
  let at = from
  const add = (kind: Lexeme['kind'], end: number) => {
    lexemes.push({ kind, text: source.slice(at, end), start: at, end })
    at = end
  }
  while (at < to) {
    const space = endOf(SPACE, source, at)
    if (space > at) {
      at = space
      continue
    }
    const character = source[at] ?? ''
    if (character === '/' && endOf(COMMENT, source, at) > at) add('comment', endOf(COMMENT, source, at))
    else if (character === '"' || character === "'") add('text', endOf(TEXT, source, at))
    else if (character === '`' || (character === '}' && templates.at(-1) === depth)) {
      if (character === '}') {
        templates.pop()
        depth -= 1
      }
      const { end, isOpen } = endOfTemplate(source, at + 1)
      add('template', end)
      if (isOpen) {
        depth += 1
        templates.push(depth)
      }
    } else if (character === '/' && beginsRegex(lexemes) && endOf(REGEX, source, at) > at)
      add('text', endOf(REGEX, source, at))
    else if (endOf(WORD, source, at) > at) add('word', endOf(WORD, source, at))
    else {
      if (character === '{') depth += 1
      if (character === '}') depth -= 1
      add('mark', endOf(MARK, source, at))
    }
  }
  return lexemes
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

function beginsRegex(lexemes: readonly Lexeme[]): boolean {
  const last = lexemes.findLast(({ kind }) => kind !== 'comment')
  if (last === undefined) return true
  if (last.kind === 'mark') return !/^(?:[)\]}]|\+\+|--)$/.test(last.text)
  return last.kind === 'word' && operators.has(last.text)
}
