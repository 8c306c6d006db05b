import type { Code } from './codes.js'
import type { Diagnostic } from './diagnostic.js'
import type { Span } from './node.js'

/** Collects every mistake of a run, so that all of them are shown at once. */
export interface Problems {
  /** Notes a mistake; the same one at the same place is kept once (a mixin is checked once per model). */
  add(code: Code, span: Span, message: string, hint?: string): void
  /** What YAML says from this line of the file on is unsure, so nothing more is noted about it except YAML itself. */
  distrust(file: string, line: number): void
  /** All mistakes, sorted by place; at most `MOST_SHOWN` of them. */
  sorted(): readonly Diagnostic[]
  readonly count: number
}

/** More mistakes than this in one run are not shown: nobody reads them and they have a common cause. */
export const MOST_SHOWN = 100

const ABOUT_YAML = 'DB1'

/** An empty collection. */
export function createProblems(): Problems {
  const found = new Map<string, Diagnostic>()
  const unsure = new Map<string, number>()
  /** Values that could not be read as they stand: what they would mean is not judged. */
  const unread = new Set<string>()
  return {
    add(code, span, message, hint) {
      const { at, length, sourceLine } = span
      if (!code.startsWith(ABOUT_YAML) && at.line >= (unsure.get(at.file) ?? Number.POSITIVE_INFINITY)) return
      const place = `${at.file}:${at.line}:${at.column}`
      if (code.startsWith(ABOUT_YAML)) unread.add(place)
      else if (unread.has(place)) return
      const key = `${place} ${code} ${message}`
      if (!found.has(key)) found.set(key, { at, length, code, message, hint, sourceLine })
    },
    distrust(file, line) {
      unsure.set(file, Math.min(line, unsure.get(file) ?? line))
    },
    sorted: () => [...found.values()].sort(byPlace).slice(0, MOST_SHOWN),
    get count() {
      return found.size
    },
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1
  return a.at.line - b.at.line || a.at.column - b.at.column || (a.code < b.code ? -1 : 1)
}
