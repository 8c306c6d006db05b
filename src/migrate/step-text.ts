import type { Check, Step } from './plan.js'

/** A step as it is read back from a migration file. */
export interface StoredStep {
  readonly title: string
  readonly transactional: boolean
  readonly sql: string
}

/** The text is not a migration as dbgen writes them; the message says where and what to do. */
export class MigrationUnreadable extends Error {
  override readonly name = 'MigrationUnreadable'
}

/** The note of a step that PostgreSQL refuses inside a transaction; a runner goes by it. */
export const OUTSIDE = 'outside a transaction'

const MARKER = /^-- step \d+\/\d+: (.*)$/

/** A check as it is read back from a migration file. */
export type StoredCheck = Check

const CHECK_MARKER = /^-- check \d+\/\d+: (.*)$/
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

/** Reads the steps of a migration file by their marks; SQL is never taken apart. Throws MigrationUnreadable. */
export function readSteps(text: string): StoredStep[] {
  const steps: { title: string; lines: string[] }[] = []
  const lines = linesOf(text)
  const start = lines.findIndex((line) => MARKER.test(line))
  for (const [index, line] of lines.entries()) {
    const marker = MARKER.exec(line)
    if (marker !== null) steps.push({ title: marker[1] ?? '', lines: [] })
    else if (start === -1 || index < start) expectKnown(lines, index)
    else steps.at(-1)?.lines.push(line)
  }
  return steps.map(({ title, lines }) => ({
    title,
    transactional: lines[0] !== `-- ${OUTSIDE}`,
    sql: withoutNotes(lines),
  }))
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
  for (const line of linesOf(text)) {
    if (MARKER.test(line)) break
    const marker = CHECK_MARKER.exec(line)
    const current = checks.at(-1)
    if (marker !== null) checks.push({ title: marker[1] ?? '', advice: '', lines: [] })
    else if (current !== undefined && current.lines.length === 0 && ADVICE.test(line)) {
      current.advice = ADVICE.exec(line)?.[1] ?? ''
    } else current?.lines.push(line)
  }
  return checks.map(({ title, advice, lines }) => ({ title, advice, sql: lines.join('\n').trim().replace(/;$/, '') }))
}

/** SQL that belongs to no step and no check would be left out in silence. */
function expectKnown(lines: readonly string[], index: number): void {
  const line = lines[index] ?? ''
  if (line.trim() === '' || line.startsWith('--')) return
  if (lines.slice(0, index).some((earlier) => CHECK_MARKER.test(earlier))) return
  throw new MigrationUnreadable(
    `line ${index + 1} is in front of the first step: put "-- step 1/1: what it does" above the SQL of each step`,
  )
}

/** Without the comment lines right behind the mark. */
function withoutNotes(lines: readonly string[]): string {
  const start = lines.findIndex((line) => !line.startsWith('-- '))
  return (start === -1 ? [] : lines.slice(start)).join('\n').trim()
}
