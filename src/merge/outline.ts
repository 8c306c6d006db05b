import type { Lexeme } from './lexemes.js'

/** Where something stands in a file: offsets of its first character and behind its last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A statement of a module; comments in front of it are not in it. */
export interface Statement extends Span {
  /** Of a class or an interface: what is between the braces, and each member. */
  readonly body: (Span & { readonly members: readonly Span[] }) | undefined
}

/**
 * The statements of a generated file, found by their indentation: nothing but a closing bracket stands at the left margin
 * inside a statement. Far faster than a parser, and only right for text that dbgen has laid out itself.
 */
export function outlineGenerated(source: string, lexemes: readonly Lexeme[]): Statement[] {
  const code = lexemes.filter(({ kind }) => kind !== 'comment')
  return runsAt(source, code, 0).map((run) => ({ ...spanOf(run), body: bodyOf(source, run) }))
}

/** Runs of tokens, each of which begins a line at that column. */
function runsAt(source: string, code: readonly Lexeme[], column: number): Lexeme[][] {
  const runs: Lexeme[][] = []
  for (const lexeme of code) {
    if (columnOf(source, lexeme.start) === column && !isCloser(lexeme)) runs.push([lexeme])
    else runs.at(-1)?.push(lexeme)
  }
  return runs
}

/** The column of what begins its line; undefined for all else. */
export function columnOf(source: string, at: number): number | undefined {
  let start = at
  while (start > 0 && source.charCodeAt(start - 1) === SPACE) start -= 1
  return start === 0 || source.charCodeAt(start - 1) === LINE_FEED ? at - start : undefined
}

const SPACE = 0x20
const LINE_FEED = 0x0a

function isCloser({ kind, text }: Lexeme): boolean {
  return kind === 'template' ? text.startsWith('}') : /^[)\]}>]/.test(text)
}

function spanOf(run: readonly Lexeme[]): Span {
  return { start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0 }
}

/** Words of statements that have members. */
export const containers: ReadonlySet<string> = new Set(['class', 'interface'])
/** Words in front of those. */
export const declarationModifiers: ReadonlySet<string> = new Set(['export', 'default', 'abstract', 'declare'])

function bodyOf(source: string, run: readonly Lexeme[]): Statement['body'] {
  const word = run.find(({ text }) => !declarationModifiers.has(text))
  if (word === undefined || !containers.has(word.text)) return undefined
  const open = openingBrace(source, run)
  const close = run.at(-1)
  if (open < 0 || close === undefined) return undefined
  const inside = run.slice(open + 1, -1)
  return { start: run[open]?.end ?? 0, end: close.start, members: runsAt(source, inside, 2).map(spanOf) }
}

/** The brace of the body is the first that ends its line, or is closed at once. */
function openingBrace(source: string, run: readonly Lexeme[]): number {
  return run.findIndex(
    ({ text, end }, index) =>
      text === '{' && (source[end] === '\n' || (run[index + 1]?.text === '}' && index === run.length - 2)),
  )
}
