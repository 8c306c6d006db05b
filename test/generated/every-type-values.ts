/** What is written into a column of a type, and what is read where that differs. */
export type Sample = unknown | { readonly given: unknown; readonly read: unknown }

const bytes = (...values: number[]) => Buffer.from(values)
const date = (text: string) => new Date(text)

/** The last and the first Date there is stand for the infinities. */
export const LAST = new Date(8.64e15)
export const FIRST = new Date(-8.64e15)

const texts = ['', ' ', 'NULL', '{}', '"', "'", "it's", '\\', '\\x00', 'a,b', '\n\r\t', '\u0001', '\u2028', 'größer', '漢字', '😀', '$1', '--', '[1,2]', 'x'.repeat(20_000)]
const documents = [{}, [], { a: [1, -0.5, null, true, { b: '"\\\n\u2028😀' }] }, 'text', '', 5, 1e21, false, [[], [[]]], { 'a"b': null }]
const days = ['2026-02-28', '0001-01-01', '9999-12-31', '10000-01-01', '0044-03-15 BC', 'infinity', '-infinity']
const instants = [
  date('2026-02-28T12:34:56.789Z'),
  date('1970-01-01T00:00:00.000Z'),
  date('1969-12-31T23:59:59.999Z'),
  date('0001-01-01T00:00:00.001Z'),
  date('0000-12-31T23:59:59.999Z'),
  date('-000044-03-15T00:00:00.000Z'),
  date('-004712-06-01T00:00:00.000Z'),
  date('+010000-01-01T00:00:00.000Z'),
  date('+275760-09-12T00:00:00.000Z'),
  LAST,
  FIRST,
]
const seconds = [date('2026-02-28T12:34:56.000Z'), LAST]
const local = ['2026-02-28 12:34:56.123456', '2026-01-01 00:00:00', '10000-01-01 00:00:00.000001', '0044-03-15 00:00:00 BC', 'infinity', '-infinity']

/** By the type as the spec writes it, with the default forms in TypeScript. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  smallint: [0, 32_767, -32_768],
  integer: [0, 2_147_483_647, -2_147_483_648],
  bigint: ['0', '9223372036854775807', '-9223372036854775808', '9007199254740993', { given: 5, read: '5' }, { given: 7n, read: '7' }],
  numeric: ['1.10', '0.000', '-1', 'NaN', 'Infinity', '-Infinity', '123456789012345678901234567890.0123456789', `1${'0'.repeat(400)}`, { given: 1.5, read: '1.5' }, { given: 10n ** 30n, read: `1${'0'.repeat(30)}` }],
  'numeric(12,2)': ['1.10', '9999999999.99', { given: '1.005', read: '1.01' }, 'NaN'],
  'numeric(5,0)': ['12345', { given: '1.5', read: '2' }],
  'numeric(3,-2)': ['12300', { given: '12345', read: '12300' }],
  real: [0, -0, 0.1, 1.5, 3.4028235e38, 1e-45, Number.NaN, Infinity, -Infinity],
  'double precision': [0, -0, 0.1 + 0.2, 5e-324, Number.MAX_VALUE, 1e21, Number.NaN, Infinity, -Infinity],
  boolean: [true, false],
  text: texts,
  name: ['a name', '', '"q"'],
  varchar: texts,
  'varchar(20)': ['', 'größer', 'x'.repeat(20)],
  char: ['x', ' ', '"', { given: '', read: ' ' }],
  'char(4)': ['abcd', { given: 'ab', read: 'ab  ' }, { given: '', read: '    ' }, { given: "'", read: "'   " }],
  bpchar: ['abc', 'ab  ', ''],
  citext: ['MiXed', '', '"', "'"],
  ltree: ['Top.Science', 'a_1', ''],
  uuid: ['123e4567-e89b-12d3-a456-426614174000', { given: '{123E4567E89B12D3A456426614174000}', read: '123e4567-e89b-12d3-a456-426614174000' }],
  date: days,
  time: ['00:00:00', '12:34:56.123456', '24:00:00'],
  'time(3)': ['12:34:56.789', { given: '12:34:56.7894', read: '12:34:56.789' }],
  timetz: ['12:34:56.123456+05:30', '00:00:00-12', '24:00:00+00'],
  'timetz(0)': ['12:34:56+00'],
  timestamp: instants,
  'timestamp(0)': seconds,
  timestamptz: instants,
  'timestamptz(3)': [date('2026-02-28T12:34:56.789Z'), FIRST],
  interval: ['1 year 2 mons 3 days 04:05:06.789012', '-1 days +02:03:00', '00:00:00', '178000000 years'],
  'interval(3)': ['00:00:01.235', { given: '1.23456', read: '00:00:01.235' }],
  'interval year to month': ['1 year 2 mons'],
  bytea: [bytes(), bytes(0), bytes(0, 1, 2, 92, 39, 34, 255), Buffer.alloc(50_000, 7)],
  json: documents,
  jsonb: documents,
  bit: ['0', '1'],
  'bit(8)': ['10101010', '00000000'],
  varbit: ['', '1', '101010101'],
  'varbit(8)': ['', '101'],
  oid: [0, 1, 4_294_967_295],
  money: ['$0.00', '-$1.10', '$92,233,720,368,547,758.07'],
  xml: ['<a b="1">x &amp; \'y\'</a>', 'text', ''],
  jsonpath: ['$."a"[*]?(@ > 1)', '$'],
  inet: ['192.168.1.5', '192.168.1.5/24', '::1', '2001:db8::/32'],
  cidr: ['10.0.0.0/8', '192.168.1.5/32', '::/0'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  tsvector: ["'a':1A 'cat':2,3", '', "'it''s'"],
  tsquery: ["'a' & !'b' | 'c':*", ''],
  pg_lsn: ['16/B374D848', '0/0'],
  point: ['(1,2)', '(-0.5,1e+300)'],
  line: ['{1,-1,0}'],
  lseg: ['[(0,0),(1,1)]'],
  box: ['(1,1),(0,0)', '(2,2),(-1,-1)'],
  path: ['((0,0),(1,1))', '[(0,0),(1,1)]'],
  polygon: ['((0,0),(1,1),(1,0))'],
  circle: ['<(1,2),3>'],
  int4range: ['[1,5)', '(,)', 'empty'],
  int8range: ['[9007199254740993,9223372036854775807)', '[1,)'],
  numrange: ['[1.10,2.20]', '(,5)'],
  tsrange: ['["2026-01-01 00:00:00","2026-01-02 00:00:00.000001")', 'empty'],
  tstzrange: ['["2026-01-01 00:00:00+00",)', '(,infinity)'],
  daterange: ['[2026-01-01,2026-02-01)', '[,)'].map((read) => ({ given: read, read: read.replace('[,', '(,') })),
  int4multirange: ['{}', '{[1,3),[5,7)}'],
  int8multirange: ['{[1,3)}'],
  nummultirange: ['{[1.10,2.20],(3,)}'],
  tsmultirange: ['{["2026-01-01 00:00:00","2026-01-02 00:00:00")}'],
  tstzmultirange: ['{["2026-01-01 00:00:00+00",)}'],
  datemultirange: ['{[2026-01-01,2026-02-01)}'],
  Mood: ['fine', "it's", 'so, so', '"quoted"', 'back\\slash', '{', '}', 'NULL', ' ', 'größer'],
}

/** The values of types that have another form when the spec says so, by what `output.types` says. */
export const otherForms: Readonly<Record<string, Readonly<Record<string, readonly Sample[]>>>> = {
  'bigint: number': { bigint: [0, 9007199254740991, -9007199254740991, { given: '5', read: 5 }, { given: 6n, read: 6 }] },
  'bigint: bigint, numeric: number, timestamptz: string, timestamp: string, date: Date': {
    bigint: [0n, 9223372036854775807n, -9223372036854775808n, { given: '5', read: 5n }, { given: 6, read: 6n }],
    numeric: [0, 1.1, Number.NaN, Infinity, -Infinity, 1e21, 5e-324, { given: '1.10', read: 1.1 }],
    timestamptz: local.map((text) => (text.includes('infinity') ? text : text.replace(/( BC)?$/, '+00$1'))),
    timestamp: local,
    date: [
      ...['2026-02-28', '0001-01-01', '-000043-03-15', '+010000-01-01'].map(date),
      LAST,
      FIRST,
      { given: date('2026-02-28T23:59:59.999Z'), read: date('2026-02-28') },
    ],
  },
}
