import type { Step } from './plan.js'

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

/** A step as it stands in a migration file: the marker by which it is read back, notes, statements. */
export function printStep(step: Step, number: number, total: number, notes: readonly string[]): string {
  const body = step.statements.join('\n')
  if (body.split('\n').some((line) => MARKER.test(line))) {
    throw new Error(`the SQL of "${step.title}" has a line that looks like the mark of a step`)
  }
  const head = [`step ${number}/${total}: ${step.title}`, ...(step.transactional ? [] : [OUTSIDE]), ...notes]
  return `${head.map((line) => `-- ${commentLine(line)}`).join('\n')}\n${body}\n`
}

/** Text that cannot leave the one line of its comment, in SQL or TypeScript. */
export function commentLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}

/** Reads the steps of a migration file by their marks; SQL is never taken apart. Throws MigrationUnreadable. */
export function readSteps(text: string): StoredStep[] {
  const steps: { title: string; lines: string[] }[] = []
  for (const [index, line] of linesOf(text).entries()) {
    const marker = MARKER.exec(line)
    if (marker !== null) steps.push({ title: marker[1] ?? '', lines: [] })
    else if (steps.length === 0) expectComment(line, index + 1)
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

/** SQL that belongs to no step would be left out in silence. */
function expectComment(line: string, number: number): void {
  if (line.trim() === '' || line.startsWith('--')) return
  throw new MigrationUnreadable(
    `line ${number} is in front of the first step: put "-- step 1/1: what it does" above the SQL of each step`,
  )
}

/** Without the comment lines right behind the mark. */
function withoutNotes(lines: readonly string[]): string {
  const start = lines.findIndex((line) => !line.startsWith('-- '))
  return (start === -1 ? [] : lines.slice(start)).join('\n').trim()
}
