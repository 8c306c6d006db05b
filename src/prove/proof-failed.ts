import { differencesOf } from '../schema/differences.js'
import { ident, qualified } from '../schema/quote.js'
import type { Schema, Table } from '../schema/schema.js'
import { withoutColumnOrder } from './both-schemas.js'
import type { Objects } from './catalog-objects.js'
import { type ReadRows, rowTexts } from './read-rows.js'

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
  const others = new Map(actual.tables.map((table) => [qualified(table), table]))
  const same = new Set(
    expected.tables.flatMap((table) => {
      const other = others.get(qualified(table))
      return other !== undefined && isSameTable(table, other) ? [table, other] : []
    }),
  )
  const differing = ({ tables, ...rest }: Schema): Schema =>
    withoutColumnOrder({ ...rest, tables: tables.filter((table) => !same.has(table)) })
  const differences = differencesOf(differing(expected), differing(actual))
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

/** Whether two tables are the same text once their parts are in order: most are, and need no closer look. */
function isSameTable(one: Table, other: Table): boolean {
  return one === other || JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other))
}

function inOrder(table: Table): Table {
  const sorted = <Part extends { readonly name: string }>(parts: readonly Part[]): Part[] =>
    [...parts].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    ...table,
    columns: sorted(table.columns),
    uniques: sorted(table.uniques),
    foreignKeys: sorted(table.foreignKeys),
    checks: sorted(table.checks),
    exclusions: sorted(table.exclusions),
    indexes: sorted(table.indexes),
    partitions: sorted(table.partitions),
  }
}

/**
 * Throws ProofFailed where constraints or indexes, as readUnfinished names them, were left unfinished that were not before;
 * but for constraints that the schema wants not to be validated.
 */
export function expectFinished(schema: Schema, before: readonly string[], now: readonly string[]): void {
  const wanted = schema.tables.flatMap((table) =>
    [...table.checks, ...table.foreignKeys]
      .filter(({ notValid }) => notValid)
      .map(({ name }) => `constraint ${ident(name)} of ${qualified(table)} is not validated`),
  )
  const left = now.filter((line) => !before.includes(line) && !wanted.includes(line))
  if (left.length === 0) return
  throw new ProofFailed(
    'the migration leaves something unfinished',
    left.map((line) => `${line} is not expected`),
  )
}

/** Throws ProofFailed where one database has an object that the other has not, or has another one by the same name. */
export function expectSameObjects(what: string, expected: Objects, actual: Objects): void {
  const differences = objectDifferences(expected, actual)
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

/** Where the objects of two databases differ, one line each. */
export function objectDifferences(expected: Objects, actual: Objects): string[] {
  const missing = [...expected.keys()].filter((name) => !actual.has(name)).map((name) => `${name} is missing`)
  const others = [...actual].flatMap(([name, definition]) => {
    const wanted = expected.get(name)
    if (wanted === undefined) return [`${name} is not expected`]
    return wanted === definition ? [] : [differenceOf(name, wanted, definition)]
  })
  return [...missing, ...others]
}

/** Characters that are shown of what is the same around a difference. */
const CONTEXT = 40

/** Only the part that differs, as a definition may be long. */
function differenceOf(name: string, expected: string, actual: string): string {
  const [wanted, found] = differingParts(expected, actual)
  return `${name} is ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`
}

/** What differs of two texts, with a little of what is around it. */
export function differingParts(expected: string, actual: string): readonly [expected: string, actual: string] {
  const most = Math.min(expected.length, actual.length)
  let start = 0
  while (start < most && expected[start] === actual[start]) start += 1
  let rest = 0
  while (rest < most - start && expected.at(-1 - rest) === actual.at(-1 - rest)) rest += 1
  const part = (text: string): string => {
    const [from, to] = [Math.max(0, start - CONTEXT), Math.min(text.length, text.length - rest + CONTEXT)]
    return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
  }
  return [part(expected), part(actual)]
}

/** Throws ProofFailed where rows are not what they were. */
export function expectSameRows(what: string, before: ReadRows, now: ReadRows): void {
  const [old, rows] = [rowTexts(before), rowTexts(now)]
  const differences = [...old].flatMap(([table, texts]) => rowDifferences(table, texts, rows.get(table) ?? []))
  if (differences.length > 0) throw new ProofFailed(what, differences)
}

const MOST_LINES = 3

function rowDifferences(table: string, before: readonly string[], now: readonly string[]): string[] {
  const [gone, come] = [without(before, now), without(now, before)]
  return [
    ...gone.slice(0, MOST_LINES).map((row) => `${table}: the row ${row} is gone`),
    ...come.slice(0, MOST_LINES).map((row) => `${table}: the row ${row} was not there`),
  ]
}

/** Each row as often as it is in one list more than in the other. */
function without(rows: readonly string[], others: readonly string[]): string[] {
  const rest = [...others]
  return rows.filter((row) => {
    const place = rest.indexOf(row)
    if (place >= 0) rest.splice(place, 1)
    return place < 0
  })
}
