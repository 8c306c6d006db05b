import { isFreeCast } from './free-cast.js'

/**
 * What a change of type does to values: `free` neither writes the table anew nor changes a value; `safe` writes it anew
 * and keeps every value; `other` may change values, fail for some, or be impossible.
 */
export type CastKind = 'free' | 'safe' | 'other'

/** Judges a change of type, both as `format_type` prints them. */
export function castKind(from: string, to: string): CastKind {
  if (isFreeCast(from, to)) return 'free'
  const [source, target] = [element(from), element(to)]
  if (source.isArray !== target.isArray) return 'other'
  return isSafe(source.name, target.name) ? 'safe' : 'other'
}

function element(type: string): { readonly name: string; readonly isArray: boolean } {
  return { name: type.replace(/\[\]$/, ''), isArray: type.endsWith('[]') }
}

/** Bits of the numbers that a type holds exactly. */
const exact: Readonly<Record<string, number>> = { smallint: 16, integer: 32, bigint: 64 }
/** Digits that the integers of a type have at most. */
const digits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 }

function isSafe(from: string, to: string): boolean {
  const bits = exact[from]
  if (bits !== undefined) {
    if ((exact[to] ?? 0) > bits || to === 'numeric') return true
    if (to === 'double precision') return bits <= 32
    if (to === 'real') return bits <= 16
    const [, precision = '0', scale = '0'] = /^numeric\((\d+),(\d+)\)$/.exec(to) ?? []
    if (Number(precision) - Number(scale) >= (digits[from] ?? Number.POSITIVE_INFINITY)) return true
  }
  if (from === 'real' && to === 'double precision') return true
  if (from === 'date' && /^timestamp(\(\d\))? without time zone$/.test(to)) return true
  if (isFreeCast(from, to)) return true
  return isText(to) && isPrintable(from)
}

function isText(type: string): boolean {
  return type === 'text' || type === 'character varying'
}

/** Types whose text says everything, whatever the settings of the session are, and reads back as the same value. */
function isPrintable(type: string): boolean {
  return !/^(?:character\(|character$|bpchar|timestamp|time|date|interval|double|real|money|bytea|xml|"?char"?$)/.test(
    type,
  )
}

/** The expression by which values get another type where nobody says how: by assignment, which refuses what does not fit. */
export function plainCast(column: string, from: string, to: string): string {
  const [source, target] = [element(from), element(to)]
  if (source.isArray && !target.isArray) return `${column}[1]`
  if (!source.isArray && target.isArray) return `case when ${column} is not null then array[${column}] end`
  if (source.isArray) return `${column}::text[]::${to}`
  const families = [
    /^(?:smallint|integer|bigint|numeric|real|double)/,
    /^(?:date|timestamp)/,
    /^(?:text|character|citext)/,
  ]
  if (families.some((family) => family.test(from) && family.test(to))) return column
  // Of numbers PostgreSQL casts only integer from and to boolean.
  if (from === 'boolean' && /^(?:smallint|integer|bigint|numeric)/.test(to)) {
    return to === 'integer' ? `${column}::integer` : `${column}::integer::${to}`
  }
  return /^jsonb?$/.test(from) && /^jsonb?$/.test(to) ? `${column}::${to}` : `${column}::text::${to}`
}

const bounds: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** A condition for the values that a type of less room does not take; undefined where none is known. */
export function misfit(column: string, from: string, to: string): string | undefined {
  if (from.endsWith('[]') || to.endsWith('[]')) return undefined
  const [, length] = /^character(?: varying)?\((\d+)\)$/.exec(to) ?? []
  if (length !== undefined && /^(?:text|character varying)/.test(from)) return `length(${column}) > ${length}`
  const range = bounds[to]
  if (range !== undefined && /^(?:smallint|integer|bigint|numeric)/.test(from)) {
    return `${column} not between ${range[0]} and ${range[1]}`
  }
  const [, precision, scale] = /^numeric\((\d+),(-?\d+)\)$/.exec(to) ?? []
  if (precision === undefined || !/^(?:smallint|integer|bigint|numeric)/.test(from)) return undefined
  return `abs(round(${column}::numeric, ${scale})) >= 1e${Number(precision) - Number(scale)}`
}

/** Whether values of a wider type come back as they were once `misfit` finds none. */
export function comesBackWhole(from: string, to: string): boolean {
  if (castKind(from, to) !== 'other') return true
  const isWhole = (type: string): boolean => exact[type] !== undefined
  return (isWhole(from) && isWhole(to)) || (/^(?:text|character varying)/.test(from) && /^character varying/.test(to))
}
