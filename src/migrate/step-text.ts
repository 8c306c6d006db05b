import type { Check, Step } from './plan.js'
import { readMeasure, type StepMeasure } from './step-measure.js'

/** A step as it is read back from a migration file. */
export interface StoredStep {
  readonly title: string
  readonly transactional: boolean
  readonly sql: string
  /** What the proof measured, as its notes say; undefined where they say nothing of it. */
  readonly measure?: StepMeasure | undefined
}

/** The text is not a migration as dbgen writes them; the message says where and what to do. */
export class MigrationUnreadable extends Error {
  override readonly name = 'MigrationUnreadable'
}

/** The note of a step that PostgreSQL refuses inside a transaction; a runner goes by it. */
export const OUTSIDE = 'outside a transaction'

/** The mark of a migration that nobody has filled in yet; what stands behind it is for the reader. */
export const NOT_WRITTEN = 'not written yet:'

const MARKER = /^-- step \d+\/\d+: (.*)$/
/** What a file written by hand may have instead, where it has none with numbers. */
const PLAIN_MARKER = /^-- step: (.*)$/

/** A check as it is read back from a migration file. */
export type StoredCheck = Check

const CHECK_MARKER = /^-- check \d+\/\d+: (.*)$/
const PLAIN_CHECK_MARKER = /^-- check: (.*)$/
const ADVICE = /^-- otherwise: (.*)$/

/** A check as it stands in a migration file: what must hold, what to do where it does not, the query that finds out. */
export function printCheck({ title, advice, sql }: Check, number: number, total: number): string {
  expectNoMark(title, sql)
  const head = [`check ${number}/${total}: ${title}`, `otherwise: ${advice}`]
  return `${head.map((line) => `-- ${commentLine(line)}`).join('\n')}\n${sql};\n`
}

/** A step as it stands in a migration file: the marker by which it is read back, notes, statements. */
export function printStep(step: Step, number: number, total: number, notes: readonly string[]): string {
  const body = step.statements.join('\n')
  expectNoMark(step.title, body)
  const head = [`step ${number}/${total}: ${step.title}`, ...(step.transactional ? [] : [OUTSIDE]), ...notes]
  return `${head.map((line) => `-- ${commentLine(line)}`).join('\n')}\n${body}\n`
}

function expectNoMark(title: string, sql: string): void {
  if (!sql.split('\n').some((line) => MARKER.test(line) || CHECK_MARKER.test(line))) return
  throw new Error(`the SQL of "${title}" has a line that looks like the mark of a step`)
}

/** Text that cannot leave the one line of its comment, in SQL or TypeScript. */
export function commentLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

/**
 * Reads the steps of a migration file by their marks; SQL is never taken apart. A file written by hand may do without the
 * numbers, and without marks it is one step. Throws MigrationUnreadable.
 */
export function readSteps(text: string): StoredStep[] {
  const lines = linesOf(text)
  expectWritten(lines)
  const { step: mark, check } = marksOf(lines)
  const start = lines.findIndex((line) => mark.test(line))
  if (start === -1 && isByHand(text) && !lines.some((line) => check.test(line))) return wholeFile(lines)
  const steps: { title: string; lines: string[] }[] = []
  for (const [index, line] of lines.entries()) {
    const marker = mark.exec(line)
    if (marker !== null) steps.push({ title: marker[1] ?? '', lines: [] })
    else if (start === -1 || index < start) expectKnown(lines, index, check)
    else steps.at(-1)?.lines.push(line)
  }
  return steps.map(({ title, lines }) => ({
    title,
    transactional: lines[0] !== `-- ${OUTSIDE}`,
    sql: withoutNotes(lines),
    ...measured(notesIn(lines)),
  }))
}

/** What the notes of a step say that was measured, as a part of it. */
export function measured(notes: readonly string[]): Pick<StoredStep, 'measure'> {
  const measure = readMeasure(notes)
  return measure === undefined ? {} : { measure }
}

/** Throws MigrationUnreadable where a template still has its mark. `comment` begins a comment of the language. */
export function expectWritten(lines: readonly string[], comment = '--'): void {
  const index = lines.findIndex((line) => line.trim().startsWith(`${comment} ${NOT_WRITTEN}`))
  if (index === -1) return
  throw new MigrationUnreadable(
    `line ${index + 1} says that it is not written yet: write the SQL, then remove that line`,
  )
}

/** Where one step has numbers, all have: a line without them may be a comment within the SQL. */
function marksOf(lines: readonly string[]): { readonly step: RegExp; readonly check: RegExp } {
  const hasNumbers = lines.some((line) => MARKER.test(line) || CHECK_MARKER.test(line))
  return hasNumbers ? { step: MARKER, check: CHECK_MARKER } : { step: PLAIN_MARKER, check: PLAIN_CHECK_MARKER }
}

function isByHand(text: string): boolean {
  return readParent(text) === undefined
}

/** Without marks: one step, outside a transaction where a comment in front of the SQL says so. */
function wholeFile(lines: readonly string[]): StoredStep[] {
  const start = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('--'))
  if (start === -1) return []
  const sql = lines.slice(start).join('\n').trim()
  return [{ title: 'the whole file', transactional: !lines.slice(0, start).includes(`-- ${OUTSIDE}`), sql }]
}

/** A migration whose place another one has taken. */
export interface ReplacedMigration {
  readonly id: string
  /** Hash of the chain up to and including it. */
  readonly chain: string
}

/** The migrations that this one was made of, as its head says, in their order; none for an ordinary one. */
export function readReplaced(text: string): ReplacedMigration[] {
  const head = linesOf(text)
  const end = head.findIndex((line) => !/^(?:--|\/\/) /.test(line))
  return head.slice(0, end === -1 ? undefined : end).flatMap((line) => {
    const [, id, chain] = /^(?:--|\/\/) replaces: (\S+) ([0-9a-f]{64})$/.exec(line) ?? []
    return id === undefined || chain === undefined ? [] : [{ id, chain }]
  })
}

/** The hash of the migration that this one was made to follow, as its head says; undefined where it does not. */
export function readParent(text: string): string | undefined {
  const head = linesOf(text).slice(0, 20)
  return head.map((line) => /^(?:--|\/\/) parent: (\S+)$/.exec(line)?.[1]).find((parent) => parent !== undefined)
}

/** Lines, whatever the editor made of the file. */
export function linesOf(text: string): string[] {
  return text
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
}

/** Reads the checks of a migration file by their marks; they stand in front of the first step. */
export function readChecks(text: string): StoredCheck[] {
  const checks: { title: string; advice: string; lines: string[] }[] = []
  const lines = linesOf(text)
  const marks = marksOf(lines)
  for (const line of lines) {
    if (marks.step.test(line)) break
    const marker = marks.check.exec(line)
    const current = checks.at(-1)
    if (marker !== null) checks.push({ title: marker[1] ?? '', advice: '', lines: [] })
    else if (current !== undefined && current.lines.length === 0 && ADVICE.test(line)) {
      current.advice = ADVICE.exec(line)?.[1] ?? ''
    } else current?.lines.push(line)
  }
  return checks.map(({ title, advice, lines }) => ({ title, advice, sql: lines.join('\n').trim().replace(/;$/, '') }))
}

/** SQL that belongs to no step and no check would be left out in silence. */
function expectKnown(lines: readonly string[], index: number, check: RegExp): void {
  const line = lines[index] ?? ''
  if (line.trim() === '' || line.startsWith('--')) return
  if (lines.slice(0, index).some((earlier) => check.test(earlier))) return
  throw new MigrationUnreadable(
    `line ${index + 1} is in front of the first step: put "-- step 1/1: what it does" above the SQL of each step`,
  )
}

/** Without the comment lines right behind the mark. */
function withoutNotes(lines: readonly string[]): string {
  return lines.slice(notesIn(lines).length).join('\n').trim()
}

/** The comment lines right behind the mark, without the beginning of a comment. */
function notesIn(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => !line.startsWith('-- '))
  return lines.slice(0, end === -1 ? undefined : end).map((line) => line.slice(3))
}
