import { quoted, suggest } from '../spec/wording.js'
import type { DataType } from './model.js'

/** Why a literal does not fit, in words that follow "is not". */
export interface LiteralMistake {
  readonly message: string
  readonly hint: string | undefined
}

const DATE = String.raw`[+-]?\d{4,6}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const TIME = String.raw`(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?`
const ZONE = String.raw`(?:Z|[+-]\d{2}(?::?\d{2})?)`

interface Form {
  readonly pattern: RegExp
  readonly message: string
  readonly hint?: string
}

const decimal: Form = { pattern: /^-?(?:\d+(?:\.\d+)?|NaN|Infinity)$|^-Infinity$/, message: 'a number' }

/** What the text of a literal must look like; types that are not here are left to the database to judge. */
const forms: Readonly<Record<string, Form>> = {
  boolean: { pattern: /^(?:true|false)$/, message: 'true or false', hint: 'write true or false' },
  numeric: decimal,
  real: decimal,
  'double precision': decimal,
  uuid: {
    pattern: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
    message: 'a uuid',
    hint: 'for a new one per row, write gen_random_uuid() without quotes',
  },
  date: { pattern: new RegExp(`^(?:${DATE}|-?infinity)$`), message: 'a date', hint: 'write it like 2026-01-31' },
  'time without time zone': { pattern: new RegExp(`^${TIME}$`), message: 'a time', hint: 'write it like 13:45:00' },
  'time with time zone': {
    pattern: new RegExp(`^${TIME}${ZONE}$`),
    message: 'a time with its zone',
    hint: 'write it like 13:45:00+00',
  },
  'timestamp without time zone': {
    pattern: new RegExp(`^(?:${DATE}(?:[ T]${TIME})?|-?infinity)$`),
    message: 'a timestamp',
    hint: 'write it like 2026-01-31 13:45:00, or now() without quotes',
  },
  'timestamp with time zone': {
    pattern: new RegExp(`^(?:${DATE}[ T]${TIME} ?${ZONE}|-?infinity)$`),
    message: 'a timestamp with its zone',
    hint: 'write it like 2026-01-31 13:45:00+00, or now() without quotes',
  },
  bytea: { pattern: /^\\x(?:[\da-fA-F]{2})*$/, message: 'bytes', hint: "write them in hexadecimal: '\\x00ff'" },
}

const integers: Readonly<Record<string, readonly [bigint, bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
  oid: [0n, 2n ** 32n - 1n],
}

/** What is wrong with a literal of a type; nothing where it fits or only the database can tell. */
export function literalMistake(text: string, type: DataType): LiteralMistake | undefined {
  if (type.enum !== undefined) {
    if (type.enum.values.includes(text)) return undefined
    const hint = suggest(text, type.enum.values, 'its values are')
    return { message: `a value of enum ${quoted(type.enum.name)}`, hint }
  }
  const range = Object.hasOwn(integers, type.name) ? integers[type.name] : undefined
  if (range !== undefined) return integerMistake(text, type.name, range)
  if (type.name === 'json' || type.name === 'jsonb') return jsonMistake(text)
  const form = Object.hasOwn(forms, type.name) ? forms[type.name] : undefined
  if (form !== undefined && !form.pattern.test(text)) return { message: form.message, hint: form.hint }
  return numericMistake(text, type) ?? lengthMistake(text, type)
}

function integerMistake(text: string, name: string, [least, most]: readonly [bigint, bigint]): LiteralMistake | undefined {
  if (!/^-?\d{1,25}$/.test(text)) return { message: `a whole number, as ${name} needs`, hint: undefined }
  const value = BigInt(text)
  if (value >= least && value <= most) return undefined
  return { message: `within the range of ${name}`, hint: `from ${least} to ${most}` }
}

function jsonMistake(text: string): LiteralMistake | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return { message: 'valid JSON', hint: `write it as JSON in quotes: '{"theme": "dark"}', '[]', '"text"'` }
  }
}

function numericMistake(text: string, { name, modifiers }: DataType): LiteralMistake | undefined {
  const [precision, scale] = modifiers
  if (name !== 'numeric' || typeof precision !== 'number' || typeof scale !== 'number') return undefined
  const digits = /^-?0*(\d*)/.exec(text)?.[1]?.length ?? 0
  if (digits <= precision - scale) return undefined
  return { message: `within numeric(${precision}, ${scale})`, hint: undefined }
}

function lengthMistake(text: string, { name, modifiers }: DataType): LiteralMistake | undefined {
  const [most] = modifiers
  if (!name.startsWith('character') || typeof most !== 'number' || [...text].length <= most) return undefined
  return { message: `at most ${most} characters long`, hint: undefined }
}
