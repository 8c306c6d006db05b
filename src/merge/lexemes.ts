import { kinds, type Tokens, tokensOf } from './tokens.js'

/** A token or comment of TypeScript. */
export interface Lexeme {
  readonly kind: keyof typeof kinds
  /** As it stands in the file. */
  readonly text: string
  /** Offset of its first character. */
  readonly start: number
  /** Offset behind its last character. */
  readonly end: number
}

const names = new Map(Object.entries(kinds).map(([name, kind]) => [kind as number, name as Lexeme['kind']]))

/**
 * Cuts TypeScript into tokens and comments without a parser, so that thousands of files take no time. Whatever it takes a
 * slash for, the same characters give the same tokens. A template literal is one token where it holds no expression, else
 * its texts are tokens and its expressions are cut like all else.
 */
export function lexemesOf(source: string, from = 0, to = source.length): Lexeme[] {
  const tokens = tokensOf(source, from, to)
  return tokens.kinds.map((_, index) => lexemeAt(source, tokens, index))
}

/** The token of that number, as an object. */
export function lexemeAt(source: string, { kinds: all, starts, ends }: Tokens, index: number): Lexeme {
  const [start, end] = [starts[index] ?? 0, ends[index] ?? 0]
  return { kind: names.get(all[index] ?? kinds.mark) ?? 'mark', text: source.slice(start, end), start, end }
}
