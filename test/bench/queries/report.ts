import { type QueryName, queryTitles } from './contender.js'
import type { Rounds, Turn } from './measure.js'

/** All that was measured, by query. */
export type Results = { readonly [Name in QueryName]?: Rounds }

type Measure = (turn: Turn) => number | undefined

/** Ratios to the reference, of the two turns of the same round. */
const measures = {
  latency: (turn: Turn) => turn.latency,
  throughput: (turn: Turn) => 1 / turn.wall,
  'client CPU': (turn: Turn) => turn.busyCpu,
  'client CPU, one caller': (turn: Turn) => turn.cpu,
  'server CPU': (turn: Turn) => turn.serverCpu,
} satisfies Record<string, Measure>

export const REFERENCE = 'reference'
export const AGAIN = 'reference again'

/** The table of means, one of ratios for each measure, and the bars. */
export function printReport(results: Results, contenders: readonly string[]): string {
  const shown = contenders.filter((name) => name !== REFERENCE)
  return [
    meansTable(results, contenders),
    ...(['latency', 'throughput', 'client CPU', 'server CPU'] as const).map((measure) =>
      ratiosTable(results, shown, measure),
    ),
    noise(results),
    ...(contenders.includes('dbgen') ? [bars(results, contenders)] : []),
  ].join('\n\n')
}

/** As data: for each contender and query the ratios, and the microseconds of the reference. */
export function reportData(results: Results, contenders: readonly string[]): object {
  return Object.fromEntries(
    contenders.map((name) => [
      name,
      Object.fromEntries(
        queriesOf(results).map((query) => [
          query,
          {
            microseconds: round(median(turnsOf(results, query, name).map(({ latency }) => latency))),
            'microseconds in quiet turns': round(quiet(results, query, name, measures.latency)),
            'client CPU in quiet turns': round(quiet(results, query, name, measures['client CPU, one caller'])),
            'server CPU in quiet turns': round(quiet(results, query, name, measures['server CPU'])),
            ...Object.fromEntries(
              Object.entries(measures).map(([title, measure]) => [title, round(ratio(results, query, name, measure))]),
            ),
          },
        ]),
      ),
    ]),
  )
}

function meansTable(results: Results, contenders: readonly string[]): string {
  const rows = contenders.map((name) => {
    const worst = worstOf(results, name)
    return [
      name,
      ...Object.entries(measures).flatMap(([title, measure]) => [
        show(meanRatio(results, name, measure)),
        ...(title === 'throughput' ? [show(throughputElsewhere(results, name))] : []),
      ]),
      show(geometricMean(queriesOf(results).map((query) => quietRatio(results, query, name)))),
      name === REFERENCE ? '' : `${show(worst.ratio)} ${queryTitles[worst.query]}`,
    ]
  })
  const head = [
    'geometric means of ratios',
    'latency',
    'throughput',
    'without reads by key',
    'CPU x16',
    'CPU x1',
    'server CPU',
    'quiet latency',
    'worst latency',
  ]
  return table([head, ...rows])
}

function ratiosTable(results: Results, contenders: readonly string[], title: keyof typeof measures): string {
  const measure = measures[title]
  const unit: Record<keyof typeof measures, (value: number) => string> = {
    latency: (value) => `${Math.round(value)} us`,
    throughput: (value) => `${Math.round(1_000_000 * value)} /s`,
    'client CPU': (value) => `${Math.round(value)} us`,
    'client CPU, one caller': (value) => `${Math.round(value)} us`,
    'server CPU': (value) => `${Math.round(value)} us`,
  }
  const rows = queriesOf(results).map((query) => [
    queryTitles[query],
    unit[title](median(turnsOf(results, query, REFERENCE).map((turn) => measure(turn) ?? Number.NaN))),
    ...contenders.map((name) => show(ratio(results, query, name, measure))),
  ])
  return table([[title, REFERENCE, ...contenders], ...rows])
}

/** What the reference gives against itself is noise. */
function noise(results: Results): string {
  const ratios = queriesOf(results).map((query) => ratio(results, query, AGAIN, measures.latency))
  if (ratios.some(Number.isNaN)) return 'noise: not known, as the reference did not run twice'
  const off = ratios.map((value) => Math.abs(Math.log(value))).sort((one, other) => one - other)
  const percent = (value: number) => `${(100 * Math.expm1(value)).toFixed(1)} %`
  const spreads = queriesOf(results).map((query) => spread(results, query, AGAIN))
  const isBusy = median(spreads) > Math.log(1.08)
  return [
    `noise: the reference against itself, in two processes: mean ${show(geometricMean(ratios))}, one query off by ${percent(median(off))} (median)`,
    `  and ${percent(off.at(-1) ?? 0)} (worst); between rounds the ratio of a query varies by ${percent(median(spreads))} (half the quartile range)`,
    `  CPU x16 and x1: client CPU with 16 callers and with one; quiet latency: of each contender its least fifth of the turns`,
    ...(isBusy
      ? [
          '  THE MACHINE IS BUSY with something else: latency and throughput say little, CPU times and quiet turns say more',
        ]
      : []),
  ].join('\n')
}

function bars(results: Results, contenders: readonly string[]): string {
  const latency = meanRatio(results, 'dbgen', measures.latency)
  const worst = worstOf(results, 'dbgen')
  const throughput = meanRatio(results, 'dbgen', measures.throughput)
  const cpu = meanRatio(results, 'dbgen', measures['client CPU'])
  const bulk = ratio(results, 'insertMany', 'dbgen', measures.latency)
  const slower = contenders
    .filter((name) => peers.has(name.replace(/ .*/, '')))
    .flatMap((name) =>
      queriesOf(results)
        .filter(
          (query) => ratio(results, query, 'dbgen', measures.latency) > ratio(results, query, name, measures.latency),
        )
        .map((query) => `${name} at ${queryTitles[query]}`),
    )
  return table([
    ['bars for dbgen', 'wanted', 'measured', ''],
    ['mean latency', 'at most 0.90', show(latency), verdict(latency <= 0.9)],
    ['worst latency', 'at most 1.05', `${show(worst.ratio)} ${queryTitles[worst.query]}`, verdict(worst.ratio <= 1.05)],
    ['mean throughput', 'at least 1.20', show(throughput), verdict(throughput >= 1.2)],
    ['mean client CPU', 'at most 0.90', show(cpu), verdict(cpu <= 0.9)],
    ['insert 1,000', 'at most 1.00', show(bulk), verdict(bulk <= 1)],
    [
      'faster than each peer',
      'on every query',
      slower.length === 0 ? 'yes' : `not than ${slower.join(', ')}`,
      verdict(slower.length === 0),
    ],
  ])
}

const peers = new Set(['drizzle', 'prisma', 'typeorm', 'mikro-orm', 'sequelize', 'zenstack', 'kysely'])

function verdict(holds: boolean): string {
  return holds ? 'holds' : 'MISSED'
}

function worstOf(results: Results, name: string): { query: QueryName; ratio: number } {
  const all = queriesOf(results).map((query) => ({ query, ratio: ratio(results, query, name, measures.latency) }))
  return all.reduce((worst, each) => (each.ratio > worst.ratio ? each : worst), { query: 'byId', ratio: 0 })
}

function meanRatio(results: Results, name: string, measure: Measure): number {
  return geometricMean(queriesOf(results).map((query) => ratio(results, query, name, measure)))
}

/** The mean throughput of what is no read by a key: those of several callers can share requests. */
function throughputElsewhere(results: Results, name: string): number {
  const queries = queriesOf(results).filter((query) => query !== 'byId' && query !== 'byUnique')
  return geometricMean(queries.map((query) => ratio(results, query, name, measures.throughput)))
}

function ratio(results: Results, query: QueryName, name: string, measure: Measure): number {
  return median(ratiosOf(results, query, name, measure))
}

function quietRatio(results: Results, query: QueryName, name: string): number {
  return quiet(results, query, name, measures.latency) / quiet(results, query, REFERENCE, measures.latency)
}

/** What a measure is when nobody else wants the processors: the least fifth of the turns. */
function quiet(results: Results, query: QueryName, name: string, measure: Measure): number {
  const sorted = turnsOf(results, query, name)
    .map((turn) => measure(turn) ?? Number.NaN)
    .sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 5)] ?? Number.NaN
}

function spread(results: Results, query: QueryName, name: string): number {
  const sorted = ratiosOf(results, query, name, measures.latency).sort((one, other) => one - other)
  const at = (part: number) => Math.log(sorted[Math.floor(part * (sorted.length - 1))] ?? 1)
  return (at(0.75) - at(0.25)) / 2
}

function ratiosOf(results: Results, query: QueryName, name: string, measure: Measure): number[] {
  const reference = turnsOf(results, query, REFERENCE)
  return turnsOf(results, query, name).map((turn, index) => {
    const other = reference[index]
    return (measure(turn) ?? Number.NaN) / ((other && measure(other)) ?? Number.NaN)
  })
}

function turnsOf(results: Results, query: QueryName, name: string): readonly Turn[] {
  return results[query]?.[name] ?? []
}

function queriesOf(results: Results): QueryName[] {
  return Object.keys(results) as QueryName[] // as its type says
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}

function show(value: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(2)
}

function round(value: number): number | null {
  return Number.isNaN(value) ? null : Number(value.toPrecision(4))
}

/** Columns of text, the first to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
