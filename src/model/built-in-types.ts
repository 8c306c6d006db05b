import type { Representation } from './model.js'
import type { ProjectTypes } from './output.js'

/** One built-in type: what `format_type` calls it, what it takes in parentheses, how its values appear. */
export interface TypeRow {
  readonly name: string
  readonly aliases?: readonly string[]
  /** Most numbers in parentheses, with the least and the most that the first may be. */
  readonly modifiers?: { readonly most: 1 | 2; readonly from: number; readonly to: number }
  /** Modifiers where the spec gives none: `char` is `char(1)`. */
  readonly implied?: readonly number[]
  readonly representation: Representation | keyof ProjectTypes
  readonly extension?: string
  readonly family?: Family
}

/** What operators a type has, as far as queries and defaults care. */
export type Family = 'integer' | 'number' | 'text' | 'boolean' | 'time' | 'json' | 'unordered' | 'other'

const length = { most: 1, from: 1, to: 10_485_760 } as const
const bits = { most: 1, from: 1, to: 83_886_080 } as const
const fraction = { most: 1, from: 0, to: 6 } as const

const string = (name: string, family: Family = 'other', aliases: readonly string[] = []): TypeRow => ({
  name,
  aliases,
  representation: 'string',
  family,
})

const ranges = ['int4', 'int8', 'num', 'ts', 'tstz', 'date'].flatMap((kind) => [
  string(`${kind}range`),
  string(`${kind}multirange`),
])

const rows: readonly TypeRow[] = [
  { name: 'smallint', aliases: ['int2'], representation: 'number', family: 'integer' },
  { name: 'integer', aliases: ['int', 'int4'], representation: 'number', family: 'integer' },
  // A string by default: JavaScript numbers are exact only up to 2^53.
  { name: 'bigint', aliases: ['int8'], representation: 'bigint', family: 'integer' },
  {
    name: 'numeric',
    aliases: ['decimal', 'dec'],
    modifiers: { most: 2, from: 1, to: 1000 },
    representation: 'numeric',
    family: 'number',
  },
  { name: 'real', aliases: ['float4'], representation: 'number', family: 'number' },
  { name: 'double precision', aliases: ['float8', 'float'], representation: 'number', family: 'number' },
  { name: 'boolean', aliases: ['bool'], representation: 'boolean', family: 'boolean' },
  string('text', 'text'),
  string('name', 'text'),
  {
    name: 'character varying',
    aliases: ['varchar', 'char varying'],
    modifiers: length,
    representation: 'string',
    family: 'text',
  },
  { name: 'character', aliases: ['char'], modifiers: length, implied: [1], representation: 'string', family: 'text' },
  string('bpchar', 'text'),
  { name: 'citext', representation: 'string', family: 'text', extension: 'citext' },
  { name: 'ltree', representation: 'string', extension: 'ltree' },
  string('uuid'),
  { name: 'date', representation: 'date', family: 'time' },
  { name: 'time without time zone', aliases: ['time'], modifiers: fraction, representation: 'string', family: 'time' },
  { name: 'time with time zone', aliases: ['timetz'], modifiers: fraction, representation: 'string', family: 'time' },
  {
    name: 'timestamp without time zone',
    aliases: ['timestamp'],
    modifiers: fraction,
    representation: 'timestamp',
    family: 'time',
  },
  {
    name: 'timestamp with time zone',
    aliases: ['timestamptz'],
    modifiers: fraction,
    representation: 'timestamptz',
    family: 'time',
  },
  { name: 'interval', modifiers: fraction, representation: 'string', family: 'time' },
  { name: 'bytea', representation: 'Uint8Array' },
  { name: 'json', representation: 'json', family: 'json' },
  { name: 'jsonb', representation: 'json', family: 'json' },
  { name: 'bit', modifiers: bits, implied: [1], representation: 'string' },
  { name: 'bit varying', aliases: ['varbit'], modifiers: bits, representation: 'string' },
  { name: 'oid', representation: 'number', family: 'integer' },
  string('money'),
  string('xml', 'unordered'),
  string('jsonpath', 'unordered'),
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'tsvector', 'tsquery', 'pg_lsn'].map((name) => string(name)),
  ...['point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'].map((name) => string(name, 'unordered')),
  ...ranges,
]

/** The built-in types, by each of their names. */
export const builtInTypes: ReadonlyMap<string, TypeRow> = new Map(
  rows.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row] as const)),
)
