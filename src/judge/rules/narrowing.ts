import { at } from '../../spec/sql-tree.js'
import { functionsIn, typeOf } from '../tree.js'

/** Functions that leave out a part of their argument. */
const CUTTING = /^(?:left|right|substr|substring|overlay|round|trunc|floor|ceil|ceiling|date_trunc|split_part)$/

/** What a type change loses, in words; undefined where nothing is lost in silence. */
export function losesValues(from: string | undefined, to: string, using: unknown): string | undefined {
  const cutting = functionsIn(using).find((name) => CUTTING.test(name))
  if (cutting !== undefined) return `${cutting}() leaves out a part of the value`
  const cast = using === undefined ? undefined : castOf(using)
  if (using !== undefined && cast === undefined) return undefined
  const isExplicit = cast !== undefined
  const target = cast ?? to
  if (from === undefined) return isExplicit && lengthOf(target) !== undefined ? cutsSilently(target) : undefined
  return narrowing(split(from), split(target), isExplicit)
}

/** The type that a plain cast of the column leads to. */
function castOf(using: unknown): string | undefined {
  const cast = at(using, 'TypeCast')
  return at(at(cast, 'arg'), 'ColumnRef') === undefined ? undefined : typeOf(at(cast, 'typeName'))
}

interface TypeParts {
  readonly name: string
  readonly numbers: readonly number[]
}

function split(type: string): TypeParts {
  const [, name = type, numbers = '', rest = ''] = /^([^(]+?)(?:\(([\d,-]+)\))?( with.*)?$/.exec(type) ?? []
  return { name: `${name}${rest}`, numbers: numbers === '' ? [] : numbers.split(',').map(Number) }
}

function lengthOf(type: string): number | undefined {
  const { name, numbers } = split(type)
  return TEXT.test(name) ? numbers[0] : undefined
}

const TEXT = /^(?:text|character varying|character|citext)$/
const WHOLE = /^(?:smallint|integer|bigint)$/
const FLOAT = /^(?:real|double precision)$/

function cutsSilently(to: string): string {
  return `an explicit cast to ${to} cuts off what is longer, without an error`
}

/** All ways in which PostgreSQL changes a value without a word: cut text, rounded numbers, times that lose a part, json. */
function narrowing(from: TypeParts, to: TypeParts, isExplicit: boolean): string | undefined {
  if (TEXT.test(from.name) && TEXT.test(to.name)) return shorterText(from, to, isExplicit)
  if (isDecimal(from) && WHOLE.test(to.name)) return `${from.name} becomes ${to.name} by rounding`
  if (from.name === 'numeric' && to.name === 'numeric') return fewerDecimals(from, to)
  if (FLOAT.test(from.name) && to.name === 'numeric') return `${from.name} becomes numeric by rounding`
  if (from.name === 'double precision' && to.name === 'real') return 'real has half the digits of double precision'
  if (from.name.startsWith('timestamp') && to.name === 'date') return 'date has no time of day'
  if (from.name.startsWith('timestamp') && to.name.startsWith('time ')) return 'time has no day'
  if (isTime(from) && isTime(to)) return lessPrecise(from, to)
  if (from.name === 'json' && to.name === 'jsonb')
    return 'jsonb drops the order of keys and all but the last of equal ones'
  if (WHOLE.test(from.name) && to.name === 'boolean') return 'boolean knows only whether a number is zero'
  return undefined
}

/** Without an explicit cast PostgreSQL refuses what is too long. */
function shorterText(from: TypeParts, to: TypeParts, isExplicit: boolean): string | undefined {
  const [room] = to.numbers
  if (!isExplicit || room === undefined || (from.numbers[0] ?? Number.POSITIVE_INFINITY) <= room) return undefined
  return cutsSilently(`${to.name}(${room})`)
}

function isDecimal({ name, numbers }: TypeParts): boolean {
  return FLOAT.test(name) || (name === 'numeric' && (numbers.length === 0 || (numbers[1] ?? 0) > 0))
}

function fewerDecimals(from: TypeParts, to: TypeParts): string | undefined {
  if (to.numbers.length === 0) return undefined
  const scale = to.numbers[1] ?? 0
  const isFewer = from.numbers.length === 0 || scale < (from.numbers[1] ?? 0)
  return isFewer ? `values are rounded to ${scale} decimal places` : undefined
}

function isTime({ name }: TypeParts): boolean {
  return /^(?:timestamp|time|interval)\b/.test(name)
}

function lessPrecise(from: TypeParts, to: TypeParts): string | undefined {
  const [before = 6] = from.numbers
  const [after = 6] = to.numbers
  return after < before ? `times are rounded to ${after} digits of a second` : undefined
}
