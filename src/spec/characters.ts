import type { Span } from './node.js'
import type { Places } from './places.js'
import type { Problems } from './problems.js'

/**
 * Characters that a reviewer does not see, that change the order of what is seen, or that some readers of YAML take
 * for the end of a line. U+FFFD stands for bytes that are not UTF-8.
 */
const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd\ufeff\u202a-\u202e\u2066-\u2069]|\r(?!\n)|\p{Surrogate}/gu

/** What stands in the place of a hidden character once it is noted; as long as each of them. */
const SUBSTITUTE = '\ufffd'

const MOST_LINES = 10

/** Characters that no `text` of PostgreSQL holds, and that an escape in double quotes can nevertheless spell. */
const UNSTORABLE = /\0|\p{Surrogate}/u

/** The text without the mark that Windows editors put in front. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** Notes hidden characters, one for each line; gives the text with a visible one in their place, as long as before. */
export function revealHidden(text: string, places: Places, problems: Problems): string {
  const lines = new Set<number>()
  for (const { 0: character, index } of text.matchAll(HIDDEN)) {
    const span = places.span(index, 1)
    if (lines.has(span.at.line)) continue
    lines.add(span.at.line)
    problems.add(
      'DB109',
      shown(span),
      `the file holds the invisible character ${codeOf(character)}`,
      hintFor(character),
    )
    if (lines.size === MOST_LINES) break
  }
  return lines.size === 0 ? text : text.replace(HIDDEN, SUBSTITUTE)
}

/** Notes a character that an escape spells and no database holds. */
export function checkStorable(text: string, span: Span, problems: Problems): void {
  const found = UNSTORABLE.exec(text)
  if (found === null) return
  problems.add(
    'DB109',
    span,
    `the text holds the character ${codeOf(found[0])}, which no database can store`,
    'remove it',
  )
}

function hintFor(character: string): string {
  if (character === '\0') return 'the file is not text, or not UTF-8'
  if (character === '\r') return 'end lines with LF or CRLF'
  return character === SUBSTITUTE ? 'save the file as UTF-8' : 'remove it'
}

function shown(span: Span): Span {
  return { ...span, sourceLine: span.sourceLine.replace(HIDDEN, SUBSTITUTE) }
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
