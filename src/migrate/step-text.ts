import type { Step } from './plan.js'

/** A step as it is read back from a migration file. */
export interface StoredStep {
  readonly title: string
  readonly transactional: boolean
  readonly sql: string
}

const MARKER = /^-- step \d+\/\d+: (.*)$/
const OUTSIDE = '-- outside a transaction'

/** A step as it stands in a migration file: the marker by which it is read back, notes, statements. */
export function printStep(step: Step, number: number, total: number, notes: readonly string[]): string {
  const body = step.statements.join('\n')
  if (body.split('\n').some((line) => MARKER.test(line))) {
    throw new Error(`the SQL of "${step.title}" has a line that looks like the mark of a step`)
  }
  const head = [
    `-- step ${number}/${total}: ${step.title}`,
    ...(step.transactional ? [] : [OUTSIDE]),
    ...notes.map((note) => `-- ${note}`),
  ]
  return `${head.join('\n')}\n${body}\n`
}

/** Reads the steps of a migration file by their marks; SQL is never taken apart. */
export function readSteps(text: string): StoredStep[] {
  const steps: { title: string; lines: string[] }[] = []
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const marker = MARKER.exec(line)
    if (marker !== null) steps.push({ title: marker[1] ?? '', lines: [] })
    else steps.at(-1)?.lines.push(line)
  }
  return steps.map(({ title, lines }) => ({
    title,
    transactional: lines[0] !== OUTSIDE,
    sql: lines.filter((line, index) => !isNote(lines, index, line)).join('\n').trim(),
  }))
}

/** The comment lines right behind the mark. */
function isNote(lines: readonly string[], index: number, line: string): boolean {
  return line.startsWith('-- ') && lines.slice(0, index).every((before) => before.startsWith('-- '))
}
