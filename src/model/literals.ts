import { quoted, suggest } from '../spec/wording.js'
import { spokenType } from './column-types.js'
import type { DataType } from './model.js'

/** Why a literal does not fit: `is not a date`, and what to write instead. */
export interface LiteralMistake {
  readonly message: string
  readonly hint: string | undefined
}

const DATE = String.raw`(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const TIME = String.raw`(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?|24:00(?::00)?)`
const ZONE = String.raw`(?:Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)`

interface Form {
  readonly pattern: RegExp
  readonly message: string
  readonly hint?: string
}

const decimal: Form = {
  pattern: /^(?:-?\d+(?:\.\d+)?|NaN|-?Infinity)$/,
  message: 'is not a number',
  hint: 'write a number',
}

/** What the text of a literal must look like; types that are not here are left to the database to judge. */
const forms: Readonly<Record<string, Form>> = {
  numeric: decimal,
  real: decimal,
  'double precision': decimal,
  uuid: {
    pattern: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
    message: 'is not a uuid',
    hint: 'for a new one per row, write gen_random_uuid() without quotes',
  },
  date: { pattern: new RegExp(`^(?:${DATE}|-?infinity)$`), message: 'is not a date', hint: 'write it like 2026-01-31' },
  'time without time zone': {
    pattern: new RegExp(`^${TIME}$`),
    message: 'is not a time',
    hint: 'write it like 13:45:00',
  },
  'time with time zone': {
    pattern: new RegExp(`^${TIME}${ZONE}$`),
    message: 'is not a time with its zone',
    hint: 'write it like 13:45:00+00',
  },
  'timestamp without time zone': {
    pattern: new RegExp(`^(?:${DATE}(?:[ T]${TIME})?|-?infinity)$`),
    message: 'is not a timestamp',
    hint: 'write it like 2026-01-31 13:45:00, or now() without quotes',
  },
  'timestamp with time zone': {
    pattern: new RegExp(`^(?:${DATE}[ T]${TIME} ?${ZONE}|-?infinity)$`),
    message: 'is not a timestamp with its zone',
    hint: 'write it like 2026-01-31 13:45:00+00, or now() without quotes',
  },
  bytea: {
    pattern: /^\\x(?:[\da-fA-F]{2})*$/,
    message: 'is not in the form of bytes',
    hint: "write them in hexadecimal: '\\x00ff'",
  },
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
    return { message: `is not a value of enum ${quoted(type.enum.name)}`, hint }
  }
  const range = Object.hasOwn(integers, type.name) ? integers[type.name] : undefined
  if (range !== undefined) return integerMistake(text, type.name, range)
  if (type.name === 'json' || type.name === 'jsonb') return jsonMistake(text)
  if (type.name === 'boolean') return booleanMistake(text)
  const form = Object.hasOwn(forms, type.name) ? forms[type.name] : undefined
  if (form !== undefined && !form.pattern.test(text)) return { message: form.message, hint: form.hint }
  return dayMistake(text, type) ?? numericMistake(text, type) ?? lengthMistake(text, type)
}

function booleanMistake(text: string): LiteralMistake | undefined {
  if (text === 'true' || text === 'false') return undefined
  const meant = /^(?:true|t|yes|y|on|1)$/i.test(text)
    ? 'true'
    : /^(?:false|f|no|n|off|0)$/i.test(text)
      ? 'false'
      : 'true or false'
  return { message: 'is not true or false', hint: `write ${meant}` }
}

function integerMistake(
  text: string,
  name: string,
  [least, most]: readonly [bigint, bigint],
): LiteralMistake | undefined {
  if (!/^-?\d{1,25}$/.test(text)) {
    const hint = /^-?\d+\.\d+$/.test(text) ? 'write a whole number, or make the column numeric' : 'write a whole number'
    return { message: `is not a whole number, as ${name} needs`, hint }
  }
  const value = BigInt(text)
  if (value >= least && value <= most) return undefined
  return { message: `is out of the range of ${name}`, hint: `it goes from ${least} to ${most}` }
}

/** What jsonb cannot store although JSON can say it: U+0000 and halves of surrogate pairs. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/i

function jsonMistake(text: string): LiteralMistake | undefined {
  const hint = `write it as JSON in quotes: '{"theme": "dark"}', '[]', '"text"'`
  try {
    const value: unknown = JSON.parse(text)
    return UNSTORABLE.test(JSON.stringify(value))
      ? { message: 'holds a character that cannot be stored', hint }
      : undefined
  } catch {
    return { message: 'is not valid JSON', hint }
  }
}

/** The 30th of February. */
function dayMistake(text: string, { name }: DataType): LiteralMistake | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? []
  if (day === undefined || !/^(?:date|timestamp)/.test(name)) return undefined
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate()
  if (Number(day) <= days) return undefined
  return { message: 'is a day that does not exist', hint: `${year}-${month} has ${days} days` }
}

/** As PostgreSQL does it: rounded to the scale, then compared with what the precision leaves. */
function numericMistake(text: string, { name, modifiers }: DataType): LiteralMistake | undefined {
  const [precision, scale] = modifiers
  if (name !== 'numeric' || typeof precision !== 'number' || typeof scale !== 'number') return undefined
  const hint =
    scale > 0 ? `it holds ${precision} digits, ${scale} of them behind the point` : `it holds ${precision} digits`
  const wrong = { message: `does not fit numeric(${precision}, ${scale})`, hint }
  if (text.includes('Infinity')) return wrong
  const [, whole, fraction = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const digits = BigInt(`${whole}${fraction}`)
  const excess = fraction.length - scale
  const rounded =
    excess > 0 ? (digits + 5n * 10n ** BigInt(excess - 1)) / 10n ** BigInt(excess) : digits * 10n ** BigInt(-excess)
  return rounded < 10n ** BigInt(precision) ? undefined : wrong
}

function lengthMistake(text: string, type: DataType): LiteralMistake | undefined {
  const [most] = type.modifiers
  if (!type.name.startsWith('character') || typeof most !== 'number' || [...text].length <= most) return undefined
  return {
    message: `is longer than the ${most} characters of ${spokenType(type)}(${most})`,
    hint: 'shorten it, or make the column longer',
  }
}
