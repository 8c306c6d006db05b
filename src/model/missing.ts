import type { Code } from '../spec/codes.js'
import type { Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import { alternatives } from '../spec/wording.js'
import { placeOf } from './places.js'

/**
 * Names that the spec uses and nothing has. One wrong letter where a column is defined makes every use of it wrong, so
 * a name that is missing is noted once, where it is used first, with the other places.
 */
export interface MissingNames {
  /** `what` tells the thing apart from others of the same name: `column of Post`. */
  note(code: Code, what: string, name: string, use: MissingUse): void
  /** Notes all that were collected. */
  report(): void
}

/** One use of a missing name, with what to say if it is the first. */
export interface MissingUse {
  readonly span: Span
  readonly message: string
  readonly hint: string | undefined
}

interface Noted extends MissingUse {
  readonly code: Code
}

const MOST_PLACES = 4

/** An empty collection. */
export function collectMissing(problems: Problems): MissingNames {
  const uses = new Map<string, Noted[]>()
  return {
    note(code, what, name, use) {
      const key = `${what} ${name}`
      const known = uses.get(key) ?? []
      if (!known.some(({ span }) => isSamePlace(span, use.span))) known.push({ code, ...use })
      uses.set(key, known)
    },
    report() {
      for (const all of uses.values()) {
        const [first, ...others] = all.sort(byPlace)
        if (first === undefined) continue
        problems.add(first.code, first.span, `${first.message}${further(first.span, others)}`, first.hint)
      }
    },
  }
}

function further({ at }: Span, others: readonly MissingUse[]): string {
  const here = others.filter(({ span }) => span.at.file === at.file).map(({ span }) => span.at.line)
  const lines = [...new Set(here)].filter((line) => line !== at.line).map(String)
  const files = others.filter(({ span }) => span.at.file !== at.file).map(({ span }) => placeOf(span))
  const places = [
    ...(lines.length > 0 ? [`on ${lines.length === 1 ? 'line' : 'lines'} ${shortened(lines)}`] : []),
    ...atPlaces(files),
  ]
  return places.length === 0 ? '' : ` (also ${places.join(', and ')})`
}

function atPlaces(files: readonly string[]): string[] {
  return files.length === 0 ? [] : [`at ${shortened(files)}`]
}

function shortened(places: readonly string[]): string {
  const rest = places.length - MOST_PLACES
  const shown = rest > 1 ? [...places.slice(0, MOST_PLACES), `${rest} more`] : places
  return alternatives(shown, 'and')
}

function isSamePlace({ at: one }: Span, { at: other }: Span): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column
}

function byPlace({ span: { at: a } }: MissingUse, { span: { at: b } }: MissingUse): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column
}
