import type { Queryable } from '../database/queryable.js'
import { isFreeCast } from '../migrate/free-cast.js'
import { ident, literal, qualified } from '../schema/quote.js'
import type { Schema } from '../schema/schema.js'
import { type ColumnPair, columnKey, own, pairsOf, swapped, type TablePair, type Way } from './moves.js'
import type { ReadRows, Selection } from './read-rows.js'
import { typeText } from './translate.js'
import type { Words } from './words.js'

/** The same rows before and after a migration, as far as they have to stay what they are. */
export interface KeptRows {
  readonly before: readonly Selection[]
  readonly after: readonly Selection[]
}

/**
 * Which rows a migration has to keep: of each table that both schemas have, in the columns that both have. Values made anew
 * by the word of the spec are left out, so that only the number of rows counts; tables that lose rows are left out whole.
 */
export function keptRows(before: Schema, target: Schema, way: Way, words: Words): KeptRows {
  const losesPartition = (pair: TablePair): boolean =>
    pair.before.partitions.some(({ name }) => !pair.target.partitions.some((each) => each.name === name))
  const kept = pairsOf(before, target, way.moves).filter(
    (pair) => !words.losing.has(qualified(pair.target)) && !losesPartition(pair),
  )
  const pairs = kept.map((pair) => ({ ...pair, columns: pair.columns.filter((column) => isKept(pair, column, words)) }))
  return {
    before: pairs.map((pair) => selectionOf(pair, 'before', (column) => valueBefore(column, way))),
    after: pairs.map((pair) => selectionOf(pair, 'target', (column) => valueAfter(column, before, way))),
  }
}

function isKept({ target }: TablePair, column: ColumnPair, words: Words): boolean {
  // What is computed follows from the other columns.
  const isComputed = column.before.generated !== undefined || column.target.generated !== undefined
  const isSame = column.before.generated === column.target.generated
  return !words.columns.has(columnKey(target, column.target.name)) && (!isComputed || isSame)
}

function selectionOf(pair: TablePair, side: 'before' | 'target', value: (column: ColumnPair) => string): Selection {
  return { name: qualified(pair.target), table: qualified(pair[side]), values: pair.columns.map(value) }
}

/** The values of an enum that are renamed have their new names here. */
function valueBefore({ before, target }: ColumnPair, { moves }: Way): string {
  const name = ident(before.name)
  const isArray = target.type.endsWith('[]')
  const renames = Object.entries(own(moves.values, target.type.replace(/\[\]$/, '')) ?? {})
  if (renames.length === 0) return `${name}::text`
  const cases = renames.map(([now, old]) => `when ${literal(old)} then ${literal(now)}`).join(' ')
  if (!isArray) return `case ${name}::text ${cases} else ${name}::text end`
  const elements = `select case v ${cases} else v end from unnest(${name}::text[]) with ordinality as u (v, place) order by place`
  return `case when ${name} is not null then array(${elements})::text end`
}

/** A value of another type is read as the type that it had: what does not come back has been lost. */
function valueAfter({ before, target }: ColumnPair, schema: Schema, { moves }: Way): string {
  const old = typeText(before.type, { ...moves, types: swapped(moves.types) })
  // An enum may be gone, and its values are texts.
  const isEnum = schema.enums.some((type) => qualified(type) === before.type)
  const cast = isEnum || isFreeCast(old, target.type) ? '' : `::${old}`
  return `${ident(target.name)}${cast}::text`
}

/** Which values of each selection can be read after the migration, by its name. */
export type Readable = ReadonlyMap<string, readonly boolean[]>

/** Tries, after the migration, which values can be read as the type that they had; the others say nothing. */
export async function readableValues(db: Queryable, { after }: KeptRows): Promise<Readable> {
  const found = new Map<string, boolean[]>()
  for (const { name, table, values } of after) {
    const own: boolean[] = []
    for (const value of values) own.push(!isCast(value) || (await isReadable(db, `select ${value} from ${table}`)))
    found.set(name, own)
  }
  return found
}

function isCast(value: string): boolean {
  return /::.*::text$/s.test(value)
}

async function isReadable(db: Queryable, sql: string): Promise<boolean> {
  try {
    await db.query(sql)
    return true
  } catch {
    return false
  }
}

/** Without the values that cannot be read after the migration. */
export function onlyReadable({ before, after }: KeptRows, readable: Readable): KeptRows {
  const only = (selections: readonly Selection[]): Selection[] =>
    selections.map((selection) => ({ ...selection, values: filtered(selection.values, readable.get(selection.name)) }))
  return { before: only(before), after: only(after) }
}

/** The same for rows that were read. */
export function onlyValues(rows: ReadRows, readable: Readable): ReadRows {
  return new Map([...rows].map(([name, list]) => [name, list.map((row) => filtered(row, readable.get(name)))]))
}

function filtered<Value>(values: readonly Value[], keep: readonly boolean[] = []): Value[] {
  return values.filter((_, place) => keep[place] !== false)
}
