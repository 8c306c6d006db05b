import type { Bar, Measured } from './report.js'

/** What is measured, by the name that the tables show. */
export const names = {
  bare: 'node alone',
  help: 'dbgen --help',
  version: 'dbgen --version',
  full: 'dbgen, all of it',
  edit: 'dbgen, one column more',
  nothing: 'dbgen, nothing to do',
  drizzle: 'drizzle-kit generate',
  codegen: 'kysely-codegen',
} as const

const MOST_MEBIBYTES = 300
/** Twice the models may take this much more than twice the time that each model takes. */
const GROWTH = 1.2

/** What has to hold, as ratios of what was measured in the same run; only those whose commands were measured. */
export function barsOf(all: readonly Measured[]): Bar[] {
  const find = (what: string, models?: number) => all.find((one) => one.what === what && one.models === models)
  const sizes = [...new Set(all.flatMap(({ models }) => models ?? []))]
  const largest = sizes.at(-1)
  const bare = find(names.bare)
  return [
    ...ratioBar('--help to node alone', find(names.help), bare, 2),
    ...ratioBar('--version to node alone', find(names.version), bare, 2),
    ...sizes.flatMap((size) => [
      ...ratioBar(`all of ${size} models to drizzle-kit`, find(names.full, size), find(names.drizzle, size), 1),
      ...ratioBar(`all of ${size} models to kysely-codegen`, find(names.full, size), find(names.codegen, size), 1),
    ]),
    ...ratioBar(`nothing to do in ${largest} models to node alone`, find(names.nothing, largest), bare, 4),
    ...ratioBar(
      `one column more in ${largest} to all of it`,
      find(names.edit, largest),
      find(names.full, largest),
      0.5,
    ),
    ...memoryBar(largest, find(names.full, largest)),
    ...growthBar(sizes, (size) => find(names.full, size)),
  ]
}

function ratioBar(what: string, one: Measured | undefined, other: Measured | undefined, most: number): Bar[] {
  return one === undefined || other === undefined ? [] : [{ what, ratio: one.wall / other.wall, most }]
}

function memoryBar(models: number | undefined, full: Measured | undefined): Bar[] {
  return full === undefined
    ? []
    : [{ what: `MiB of memory for ${models} models`, ratio: full.peak, most: MOST_MEBIBYTES }]
}

/** What each model beyond the smallest size takes, in the largest size to the one before. */
function growthBar(sizes: readonly number[], full: (size: number) => Measured | undefined): Bar[] {
  const [smallest, before, largest] = [sizes[0], sizes.at(-2), sizes.at(-1)]
  if (smallest === undefined || before === undefined || largest === undefined || before === smallest) return []
  const start = full(smallest)?.cpu ?? Number.NaN
  const each = (size: number) => ((full(size)?.cpu ?? Number.NaN) - start) / (size - smallest)
  const what = `processor time of each model, of ${largest} to of ${before}`
  return [{ what, ratio: each(largest) / each(before), most: GROWTH }]
}
