import type { Code } from './codes.js'
import type { Span } from './node.js'
import type { Places } from './places.js'
import { MOST_SHOWN, type Problems } from './problems.js'
import { quoted } from './wording.js'

/** Deeper than any spec, and far from what exhausts the stack of the process. */
export const MOST_DEPTH = 32

/** What is built from a lexeme takes about twice the time of a space; 1 MB, written as people write, has 500,000. */
const MOST_EFFORT = 600_000

/** More mistakes than this are not shown, so there is no point in going on. */
const MOST_MISTAKES = MOST_SHOWN

/** Signs of the lexer that are no text of the file: the next lexeme is a scalar; brackets are given up. */
const SCALAR_FOLLOWS = '\u001f'
const BRACKETS_END = '\u0018'
const DOCUMENT_BEGINS = '\u0002'

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

interface Opening {
  readonly sign: string
  readonly offset: number
}

/**
 * Looks at each lexeme of a YAML file before anything is built from it, because building from a hostile file can
 * exhaust the process. Notes what a spec does not allow (aliases, anchors, tags, directives), and what is best said
 * where it begins: a bracket or a quote that nothing closes.
 */
export class LexemeCheck {
  readonly #places: Places
  readonly #problems: Problems
  /** Columns at which the enclosing blocks begin, which measure the depth. */
  readonly #columns: number[] = []
  #open: Opening[] = []
  #offset = 0
  #lineStart = 0
  #isLineBegun = false
  #isScalar = false
  #isTooMuch = false
  #brokenAt = Number.POSITIVE_INFINITY
  #effort = 0
  #mistakes = 0

  constructor(places: Places, problems: Problems) {
    this.#places = places
    this.#problems = problems
  }

  /** Whether the file was found to be too large or too deep to go on. */
  get isTooMuch(): boolean {
    return this.#isTooMuch
  }

  /** Offset of the first bracket or quote that makes nonsense of what comes behind it. */
  get brokenAt(): number {
    return this.#brokenAt
  }

  /** Looks at the next lexeme. */
  look(lexeme: string): void {
    if (lexeme === DOCUMENT_BEGINS) return
    if (lexeme === BRACKETS_END) this.end()
    else if (lexeme === SCALAR_FOLLOWS) this.#isScalar = true
    else this.#lookAtText(lexeme)
  }

  #lookAtText(lexeme: string): void {
    const isBlank = lexeme.trim() === ''
    this.#effort += isBlank ? 1 : 2
    if (!isBlank && !lexeme.startsWith('#')) this.#inspect(lexeme)
    this.#move(lexeme, isBlank)
    this.#isScalar = false
    this.#measure()
  }

  /** Notes a bracket that is still open where brackets end. */
  end(): void {
    const last = this.#open.at(-1)
    if (last !== undefined) this.#report(last.offset, 1, `"${last.sign}" is not closed`, `add "${CLOSING[last.sign]}"`)
    this.#open = []
  }

  #inspect(lexeme: string): void {
    const isBlockSign = lexeme === '-' || lexeme === '?' || lexeme === ':'
    if (this.#open.length === 0 && (isBlockSign || !this.#isLineBegun)) this.#enter(this.#offset - this.#lineStart)
    if (this.#isScalar) return
    const [first = ''] = lexeme
    if (first === '[' || first === '{') this.#open.push({ sign: first, offset: this.#offset })
    else if (first === ']' || first === '}') this.#close(first)
    else if (first === '"' || first === "'") this.#checkQuote(lexeme, first)
    else if ('&*!%'.includes(first)) this.#refuse(lexeme, first)
  }

  /** Blocks that begin further right than this column have ended; the one at this column is the innermost. */
  #enter(column: number): void {
    while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop()
    this.#columns.push(column)
  }

  #move(lexeme: string, isBlank: boolean): void {
    this.#offset += lexeme.length
    const lineEnd = lexeme.lastIndexOf('\n')
    if (lineEnd !== -1) this.#lineStart = this.#offset - lexeme.length + lineEnd + 1
    if (lexeme.endsWith('\n')) this.#isLineBegun = false
    else if (!isBlank) this.#isLineBegun = true
  }

  #measure(): void {
    const depth = this.#columns.length + this.#open.length
    // The innermost scalar of a line counts as a block of its own, and so may the sign in front of it.
    if (depth <= MOST_DEPTH + 2 && this.#effort <= MOST_EFFORT) return
    const [message, hint] =
      depth > MOST_DEPTH
        ? [`the file nests deeper than ${MOST_DEPTH} levels`, undefined]
        : ['the file holds too many values', 'split it, with "include"']
    this.#problems.add('DB106', this.#places.span(this.#offset - 1, 1), message, hint)
    this.#isTooMuch = true
  }

  #close(sign: string): void {
    const opening = this.#open.pop()
    if (opening === undefined) {
      const hint = 'remove it, or put the text that it belongs to in quotes'
      this.#report(this.#offset, 1, `"${sign}" closes nothing`, hint)
      return
    }
    const expected = CLOSING[opening.sign]
    if (sign !== expected)
      this.#report(this.#offset, 1, `"${opening.sign}" is closed by "${sign}"`, `write "${expected}"`)
  }

  #checkQuote(lexeme: string, quote: string): void {
    const isClosed = quote === '"' ? isDoubleClosed(lexeme) : lexeme.split("'").length % 2 === 1
    if (isClosed) return
    const hint =
      quote === "'"
        ? "add it; within single quotes, ' is written twice"
        : 'add it; within double quotes, " is written \\"'
    this.#report(this.#offset, lexeme.length, `the closing ${quote} is missing`, hint)
  }

  #refuse(lexeme: string, sign: string): void {
    const span = this.#places.span(this.#offset, lexeme.length)
    const [what, hint] = REFUSED[sign] ?? ['this', 'remove it']
    this.#note('DB103', span, `${what} ${quoted(lexeme)} is not allowed in a spec`, hint)
  }

  #report(offset: number, length: number, message: string, hint: string): void {
    this.#brokenAt = Math.min(this.#brokenAt, offset)
    this.#note('DB102', this.#places.span(offset, length), message, hint)
  }

  #note(code: Code, span: Span, message: string, hint: string): void {
    this.#problems.add(code, span, message, hint)
    this.#mistakes += 1
    if (this.#mistakes >= MOST_MISTAKES) this.#isTooMuch = true
  }
}

const REFUSED: Readonly<Record<string, readonly [string, string]>> = {
  '&': ['anchor', 'remove it; for columns in common, use a mixin. If it is text, put it in quotes'],
  '*': ['alias', 'write the value out; for columns in common, use a mixin. If it is text, put it in quotes'],
  '!': ['tag', 'remove it; if it is text, put it in quotes'],
  '%': ['directive', 'remove the line'],
}

function isDoubleClosed(lexeme: string): boolean {
  if (lexeme.length < 2 || !lexeme.endsWith('"')) return false
  let backslashes = 0
  while (lexeme[lexeme.length - 2 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 0
}
