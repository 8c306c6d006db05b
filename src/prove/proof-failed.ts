import { differencesOf } from '../schema/differences.js'
import type { Schema } from '../schema/schema.js'
import { withoutColumnOrder } from './both-schemas.js'

/** The migration does not do what it must; nothing of it may be written. */
export class ProofFailed extends Error {
  override readonly name = 'ProofFailed'
  readonly differences: readonly string[]

  constructor(what: string, differences: readonly string[], cause?: unknown) {
    super([what, ...differences.map((line) => `  ${line}`)].join('\n'), cause === undefined ? {} : { cause })
    this.differences = differences
  }
}

/** Throws ProofFailed where two catalogs differ; the order of columns does not count. */
export function expectSame(what: string, expected: Schema, actual: Schema): void {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return
  const differences = differencesOf(withoutColumnOrder(expected), withoutColumnOrder(actual))
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

/** Throws ProofFailed where one list has what the other has not. */
export function expectSameLines(what: string, expected: readonly string[], actual: readonly string[]): void {
  const [before, after] = [new Set(expected), new Set(actual)]
  const differences = [
    ...expected.filter((line) => !after.has(line)).map((line) => `${line} is missing`),
    ...actual.filter((line) => !before.has(line)).map((line) => `${line} is not expected`),
  ]
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

/** Throws ProofFailed where rows, as readRows gives them, are not what they were. */
export function expectSameRows(
  what: string,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): void {
  const differences = [...before].flatMap(([table, rows]) => rowDifferences(table, rows, now.get(table) ?? '[]'))
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

const MOST_LINES = 3

function rowDifferences(table: string, before: string, now: string): string[] {
  if (before === now) return []
  const [gone, come] = [without(before, now), without(now, before)]
  return [
    ...gone.slice(0, MOST_LINES).map((row) => `${table}: the row ${row} is gone`),
    ...come.slice(0, MOST_LINES).map((row) => `${table}: the row ${row} was not there`),
  ]
}

/** Each row as often as it is in one list more than in the other. */
function without(rows: string, others: string): string[] {
  const rest = lines(others)
  return lines(rows).filter((row) => {
    const place = rest.indexOf(row)
    if (place >= 0) rest.splice(place, 1)
    return place < 0
  })
}

function lines(rows: string): string[] {
  const list: unknown = JSON.parse(rows)
  return Array.isArray(list) ? list.map(String) : []
}
