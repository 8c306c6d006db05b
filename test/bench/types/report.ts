import type { Bar } from './bars.js'
import type { Completion, Hover } from './editor.js'
import { type Measured, median } from './measure.js'
import type { Startup } from './startup.js'

/** Time, memory and what the checker counts, a row for each contender and size. */
export function checkTable(all: readonly Measured[], compiler: string): string {
  const rows = all
    .filter((one) => one.compiler === compiler)
    .map((one) => [
      one.contender,
      one.used === 10 || one.used === 0 ? String(one.size) : `${one.size}, ${one.used} used`,
      seconds(median(one, ({ wall }) => wall)),
      spread(one),
      seconds(median(one, ({ cpu }) => cpu)),
      mebibytes(median(one, ({ memory }) => memory)),
      mebibytes(median(one, ({ peak }) => peak)),
      thousands(median(one, ({ instantiations }) => instantiations)),
      thousands(median(one, ({ types }) => types)),
      thousands(median(one, ({ files }) => files)),
      one.runs[0]?.problem === undefined ? '' : 'ERRORS',
    ])
  const head = [
    compiler,
    'models',
    'wall s',
    'from-to',
    'cpu s',
    'MiB',
    'peak MiB',
    'instantiations',
    'types',
    'files',
    '',
  ]
  return table([head, ...rows])
}

/** The first error of each program that does not compile. */
export function problems(all: readonly Measured[]): string {
  return all
    .flatMap(({ contender, size, compiler, runs }) => {
      const problem = runs[0]?.problem
      return problem === undefined ? [] : [`${contender}, ${size} models, ${compiler}: ${problem.slice(0, 300)}`]
    })
    .join('\n')
}

export function editorTable(completions: readonly (Completion & { contender: string; size: number })[]): string {
  const rows = completions.map((one) => [
    `${one.contender}, ${one.title}`,
    one.server,
    String(one.size),
    seconds(one.loading / 1000),
    milliseconds(one.first),
    milliseconds(one.again),
    milliseconds(one.typing),
    String(one.answers),
    one.problem ?? '',
  ])
  return table([
    ['completion', 'server', 'models', 'loading s', 'first ms', 'again ms', 'typing ms', 'answers', ''],
    ...rows,
  ])
}

export function hoverList(hovers: readonly Hover[]): string {
  return hovers.map(({ server, title, text }) => `${server}, ${title}:\n${text.replaceAll(/^/gm, '    ')}`).join('\n')
}

export function startupTable(startups: readonly (Startup & { size: number })[]): string {
  const rows = startups.map(({ title, size, importing, resident, heap, problem }) => [
    title,
    String(size),
    milliseconds(importing),
    mebibytes(resident),
    Number.isNaN(heap) ? '-' : heap.toFixed(1),
    problem ?? '',
  ])
  return table([['importing', 'models', 'ms', 'resident MiB', 'heap MiB', ''], ...rows])
}

export function barTable(title: string, bars: readonly Bar[]): string {
  const rows = bars.map(({ what, wanted, measured, holds }) => [
    what,
    wanted,
    measured.slice(0, 90),
    holds ? 'pass' : 'FAIL',
  ])
  return table([[title, 'wanted', 'measured', ''], ...rows])
}

/** The fastest and the slowest run: how noisy the machine was. */
function spread({ runs }: Measured): string {
  const walls = runs.map(({ wall }) => wall)
  return walls.length < 2 ? '' : `${Math.min(...walls).toFixed(1)}-${Math.max(...walls).toFixed(1)}`
}

function seconds(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(2)
}

function milliseconds(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(value < 10 ? 1 : 0)
}

function mebibytes(value: number): string {
  return Number.isNaN(value) ? '-' : Math.round(value).toLocaleString('en')
}

function thousands(value: number): string {
  return Number.isNaN(value) ? '-' : value.toLocaleString('en')
}

/** Columns of text, the first to the left and the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
