import type { Completion, Hover } from './editor.js'
import { isExpansion } from './editor.js'
import { type Measured, median } from './measure.js'

export interface Bar {
  readonly what: string
  readonly wanted: string
  readonly measured: string
  readonly holds: boolean
}

/** What issue 3 demands of a layer at the largest size that was measured. */
export function checkBars(all: readonly Measured[], contender: string, empty: string, used: number): Bar[] {
  const sizes = [...new Set(all.map(({ size }) => size))].sort((one, other) => one - other)
  const [smallest = 0, largest = 0] = [sizes[0], sizes.at(-1)]
  const find = (name: string, compiler: string, size = largest, models = used) =>
    all.find(
      (one) => one.contender === name && one.compiler.startsWith(compiler) && one.size === size && one.used === models,
    )
  const [seven, five, nothing] = [
    find(contender, 'TypeScript 7'),
    find(contender, 'TypeScript 5'),
    find(empty, 'TypeScript 7'),
  ]
  if (seven === undefined) return []
  const problem = seven.runs[0]?.problem ?? five?.runs[0]?.problem
  return [
    { what: 'compiles', wanted: 'without errors', measured: problem ?? 'yes', holds: problem === undefined },
    ...(nothing === undefined ? [] : [timeBar(seven, nothing)]),
    atMost(
      'TypeScript 7, memory',
      median(seven, ({ memory }) => memory),
      400,
      ' MiB',
    ),
    atMost('TypeScript 7, instantiations', median(seven, instantiations), 20_000, ''),
    ...growthBars(seven, find(contender, 'TypeScript 7', smallest), find(contender, 'TypeScript 7', largest, 2 * used)),
    ...(five === undefined
      ? []
      : [
          atMost(
            'TypeScript 5.9, time',
            median(five, ({ wall }) => wall),
            8,
            ' s',
          ),
        ]),
  ]
}

function timeBar(seven: Measured, nothing: Measured): Bar {
  const limit = 1.5 * median(nothing, ({ wall }) => wall) + 1
  return atMost(
    'TypeScript 7, time: 1.5 x empty + 1 s',
    median(seven, ({ wall }) => wall),
    limit,
    ' s',
  )
}

/** The schema may grow a hundredfold; what the program uses decides. A tenth is for what each file costs by being there. */
function growthBars(seven: Measured, small: Measured | undefined, more: Measured | undefined): Bar[] {
  const now = median(seven, instantiations)
  const bars: Bar[] = []
  if (small !== undefined && small.size < seven.size) {
    const growth = now / median(small, instantiations)
    bars.push(
      atMost(`instantiations, ${seven.size} models to ${small.size}, ${seven.used} used`, growth, 1.1, ' times'),
    )
  }
  if (more !== undefined) {
    const growth = median(more, instantiations) / now
    bars.push(atMost(`instantiations, ${more.used} models used to ${seven.used}`, growth, 2, ' times'))
  }
  return bars
}

/** What it demands of the editor. */
export function checkEditorBars(completions: readonly Completion[], hovers: readonly Hover[]): Bar[] {
  return [
    ...completions.flatMap(({ title, server, first, again, problem }) => [
      ...(problem === undefined
        ? []
        : [{ what: `${server}, ${title}`, wanted: 'an answer', measured: problem, holds: false }]),
      atMost(`${server}, ${title}, first`, first, 100, ' ms'),
      atMost(`${server}, ${title}, again`, again, 10, ' ms'),
    ]),
    ...hovers.map(({ server, title, text }) => ({
      what: `${server}, hover over ${title}`,
      wanted: 'names',
      measured: text === '' ? 'nothing' : isExpansion(text) ? 'an expansion' : 'names',
      holds: text !== '' && !isExpansion(text),
    })),
  ]
}

function atMost(what: string, value: number, limit: number, unit: string): Bar {
  const show = (number: number) =>
    `${number >= 1000 ? Math.round(number).toLocaleString('en') : number.toFixed(number < 10 ? 2 : 0)}${unit}`
  return { what, wanted: `at most ${show(limit)}`, measured: show(value), holds: value <= limit }
}

function instantiations({ instantiations }: { instantiations: number }): number {
  return instantiations
}
