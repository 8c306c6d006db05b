import { sqlWords } from '../schema/sql-words.js'
import { sampleRegex } from './regex-sample.js'
import { arrayText, sampleValue, type ValueType } from './values.js'

/** Constants of the checks that a column stands in: values that they accept are often near these. */
export interface Hints {
  readonly texts: readonly string[]
  readonly numbers: readonly string[]
  /** Regular expressions that a text has to match. */
  readonly patterns: readonly string[]
}

const MOST = 48
const SAMPLES = 6

/** The constants in SQL expressions; the patterns of LIKE and SIMILAR TO are regular expressions here. */
export function hintsOf(expressions: readonly string[]): Hints {
  const texts = new Set<string>()
  const numbers = new Set<string>()
  const patterns = new Set<string>()
  for (const words of expressions.map(sqlWords)) {
    words.forEach(({ kind, value }, index) => {
      const before = words[index - 1]?.value ?? ''
      if (kind === 'number') numbers.add(before === '-' ? `-${value}` : value)
      if (kind !== 'text') return
      const isSimilar = before === '(' && words[index - 2]?.value === 'similar_to_escape'
      if (/^~\*?$/.test(before)) patterns.add(value)
      else if (/^(?:~~\*?|i?like)$/.test(before)) patterns.add(likePattern(value))
      else if (isSimilar || (before === 'to' && words[index - 2]?.value === 'similar'))
        patterns.add(similarPattern(value))
      else texts.add(value)
    })
  }
  return { texts: [...texts], numbers: [...numbers], patterns: [...patterns] }
}

/** Values of a type to try, most usual first: whether PostgreSQL reads one as the type is not known yet. */
export function candidates(type: ValueType, hints: Hints, from: number): string[] {
  const samples = counted(SAMPLES).flatMap((index) => sampleValue(type, from + index) ?? [])
  const found = type.isArray ? arrays(type, hints) : elements(type, hints)
  return [...new Set([...samples.slice(0, 3), ...found, ...samples.slice(3)])].slice(0, MOST)
}

function elements(type: ValueType, hints: Hints): string[] {
  if (type.labels !== undefined) return [...type.labels]
  return [...(families.get(type.name)?.(hints) ?? []), ...hints.texts]
}

function arrays(type: ValueType, hints: Hints): string[] {
  const { labels, name } = type
  const texts = labels ?? [...hints.texts, ...hints.numbers]
  const lengths = smallNumbers(hints, 20).flatMap((length) => [length, length + 1])
  const element = (index: number): string => sampleValue({ ...type, isArray: false }, index) ?? ''
  return [
    '{}',
    ...[...texts.slice(0, 6), ...elements(type, hints).slice(0, 12)].map((text) => arrayText([text], name)),
    arrayText(texts.slice(0, 6), name),
    ...lengths.map((length) => arrayText(counted(length).map(element), name)),
  ]
}

type Family = (hints: Hints) => string[]

const nearNumbers: Family = ({ numbers, texts }) => [
  ...[...numbers, ...texts.filter((text) => /^-?\d+(?:\.\d+)?$/.test(text))].flatMap((number) =>
    [0, 1, 2, 3, -1, -2].map((step) => shifted(number, step)),
  ),
  '0',
  '-1',
]
const nearDays: Family = ({ texts }) => [
  ...texts.flatMap((text) => [0, 1, 2, 3, -1, -2].flatMap((days) => shiftedDay(text, days))),
  ...['2999-01-01', '2999-01-02', '2999-01-03', '1970-01-01', '1970-01-02'],
]
const fittingTexts: Family = (hints) => [
  ...hints.patterns.flatMap((pattern) => counted(SAMPLES).flatMap((index) => sampleRegex(pattern, index) ?? [])),
  ...hints.texts.slice(0, 8),
  ...smallNumbers(hints, 1000).flatMap((length) => [
    ...textsOfLength(length, 'abcdef'),
    ...textsOfLength(length + 1, 'abc'),
    ...textsOfLength(length - 1, 'abc'),
  ]),
  ...['A1', 'A2', 'A3', '1', '2', '3', 'a1@example.com', 'https://example.com/a1', ''],
]
const documents: Family = ({ texts }) => [
  ...['{}', '[]', '[1]', '{"a": {"b": []}}', '"a1"', '1', 'true', 'null'],
  ...texts.slice(0, 6).flatMap((value) => [withKeys(texts, value), withKeys(texts, 1), withKeys(texts, [])]),
]

const numberTypes = ['smallint', 'integer', 'bigint', 'oid', 'numeric', 'real', 'double precision', 'money']
const textTypes = ['text', 'name', 'character varying', 'character', 'bpchar', 'citext']
const dayTypes = ['date', 'timestamp without time zone', 'timestamp with time zone']

/** By the name of the type; the rest have only the constants themselves. */
const families: ReadonlyMap<string, Family> = new Map([
  ...numberTypes.map((name) => [name, nearNumbers] as const),
  ...textTypes.map((name) => [name, fittingTexts] as const),
  ...dayTypes.map((name) => [name, nearDays] as const),
  ['json', documents],
  ['jsonb', documents],
  ['boolean', () => ['true', 'false']],
  ['interval', () => ['0', '1 minute', '1 hour', '1 month', '1 year']],
  ['bytea', bytesOfLengths],
])

function bytesOfLengths(hints: Hints): string[] {
  return smallNumbers(hints, 100).flatMap((length) => [length, length + 1].map((bytes) => `\\x${'01'.repeat(bytes)}`))
}

function withKeys(keys: readonly string[], value: unknown): string {
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, value])))
}

function smallNumbers({ numbers }: Hints, most: number): number[] {
  return numbers
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0 && number <= most)
    .slice(0, 4)
}

function textsOfLength(length: number, letters: string): string[] {
  return length <= 0 ? [] : [...letters].map((letter) => letter.repeat(length))
}

/** A decimal number with a small whole number added, exactly. */
function shifted(number: string, step: number): string {
  const fraction = /\.\d+/.exec(number)?.[0] ?? ''
  const scale = fraction === '' ? 0 : fraction.length - 1
  const sum = BigInt(number.replace('.', '')) + BigInt(step) * 10n ** BigInt(scale)
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return sum < 0n ? `-${text}` : text
}

function shiftedDay(text: string, days: number): string[] {
  const [, day, rest = ''] = /^(\d{4}-\d{2}-\d{2})(.*)$/s.exec(text) ?? []
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(time)) return []
  return [`${new Date(time + days * 86_400_000).toISOString().slice(0, 10)}${rest}`]
}

/** A LIKE pattern as a regular expression: `%` stands for at least one character, so that values differ. */
function likePattern(pattern: string): string {
  return pattern.replace(/\\(.)|[%_]|[^\w\s]/gs, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`
    if (found === '%') return '[a-z]+'
    return found === '_' ? '[a-z]' : `\\${found}`
  })
}

/** A SIMILAR TO pattern: a regular expression with two signs of LIKE. */
function similarPattern(pattern: string): string {
  return pattern.replace(/\\.|[%_]/gs, (found) => (found === '%' ? '[a-z]+' : found === '_' ? '[a-z]' : found))
}

function counted(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
