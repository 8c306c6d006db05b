import fc from 'fast-check'
import * as text from './lossless-texts.js'

/** A type with one of the forms in which its values appear in TypeScript. */
export interface Kind {
  /** As in the spec: `varchar(20)`. */
  readonly type: string
  /** The form, where the type has several, and the option of `output.types` that decides without it. */
  readonly form?: string
  readonly option?: string
  /** Values as PostgreSQL reads them. */
  readonly literals: fc.Arbitrary<string>
  /** The value of TypeScript, from what PostgreSQL reads or prints. */
  readonly read: (text: string) => unknown
  /** Whether the cast to text is not what PostgreSQL prints. */
  readonly isCastOther?: boolean
}

/** The labels of the enum that every spec has. */
export const moods = ['fine', "it's", 'so, so', '"quoted"', 'back\\slash', '{', '}', 'NULL', ' ', 'größer', '😀']

const same = (literal: string) => literal
const plain = (type: string, literals: fc.Arbitrary<string>): Kind => ({ type, literals, read: same })
const constants = (type: string, ...literals: string[]): Kind => plain(type, fc.constantFrom(...literals))
const matching = (type: string, pattern: RegExp): Kind => plain(type, fc.stringMatching(pattern))
const number = (type: string, literals: fc.Arbitrary<string>): Kind => ({ type, literals, read: Number })
const padded = (kind: Kind): Kind => ({ ...kind, isCastOther: true })

const int4 = text.integers(-(2n ** 31n), 2n ** 31n - 1n)
const int8 = text.integers(-(2n ** 63n), 2n ** 63n - 1n)
const safe = text.integers(-(2n ** 53n) + 1n, 2n ** 53n - 1n)
const doubles = text.floats(fc.double(), 0.1 + 0.2, 5e-324, Number.MAX_VALUE, 1e21)

const dated = (type: string, option: string, literals: fc.Arbitrary<string>, dates: fc.Arbitrary<string>): Kind[] => [
  { type, option, form: 'string', literals, read: same },
  { type, option, form: 'Date', literals: dates, read: readDate },
]

/** From the last year that a Date holds on, only strings hold what PostgreSQL does. */
const [LAST_OF_DATE, LAST_OF_TIMESTAMP, LAST_OF_DAY] = [275759, 294275, 5874896]

const infinite = (literals: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 6, arbitrary: literals }, { weight: 1, arbitrary: fc.constantFrom('infinity', '-infinity') })

const choices: readonly Kind[] = [
  { type: 'bigint', option: 'bigint', form: 'string', literals: int8, read: same },
  { type: 'bigint', option: 'bigint', form: 'number', literals: safe, read: Number },
  { type: 'bigint', option: 'bigint', form: 'bigint', literals: int8, read: BigInt },
  ...[text.decimals(40, 40), fc.constantFrom('Infinity', '-Infinity', `1${'0'.repeat(400)}`)].map(
    (literals): Kind => ({ type: 'numeric', option: 'numeric', form: 'string', literals, read: same }),
  ),
  { type: 'numeric(12,2)', option: 'numeric', form: 'string', literals: text.decimals(9, 4), read: same },
  { type: 'numeric(3,-2)', option: 'numeric', form: 'string', literals: text.decimals(4, 1), read: same },
  { type: 'numeric', option: 'numeric', form: 'number', literals: doubles, read: Number },
  ...dated('date', 'date', infinite(text.days(LAST_OF_DAY)), infinite(text.days(LAST_OF_DATE))),
  ...['timestamp', 'timestamp(0)', 'timestamp(4)'].flatMap((type) =>
    dated(
      type,
      'timestamp',
      text.timestamps(LAST_OF_TIMESTAMP, text.times, ''),
      text.timestamps(LAST_OF_DATE, text.milliseconds, ''),
    ),
  ),
  ...['timestamptz', 'timestamptz(3)'].flatMap((type) =>
    dated(
      type,
      'timestamptz',
      text.timestamps(LAST_OF_TIMESTAMP, text.times, '+00'),
      text.timestamps(LAST_OF_DATE, text.milliseconds, '+00'),
    ),
  ),
]

const ipv4 = fc.oneof(fc.ipV4(), fc.constantFrom('::1', '2001:db8::/32', '192.168.1.5/24', '192.168.1.5/32'))

/** Ranges of two bounds in order, open or not, empty ones among them. */
const ranges = (type: string, ...bounds: readonly string[]): Kind[] => {
  const place = fc.integer({ min: 0, max: bounds.length })
  const range = fc
    .tuple(place, place, fc.constantFrom('[', '('), fc.constantFrom(']', ')'))
    .map(([a, b, open, close]) => {
      const [low, high] = [bounds[Math.min(a, b)] ?? '', bounds[Math.max(a, b)] ?? '']
      return low === high && low !== '' ? 'empty' : `${open}${low},${high}${close}`
    })
  const pair = bounds.length > 3 ? [`{[${bounds[0]},${bounds[1]}),[${bounds[2]},${bounds[3]}]}`] : []
  return [
    plain(`${type}range`, fc.oneof(fc.constantFrom('empty', '(,)', `(,${bounds[0]})`), range)),
    plain(
      `${type}multirange`,
      fc.oneof(
        fc.constantFrom('{}', ...pair),
        range.map((one) => `{${one}}`),
      ),
    ),
  ]
}

const point = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom('0', '-0.5', '1e+300', '1.1'))
  .map(([x, y]) => `(${x},${y})`)
const boxes = fc.tuple(point, point).map(([a, b]) => `${a},${b}`)

const others: readonly Kind[] = [
  number('smallint', text.integers(-32768n, 32767n)),
  number('integer', int4),
  number('oid', text.integers(0n, 2n ** 32n - 1n)),
  number('real', text.floats(fc.float(), 3.4028235e38, 1e-45)),
  number('double precision', doubles),
  { type: 'boolean', literals: fc.constantFrom('true', 'false'), read: (literal) => literal === 'true' },
  ...['text', 'varchar', 'citext'].map((type) => plain(type, text.texts(30))),
  plain('varchar(20)', text.texts(20)),
  plain('name', text.texts(12)),
  padded(plain('char', text.texts(1))),
  padded(plain('char(4)', text.texts(4))),
  padded(plain('bpchar', text.texts(9))),
  plain('Mood', fc.constantFrom(...moods)),
  matching('ltree', /^(?:[a-zA-Z0-9_]{1,5}(?:\.[a-zA-Z0-9_]{1,5}){0,3})?$/),
  plain('uuid', fc.uuid()),
  plain('time', fc.oneof(text.times, fc.constant('24:00:00'))),
  plain('time(3)', text.times),
  plain(
    'timetz',
    fc.tuple(text.times, fc.constantFrom('+00', '-12', '+05:30')).map(([time, zone]) => `${time}${zone}`),
  ),
  constants('interval', '1 year 2 mons 3 days 04:05:06.789012', '-1 days +02:03:00', '00:00:00', '-178000000 years'),
  plain(
    'interval',
    fc.tuple(fc.integer({ min: -99, max: 99 }), text.times).map(([d, time]) => `${d} days ${time}`),
  ),
  plain('interval(3)', text.times),
  constants('interval year to month', '1 year 2 mons', '-3 mons'),
  {
    type: 'bytea',
    literals: fc.uint8Array({ maxLength: 20 }).map(toHex),
    read: (hex) => Buffer.from(hex.slice(2), 'hex'),
  },
  { type: 'json', literals: text.documents(/^$/), read: JSON.parse },
  { type: 'jsonb', literals: text.documents(/\\u0000|\\u[dD][89a-fA-F]/), read: JSON.parse },
  matching('bit', /^[01]$/),
  matching('bit(8)', /^[01]{8}$/),
  matching('varbit', /^[01]{0,70}$/),
  matching('varbit(8)', /^[01]{0,8}$/),
  plain(
    'money',
    fc.oneof(
      fc.constantFrom('-1.10', '0', '92233720368547758.07'),
      text.decimals(6, 2).filter((value) => value !== 'NaN'),
    ),
  ),
  constants('xml', '<a b="1">x &amp; \'y\'</a>', 'text', '', '<ü>😀</ü>'),
  constants('jsonpath', '$."a"[*]?(@ > 1)', '$', '$."\\"x,"'),
  padded(plain('inet', ipv4)),
  constants('cidr', '10.0.0.0/8', '192.168.1.5/32', '::/0'),
  matching('macaddr', /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/),
  matching('macaddr8', /^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/),
  constants('tsvector', "'a':1A 'cat':2,3", '', "'it''s'", "'\"x\\\\'"),
  constants('tsquery', "'a' & !'b' | 'c':*", ''),
  constants('pg_lsn', '16/B374D848', '0/0', 'FFFFFFFF/FFFFFFFF'),
  plain('point', point),
  constants('line', '{1,-1,0}', '{0,-1,0.1}'),
  plain(
    'lseg',
    boxes.map((two) => `[${two}]`),
  ),
  plain('box', boxes),
  plain(
    'path',
    boxes.map((two) => `[${two}]`),
  ),
  plain(
    'polygon',
    boxes.map((two) => `(${two})`),
  ),
  constants('circle', '<(1,2),3>', '<(0.1,-0.2),0>'),
  ...ranges('int4', '-2147483648', '-1', '0', '5', '2147483646'),
  ...ranges('int8', '-9223372036854775808', '0', '9007199254740993', '9007199254740995', '9223372036854775806'),
  ...ranges('num', '-1.10', '0', '1.10', '2.200', '1e40'),
  ...ranges('ts', '"0044-03-15 12:00:00 BC"', '"2026-01-01 00:00:00.000001"', '"10000-01-01 00:00:00"', 'infinity'),
  ...ranges('tstz', '-infinity', '"2026-01-01 00:00:00+00"', '"2026-01-01 00:00:00.000001+00"'),
  ...ranges('date', '0001-01-01', '2026-01-01', '2026-02-01', '10000-01-01'),
]

/** Every type that the spec knows, in every form. */
export const kinds: readonly Kind[] = [...choices, ...others]

/** Types whose values are keys: those that people use, in every form. */
export interface KeyKind extends Kind {
  /** Values that differ from each other. */
  readonly keys: readonly string[]
}

const wide = ['9223372036854775807', '-9223372036854775808', '9007199254740993', '0', '1', '-1']
const narrow = ['9007199254740991', '-9007199254740991', '0', '1', '-1', '42']
const edges = ['0044-03-15 12:00:00 BC', '10000-01-01 00:00:00', 'infinity', '-infinity']
const moments = ['2026-02-28 12:34:56.123456', '2026-02-28 12:34:56.123457', ...edges]
const dates = ['2026-02-28 12:34:56.123', '2026-02-28 12:34:56.124', ...edges]
const words = ['', 'NULL', '"\\,{', '😀', "it's", 'ß\n']
const dayKeys = ['2026-02-28', '0044-03-15 BC', '10000-01-01', 'infinity', '-infinity', '0001-01-01']

const keyed: Readonly<Record<string, readonly string[]>> = {
  'bigint string': wide,
  'bigint number': narrow,
  'bigint bigint': wide,
  'numeric string': ['1.10', '-0.5', 'NaN', 'Infinity', '123456789012345678901234567890.0123456789', '0.000'],
  'numeric number': ['1.1', '-0.5', 'NaN', 'Infinity', '1e+21', '0'],
  'date string': dayKeys,
  'date Date': dayKeys,
  'timestamp string': moments,
  'timestamp Date': dates,
  'timestamptz string': moments.map(inZone),
  'timestamptz Date': dates.map(inZone),
  integer: ['2147483647', '-2147483648', '0', '1', '2', '3'],
  text: words,
  'varchar(20)': words,
  'char(4)': words,
  Mood: moods,
  bytea: ['\\x', '\\x00', '\\xff', '\\x5c', '\\x2227', '\\x0001'],
  time: ['00:00:00', '12:34:56.123456', '24:00:00', '01:00:00', '02:00:00', '03:00:00'],
  uuid: ['0', '1', '2', 'a', 'b', 'f'].map((digit) => `123e4567-e89b-12d3-a456-42661417400${digit}`),
}

/** Every type of keys with its keys. */
export const keyKinds: readonly KeyKind[] = Object.entries(keyed).map(([name, keys]) => {
  const kind = kinds.find(({ type, form }) => name === (form === undefined ? type : `${type} ${form}`))
  if (kind === undefined) throw new Error(`no kind ${name}`)
  return { ...kind, keys }
})

function inZone(moment: string): string {
  return moment.includes('infinity') ? moment : moment.replace(/( BC)?$/, '+00$1')
}

function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}

/** From a date or timestamp that PostgreSQL reads or prints; what has no zone is of UTC. */
function readDate(literal: string): Date {
  if (literal === 'infinity') return new Date(8.64e15)
  if (literal === '-infinity') return new Date(-8.64e15)
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = '+00', era] =
    /^(\d+)-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(?:\.(\d+))?([+-]\d\d)?)?( BC)?$/.exec(literal) ?? []
  if (year === undefined || zone !== '+00') throw new Error(`no date of UTC: ${literal}`)
  const date = new Date(0)
  date.setUTCFullYear(era === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)))
  return date
}
