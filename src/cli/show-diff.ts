import type { DiffReport } from './pipeline-api.js'
import { count } from './quantities.js'
import { showRefusal } from './show-failure.js'
import type { Colors } from './terminal.js'

type Change = DiffReport['changes'][number]

const marks: Readonly<Record<Change['kind'], readonly [string, 'green' | 'red' | 'yellow' | 'cyan']>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
  renamed: ['>', 'cyan'],
}

/** What differs, as a person reads it: a line for each thing, and what it is now below or beside it. */
export function showDiff(report: DiffReport, withSql: boolean, colors: Colors): string {
  const { before, after, changes } = report
  const head = `${colors.bold(before)} -> ${colors.bold(after)}`
  if (changes.length === 0) return `${head}: no difference\n`
  const width = Math.max(...changes.map(({ object, name }) => object.length + name.length + 1))
  const lines = changes.flatMap((change) => showChange(change, Math.min(width, 48), colors))
  return [
    `${head}: ${count(changes.length, 'change')}`,
    '',
    ...lines,
    '',
    ...(withSql ? showSql(report, colors) : []),
  ].join('\n')
}

function showChange(change: Change, width: number, colors: Colors): string[] {
  const { kind, object, name, before = '', after = '' } = change
  const [mark, color] = marks[kind]
  const head = `  ${colors[color](mark)} ${`${object} ${name}`.padEnd(width)}`
  if (kind === 'renamed') return [`${head}  was ${before}`]
  if (kind !== 'changed') return [`${head}  ${firstLine(kind === 'added' ? after : before)}`.trimEnd()]
  const [was, is] = [firstLine(before), firstLine(after)]
  // A text of several lines may differ further down.
  if (was === is) return [`${head}  ${colors.dim('has another text')}`]
  return [
    `${head}  ${colors.red(was === '' ? '(plain)' : was)}`,
    `    ${' '.repeat(width)}  ${colors.green(is === '' ? '(plain)' : is)}`,
  ]
}

function firstLine(text: string): string {
  const [line = '', ...rest] = text.split('\n')
  return rest.length > 0 ? `${line} ...` : line
}

function showSql({ steps, refusals }: DiffReport, colors: Colors): string[] {
  if (refusals.length > 0) {
    return [
      ...refusals.map((refusal) => `${showRefusal(refusal, colors)}\n`),
      `${count(refusals.length, 'change')} refused\n`,
    ]
  }
  return steps.map(({ title, sql }) => `${colors.dim(`-- ${title}`)}\n${sql}\n`)
}
