import { describe, expect, test } from 'vitest'
import { isOrdered, readType, representationsOf, spokenType, typeNames } from '../../../src/model/column-types.js'
import type { DataType, Enum } from '../../../src/model/model.js'
import type { ProjectTypes } from '../../../src/model/output.js'

const types: ProjectTypes = {
  bigint: 'string',
  numeric: 'string',
  timestamptz: 'Date',
  timestamp: 'Date',
  date: 'string',
}
const status: Enum = {
  name: 'Status',
  schema: 'public',
  typeName: 'status',
  values: ['draft'],
  comment: undefined,
  at: { file: 'spec.yaml', line: 1, column: 1 },
  renamedFrom: undefined,
  renamedValues: {},
  goneValues: {},
}
const enums = new Map([['Status', status]])

/** `numeric(10, 2)[] as string` for what was read. */
function read(text: string): string {
  const result = readType(text, enums, types)
  if (result.kind === 'unknown') return `unknown ${result.name}`
  if (result.kind === 'modifiers') return `wrong: ${result.message}; ${result.hint}`
  const { name, modifiers, dimensions, representation } = result.type
  const list = modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`
  return `${name}${list}${'[]'.repeat(dimensions)} as ${representation}`
}

function typeOf(text: string): DataType {
  const result = readType(text, enums, types)
  if (result.kind !== 'type') throw new Error(text)
  return result.type
}

const understood: readonly (readonly [text: string, want: string])[] = [
  ['smallint', 'smallint as number'],
  ['int2', 'smallint as number'],
  ['integer', 'integer as number'],
  ['int', 'integer as number'],
  ['int4', 'integer as number'],
  ['bigint', 'bigint as string'],
  ['int8', 'bigint as string'],
  ['oid', 'oid as number'],
  ['numeric', 'numeric as string'],
  ['decimal', 'numeric as string'],
  ['dec', 'numeric as string'],
  ['numeric(10)', 'numeric(10, 0) as string'],
  ['numeric(10, 2)', 'numeric(10, 2) as string'],
  ['numeric(10,-2)', 'numeric(10, -2) as string'],
  ['decimal( 10 , 2 )', 'numeric(10, 2) as string'],
  ['real', 'real as number'],
  ['float4', 'real as number'],
  ['double precision', 'double precision as number'],
  ['DOUBLE   PRECISION', 'double precision as number'],
  ['float8', 'double precision as number'],
  ['float', 'double precision as number'],
  ['boolean', 'boolean as boolean'],
  ['bool', 'boolean as boolean'],
  ['text', 'text as string'],
  ['TEXT', 'text as string'],
  ['name', 'name as string'],
  ['varchar', 'character varying as string'],
  ['varchar(200)', 'character varying(200) as string'],
  ['varchar (200)', 'character varying(200) as string'],
  ['character varying(200)', 'character varying(200) as string'],
  ['char varying(200)', 'character varying(200) as string'],
  ['char', 'character(1) as string'],
  ['char(3)', 'character(3) as string'],
  ['character(3)', 'character(3) as string'],
  ['bpchar', 'bpchar as string'],
  ['citext', 'citext as string'],
  ['ltree', 'ltree as string'],
  ['uuid', 'uuid as string'],
  ['date', 'date as string'],
  ['time', 'time without time zone as string'],
  ['time(3)', 'time without time zone(3) as string'],
  ['time without time zone', 'time without time zone as string'],
  ['timetz', 'time with time zone as string'],
  ['time(3) with time zone', 'time with time zone(3) as string'],
  ['timestamp', 'timestamp without time zone as Date'],
  ['timestamp(3)', 'timestamp without time zone(3) as Date'],
  ['timestamp(3) without time zone', 'timestamp without time zone(3) as Date'],
  ['timestamptz', 'timestamp with time zone as Date'],
  ['timestamptz(0)', 'timestamp with time zone(0) as Date'],
  ['timestamp (3) with time zone', 'timestamp with time zone(3) as Date'],
  ['interval', 'interval as string'],
  ['interval(3)', 'interval(3) as string'],
  ['interval year to month', 'interval(year to month) as string'],
  ['INTERVAL DAY TO SECOND(3)', 'interval(day to second, 3) as string'],
  ['interval second (3)', 'interval(second, 3) as string'],
  ['bytea', 'bytea as Uint8Array'],
  ['json', 'json as json'],
  ['jsonb', 'jsonb as json'],
  ['bit', 'bit(1) as string'],
  ['bit(8)', 'bit(8) as string'],
  ['varbit', 'bit varying as string'],
  ['bit varying(8)', 'bit varying(8) as string'],
  ['money', 'money as string'],
  ['xml', 'xml as string'],
  ['inet', 'inet as string'],
  ['cidr', 'cidr as string'],
  ['macaddr', 'macaddr as string'],
  ['tsvector', 'tsvector as string'],
  ['tsquery', 'tsquery as string'],
  ['point', 'point as string'],
  ['int4range', 'int4range as string'],
  ['tstzmultirange', 'tstzmultirange as string'],
  ['pg_lsn', 'pg_lsn as string'],
  ['Status', 'status as enum'],
  ['Status[]', 'status[] as enum'],
  ['text[]', 'text[] as string'],
  ['text []', 'text[] as string'],
  ['integer[][]', 'integer[][] as number'],
  ['timestamptz(3)[]', 'timestamp with time zone(3)[] as Date'],
  ['integer[][][][][][]', 'integer[][][][][][] as number'],
]

const refused: readonly (readonly [text: string, want: string])[] = [
  ['strng', 'unknown strng'],
  ['status', 'unknown status'],
  ['STATUS', 'unknown STATUS'],
  ['constructor', 'unknown constructor'],
  ['public.text', 'unknown public.text'],
  ['bigint(20)', 'wrong: bigint takes nothing in parentheses; write bigint'],
  ['int(11)', 'wrong: int takes nothing in parentheses; write int'],
  ['float(24)', 'wrong: float takes nothing in parentheses; write real or double precision'],
  ['Status(1)', 'wrong: an enum takes nothing in parentheses; write Status'],
  ['varchar(0)', 'wrong: the number in varchar(0) is out of range; it takes 1 to 10485760'],
  ['varchar(10485761)', 'wrong: the number in varchar(10485761) is out of range; it takes 1 to 10485760'],
  ['varchar(-1)', 'wrong: the number in varchar(-1) is out of range; it takes 1 to 10485760'],
  ['varchar(1, 2)', 'wrong: varchar takes at most one number; write varchar(1)'],
  [
    'varchar(max)',
    'wrong: the parentheses of "varchar(max)" must hold numbers; write varchar(200), or text for any length',
  ],
  ['varchar()', 'wrong: the parentheses of "varchar()" must hold numbers; write varchar(200), or text for any length'],
  [
    'varchar(99999999999)',
    'wrong: the parentheses of "varchar(99999999999)" must hold numbers; write varchar(200), or text for any length',
  ],
  ['numeric(10,)', 'wrong: the parentheses of "numeric(10,)" must hold numbers; write it like numeric(10, 2)'],
  ['numeric(10, 2', 'wrong: the parentheses of "numeric(10, 2" do not match; write it like numeric(10, 2)'],
  ['numeric(1001)', 'wrong: the number in numeric(1001) is out of range; it takes 1 to 1000'],
  ['numeric(1, 1001)', 'wrong: the scale in numeric(1, 1001) is out of range; it takes -1000 to 1000'],
  ['numeric(1, 2, 3)', 'wrong: numeric takes at most two numbers; write numeric(1, 2)'],
  ['timestamptz(7)', 'wrong: the number in timestamptz(7) is out of range; it takes 0 to 6'],
  ['interval week', 'wrong: interval has no fields "week"; write interval, or like interval day to second'],
  [
    'interval year(3)',
    'wrong: interval takes one number from 0 to 6, behind its seconds; write it like interval day to second(3)',
  ],
  [
    'interval second(7)',
    'wrong: interval takes one number from 0 to 6, behind its seconds; write it like interval day to second(3)',
  ],
  [
    'integer[3]',
    'wrong: PostgreSQL does not keep the length of an array; write "integer[]", and a check for its length',
  ],
  ['integer[][][][][][][]', 'wrong: an array has at most 6 dimensions; remove some of the "[]"'],
]

describe('readType', () => {
  test.each(understood)('%s', (text, want) => expect(read(text)).toBe(want))
  test.each(refused)('refuses %s', (text, want) => expect(read(text)).toBe(want))
  test.each(typeNames)('knows %s by every name that it offers', (name) => {
    expect(readType(name, enums, types).kind).toBe('type')
  })

  test('adds the extensions that types need', () => {
    const extensionOf = (text: string) => {
      const result = readType(text, enums, types)
      return result.kind === 'type' ? result.extension : undefined
    }
    expect(['citext', 'ltree[]', 'text'].map(extensionOf)).toEqual(['citext', 'ltree', undefined])
  })
})

test.each([
  ['bigint', { bigint: 'number' }, 'number'],
  ['bigint', { bigint: 'bigint' }, 'bigint'],
  ['numeric(3, 1)', { numeric: 'number' }, 'number'],
  ['timestamptz(3)', { timestamptz: 'string' }, 'string'],
  ['timestamp', { timestamp: 'string' }, 'string'],
  ['date', { date: 'Date' }, 'Date'],
  ['integer', { bigint: 'bigint', numeric: 'number' }, 'number'],
] as const)('the project decides: %s with %o is %s', (text, own, want) => {
  const result = readType(text, enums, { ...types, ...own })
  expect(result.kind === 'type' && result.type.representation).toBe(want)
})

test.each([
  ['bigint', ['string', 'number', 'bigint']],
  ['numeric(3)', ['string', 'number']],
  ['timestamptz[]', ['Date', 'string']],
  ['timestamp', ['Date', 'string']],
  ['date', ['string', 'Date']],
  ['text', ['string']],
  ['jsonb', ['json']],
  ['Status', []],
])('representationsOf %s', (text, want) => expect(representationsOf(typeOf(text))).toEqual(want))

test.each([
  ['varchar(20)', 'varchar'],
  ['char', 'char'],
  ['timestamp(3) with time zone', 'timestamptz'],
  ['time', 'time'],
  ['bit varying', 'varbit'],
  ['double precision', 'double precision'],
  ['Status[]', 'Status[]'],
])('spokenType %s', (text, want) => expect(spokenType(typeOf(text))).toBe(want))

test.each([
  ['integer', true],
  ['boolean', true],
  ['uuid', true],
  ['Status', true],
  ['inet', true],
  ['int4range', true],
  ['json', false],
  ['jsonb', false],
  ['xml', false],
  ['point', false],
  ['text[]', false],
])('isOrdered %s', (text, want) => expect(isOrdered(typeOf(text))).toBe(want))
