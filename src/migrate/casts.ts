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
