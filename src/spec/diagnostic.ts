/** A position in a spec file. `file` is relative to the folder of the main spec file, lines and columns start at 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A mistake in the spec: where it is, what is wrong, what to write instead. */
export interface Diagnostic {
  readonly at: Place
  /** Number of characters to underline, at least 1. */
  readonly length: number
  /** Stable: a code never changes its meaning. */
  readonly code: string
  /** In the user's words, lower case, no full stop. */
  readonly message: string
  readonly hint: string | undefined
  /** The source line, for the caret. */
  readonly sourceLine: string
}

/** Thrown once per run with every mistake found, sorted by place. */
export class SpecError extends Error {
  override readonly name = 'SpecError'
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n\n'))
    this.diagnostics = diagnostics
  }
}

/**
 * The mistake as it is shown, without colour:
 *
 *     schema.yaml:4:22 DB012 unknown type "strng"
 *       4 |       title: strng
 *         |              ^^^^^
 *       did you mean "string"?
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { at, code, message, hint } = diagnostic
  const { text, caret, length } = excerpt(diagnostic)
  const gutter = String(at.line)
  const lines = [
    `${at.file}:${at.line}:${at.column} ${code} ${message}`,
    `  ${gutter} | ${text}`.trimEnd(),
    `  ${' '.repeat(gutter.length)} | ${' '.repeat(caret)}${'^'.repeat(length)}`,
  ]
  if (hint !== undefined) lines.push(`  ${hint}`)
  return lines.join('\n')
}

const WIDEST = 120
const BEFORE_CARET = 60

/** The source line, or the part of a long one around the caret; a tab is as wide as the space below it. */
function excerpt({ at, sourceLine, length }: Diagnostic): { text: string; caret: number; length: number } {
  const caret = at.column - 1
  if (sourceLine.length <= WIDEST) return { text: sourceLine.replaceAll('\t', ' '), caret, length }
  const from = Math.max(0, Math.min(caret - BEFORE_CARET, sourceLine.length - WIDEST))
  const [before, after] = [from > 0 ? '...' : '', from + WIDEST < sourceLine.length ? '...' : '']
  const text = sourceLine.slice(from, from + WIDEST).replaceAll('\t', ' ')
  return {
    text: before + text + after,
    caret: before.length + caret - from,
    length: Math.max(1, Math.min(length, from + WIDEST - caret)),
  }
}
