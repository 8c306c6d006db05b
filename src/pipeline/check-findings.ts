import type { Diagnostic } from '../spec/diagnostic.js'
import type { Severity } from '../spec/hazards.js'

/**
 * What the check can find besides mistakes of the spec (DB), refused changes and hazards (HZ). A code never changes its
 * meaning. CK1 generated code, CK2 spec and snapshot, CK3 the chain, CK4 its replay, CK5 the proof, CK6 exceptions.
 */
export const checkCodes = {
  CK101: 'a generated file is not what generate would write',
  CK102: 'a generated file is missing',
  CK103: 'a file is generated no longer',
  CK104: 'a generated file stands in the way or was edited by hand',
  CK201: 'the spec has what no migration does',
  CK202: 'snapshot.json says the same in other words than the spec',
  CK301: 'a migration is missing',
  CK302: 'a migration was edited',
  CK303: 'a migration that snapshot.json does not know',
  CK304: 'two branches each added a migration',
  CK305: 'snapshot.json cannot be used',
  CK306: 'a migration cannot be read',
  CK307: 'the migrations folder is not whole',
  CK401: 'the migrations cannot be applied',
  CK402: 'the migrations do not lead to snapshot.json',
  CK403: 'a migration cannot be reversed',
  CK404: 'a migration does not lead back to where it started from',
  CK501: 'a migration was never proven',
  CK502: 'the proof of a migration fails',
  CK601: 'an exception that lets nothing through',
  CK602: 'an exception for a migration that does not exist',
} as const

/** One of the codes of the check itself. */
export type CheckCode = keyof typeof checkCodes

/** One thing that somebody has to do something about. */
export interface CheckFinding {
  /** `CK101`, `HZ101`, `DB401`, or the code of a refused change. */
  readonly code: string
  readonly severity: Severity
  /** Absolute path. */
  readonly file: string
  /** Line and column from 1. */
  readonly line: number
  readonly column: number
  /** What is wrong. */
  readonly message: string
  /** What to do. */
  readonly fix: string
  /** More lines about it. */
  readonly details: readonly string[]
}

/** A finding at the beginning of a file, where nothing better is known. */
export function findingAt(
  code: CheckCode,
  file: string,
  message: string,
  fix: string,
  more: Partial<CheckFinding> = {},
): CheckFinding {
  return { code, severity: 'error', file, line: 1, column: 1, message, fix, details: [], ...more }
}

/** The line, from 1, of the first line that holds the text; 1 where none does. */
export function lineOf(text: string, part: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(part))
  return index < 0 ? 1 : index + 1
}

/** Sorted by place, then by code. */
export function sortFindings(findings: readonly CheckFinding[]): CheckFinding[] {
  return findings.toSorted((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1
    return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  })
}

/** The mistakes of a spec as findings; `specPath` makes a path of the spec absolute. */
export function specFindings(diagnostics: readonly Diagnostic[], specPath: (file: string) => string): CheckFinding[] {
  return diagnostics.map(({ code, at, message, hint }) => ({
    code,
    severity: 'error',
    file: specPath(at.file),
    line: at.line,
    column: at.column,
    message,
    fix: hint ?? 'correct it',
    details: [],
  }))
}
