import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { introspect } from '../../../src/database/introspect.js'
import { misfit } from '../../../src/model/call-types.js'
import { readType, typeNames } from '../../../src/model/column-types.js'
import { methodsOf } from '../../../src/model/index-methods.js'
import { literalMistake } from '../../../src/model/literals.js'
import type { Entity, Index, Model } from '../../../src/model/model.js'
import { sqlWords } from '../../../src/model/reserved.js'
import { type Embedded, openEmbedded } from '../../../src/prove/embedded.js'
import { schemaOf, typeText } from '../../../src/schema/from-model.js'
import { ident, literal, qualified } from '../../../src/schema/quote.js'
import { compile, modelOf } from './compile.js'

/** PostgreSQL itself is asked wherever the model foretells what it does. */
let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: ['citext', 'ltree'] })
  await db.run('create extension citext; create extension ltree')
})
afterAll(() => db.close())

const types = { bigint: 'string', numeric: 'string', timestamptz: 'Date', timestamp: 'Date', date: 'string' } as const

describe('names that are inferred are those that PostgreSQL chooses', () => {
  const long = (letter: string, length: number) => letter.repeat(length)
  const table63 = long('t', 63)
  const column63 = long('c', 63)

  test.each([
    [
      'keys, foreign keys, checks and indexes of one column',
      `
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: text, unique: true, check: email <> '' }
      age: { type: integer, index: true, check: age > 0 and age < 200 }
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      author_id: { type: bigint, references: User, index: true }
      editor_email: { type: text, references: User.email }`,
    ],
    [
      'of several columns',
      `
  Like:
    columns:
      post_id: bigint
      user_id: bigint
      first: text
      last: text
      kind: text
    primary_key: [post_id, user_id]
    unique: [[first, last], [last, first]]
    checks: [first <> last, last <> first, first <> kind]
    indexes:
      - [first, -last]
      - [last, -first]
      - { columns: [first], include: [last, kind] }
      - { columns: [first], where: kind is not null }
      - { columns: [kind], unique: true }
      - { columns: [{ column: kind, operator_class: text_pattern_ops }, kind] }
  Report:
    columns:
      id: { type: bigint, primary_key: true }
      post_id: bigint
      user_id: bigint
    foreign_keys: [{ columns: [post_id, user_id], references: Like }]`,
    ],
    [
      'of expressions',
      `
  Page:
    columns:
      id: { type: bigint, primary_key: true }
      title: text
      lower: text
      size: integer
      at: timestamptz
    checks: [1 > 0, length(title) > 1, size > 0, size < 9, "coalesce(size, 1) > 0"]
    indexes:
      - columns: [{ sql: lower(title) }]
      - columns: [{ sql: lower(title) }, { sql: lower(lower) }, lower]
      - columns: [{ sql: (lower(title)) }]
      - columns: [{ sql: size + 1 }]
      - columns: [{ sql: size + 1 }, { sql: size + 2 }]
      - columns: [{ sql: "coalesce(size, 0)" }]
      - columns: [{ sql: "lower(title)::varchar(20)" }]
      - columns: [{ sql: "upper(title) || lower" }, title]
      - columns: [{ sql: "size::text" }]
      - columns: [{ sql: "case when size > 1 then 1 else 2 end" }]
      - columns: [{ sql: "case when size > 1 then 1 else abs(size) end" }]
      - columns: [{ sql: "nullif(size, 1)" }, { sql: "greatest(size, 1)" }, { sql: "least(size, 2)" }]
      - columns: [{ sql: "array[size, 1]" }]
      - columns: [{ sql: 'lower(title) collate "C"' }]
      - columns: [{ sql: "(string_to_array(title, ' '))[1]" }]`,
    ],
    [
      'of names that are too long for them',
      `
  Long:
    table: ${table63}
    columns:
      id: { type: bigint, primary_key: true }
      ${column63}: { type: bigint, unique: true, index: true, check: ${column63} > 0 }
      ${long('d', 63)}: bigint
      ${long('c', 62)}e: { type: bigint, unique: true, index: true, check: ${long('c', 62)}e > 0 }
      ${long('c', 62)}f: { type: bigint, unique: true, index: true, check: ${long('c', 62)}f > 0 }
    unique: [[${column63}, ${long('d', 63)}], [${long('d', 63)}, ${column63}, id]]
    indexes:
      - [${column63}, ${long('d', 63)}, id]
      - [id, ${column63}, ${long('d', 63)}]
      - columns: [{ sql: lower(${column63}::text) }, { sql: lower(${long('d', 63)}::text) }]
    checks: [${column63} < ${long('d', 63)}, id > 0]
  Longer:
    table: ${long('t', 62)}u
    columns:
      id: { type: bigint, primary_key: true }
      ${column63}: { type: bigint, unique: true, index: true, check: ${column63} > 0, references: Long }
      ${long('d', 63)}: { type: bigint, references: Long }
    foreign_keys: [{ columns: [id, ${column63}], references: Long, to: [${column63}, ${long('d', 63)}] }]`,
    ],
    [
      'of names that meet',
      `
  One:
    table: a_b
    columns:
      id: { type: bigint, primary_key: true }
      c: { type: bigint, unique: true, index: true, check: c > 0 }
      d: { type: bigint, check: { name: a_c_d_key, sql: d > 0 } }
  Two:
    table: a
    columns:
      id: { type: bigint, primary_key: true }
      b_c: { type: bigint, unique: true, index: true, check: b_c > 0, references: One }
      c_d: { type: bigint, unique: true }
  Three:
    table: b_pkey
    columns:
      id: { type: bigint, primary_key: true, check: id > 0 }
  Four:
    table: b
    columns:
      id: { type: bigint, primary_key: true }
      pkey: { type: bigint, check: pkey > 0 }
  Five:
    schema: other
    table: b
    columns:
      id: { type: bigint, primary_key: true }`,
    ],
  ])('%s', async (_, models) => {
    const model = await modelOf(`version: 1\nmodels:${models}\n`)
    await db.run(
      'drop schema if exists other cascade; drop schema public cascade; create schema public; create schema other',
    )
    await db.run(unnamed(model))
    const found = await introspect(db)
    expect(namesIn(found.tables)).toEqual(namesIn(schemaOf(model).tables))
    await db.run('create extension citext; create extension ltree')
  })
})

interface Named {
  readonly name: string
}

interface TableNames {
  readonly schema: string
  readonly name: string
  readonly primaryKey: Named | undefined
  readonly uniques: readonly Named[]
  readonly checks: readonly Named[]
  readonly foreignKeys: readonly Named[]
  readonly indexes: readonly Named[]
}

function namesIn(tables: readonly TableNames[]): object {
  const sorted = (list: readonly Named[]) => list.map(({ name }) => name).sort()
  return Object.fromEntries(
    tables
      .map(({ schema, name, primaryKey, uniques, checks, foreignKeys, indexes }): [string, object] => [
        `${schema}.${name}`,
        {
          primaryKey: primaryKey?.name,
          uniques: sorted(uniques),
          checks: sorted(checks),
          foreignKeys: sorted(foreignKeys),
          indexes: sorted(indexes),
        },
      ])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** The tables of a model, all that dbgen named left without a name. */
function unnamed(model: Model): string {
  const list = (fields: readonly { readonly name: string }[]) => fields.map(({ name }) => ident(name)).join(', ')
  const tables = model.entities.flatMap((entity) => [
    createTable(entity, list),
    ...entity.indexes.map((index) => createIndex(entity, index, list)),
  ])
  const keys = model.entities.flatMap((entity) =>
    entity.foreignKeys.map(
      ({ fields, target, targetFields }) =>
        `alter table ${nameOf(entity)} add foreign key (${list(fields)}) ` +
        `references ${nameOf(target)} (${list(targetFields)})`,
    ),
  )
  return [...tables, ...keys].join(';\n')
}

type List = (fields: readonly { readonly name: string }[]) => string

function nameOf({ schema, table }: Entity): string {
  return qualified({ schema, name: table })
}

function createTable(entity: Entity, list: List): string {
  const given = 'a_c_d_key'
  const parts = [
    ...entity.fields.map(
      ({ name, type, nullable }) => `${ident(name)} ${typeText(type)}${nullable ? '' : ' not null'}`,
    ),
    ...(entity.primaryKey === undefined ? [] : [`primary key (${list(entity.primaryKey.fields)})`]),
    ...entity.uniques.map(({ fields }) => `unique (${list(fields)})`),
    ...entity.checks.map(({ name, sql }) => `${name === given ? `constraint ${given} ` : ''}check (${sql})`),
  ]
  return `create table ${nameOf(entity)} (${parts.join(', ')})`
}

function createIndex(entity: Entity, { unique, method, terms, include, where }: Index, list: List): string {
  const columns = terms.map(({ kind, value, direction, operatorClass }) =>
    [kind === 'column' ? ident(value) : `(${value})`, operatorClass ?? '', direction].join(' '),
  )
  const also = include.length === 0 ? '' : ` include (${list(include)})`
  const rest = where === undefined ? also : `${also} where ${where}`
  return `create ${unique ? 'unique ' : ''}index on ${nameOf(entity)} using ${method} (${columns.join(', ')})${rest}`
}

test('no alias of ours is a word that PostgreSQL does not take for one', async () => {
  const words = await db.query(`select word from pg_get_keywords() where catcode in ('R', 'T') order by word`)
  const missing = words.map(({ word }) => String(word)).filter((word) => !sqlWords.has(word))
  expect(missing).toEqual([])
})

describe('index methods of types', () => {
  const arrays = ['text[]', 'jsonb[]', 'integer[]']

  test.each([...typeNames.filter((name) => name !== 'name'), ...arrays])('%s', async (name) => {
    const result = readType(name, new Map(), types)
    if (result.kind !== 'type') throw new Error(name)
    const found: string[] = []
    await db.run(`drop table if exists x; create table x (a ${name})`)
    for (const method of ['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']) {
      if (await succeeds(`create index on x using ${method} (a)`)) found.push(method)
    }
    expect([...methodsOf(result.type)].sort()).toEqual(found.sort())
  })
})

async function succeeds(sql: string): Promise<boolean> {
  try {
    await db.run(sql)
    return true
  } catch {
    return false
  }
}

describe('literals that are taken are those that PostgreSQL takes', () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    boolean: ['true', 'false'],
    smallint: ['0', '-32768', '32767'],
    integer: ['2147483647', '-2147483648', '007'],
    bigint: ['9223372036854775807', '-9223372036854775808'],
    oid: ['0', '4294967295'],
    numeric: ['1.10', '-0', 'NaN', 'Infinity', '-Infinity', '123456789012345678901234567890.123'],
    'numeric(3, 1)': ['99.9', '-99.94', '0.04', 'NaN', '00099'],
    'numeric(2, 5)': ['0.00012', '0.000994'],
    'numeric(3, -2)': ['99900', '99949'],
    real: ['1.5', 'NaN', '-Infinity'],
    uuid: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
    date: ['2026-01-31', '2024-02-29', '2000-02-29', 'infinity', '-infinity', '0001-01-01', '9999-12-31'],
    time: ['13:45', '13:45:00', '23:59:59.999999', '24:00', '24:00:00', '00:00'],
    timetz: ['13:45Z', '13:45:00+00', '13:45:00-05:30', '24:00:00+00', '13:45+1530'],
    timestamp: ['2026-01-31', '2026-01-31 13:45', '2026-01-31T13:45:00.5', 'infinity'],
    timestamptz: [
      '2026-01-31 13:45:00+00',
      '2026-01-31T13:45:00Z',
      '2026-01-31 13:45 +05:30',
      '-infinity',
      '2026-01-31 24:00Z',
    ],
    json: ['{}', '[1, 2]', '"text"', 'null', '1e3', '"\\u0041"', '"\\\\u0000"'],
    jsonb: ['{}', '{"a": {"b": [true, null]}}', '"\\ud83d\\ude00"', '"\\\\u0000"'],
    bytea: ['\\x', '\\x00ff', '\\xABCDEF'],
    'varchar(3)': ['', 'abc', 'äöü', '😀😀😀'],
    'char(3)': ['a', 'abc'],
  }
  const taken = Object.entries(texts).flatMap(([type, list]) => list.map((text) => [type, text] as const))

  test.each(taken)('%s %j', async (name, text) => {
    expect(literalMistake(text, typeNamed(name))).toBeUndefined()
    await db.run(
      `drop table if exists x; create table x (a ${name} default ${literal(text)}); insert into x default values`,
    )
  })

  const refused: readonly (readonly [type: string, text: string])[] = [
    ['smallint', '32768'],
    ['integer', '2147483648'],
    ['integer', '1.5'],
    ['bigint', '9223372036854775808'],
    ['numeric', '-NaN'],
    ['numeric', 'one'],
    ['numeric(3, 1)', '100'],
    ['numeric(3, 1)', '99.95'],
    ['numeric(3, 1)', '-99.95'],
    ['numeric(3, 1)', 'Infinity'],
    ['numeric(2, 5)', '0.001'],
    ['numeric(3, -2)', '99950'],
    ['uuid', 'none'],
    ['date', '2026-02-29'],
    ['date', '1900-02-29'],
    ['date', '2026-04-31'],
    ['date', '2026-13-01'],
    ['date', '0000-01-01'],
    ['time', '25:00'],
    ['time', '24:01'],
    ['time', '12:60'],
    ['timetz', '13:45+16'],
    ['timestamp', '2026-02-30 10:00'],
    ['timestamptz', '2026-02-30 10:00+00'],
    ['json', '{a: 1}'],
    ['json', "{'a': 1}"],
    ['jsonb', '"\\u0000"'],
    ['jsonb', '"\\ud800"'],
    ['bytea', '\\x0'],
    ['varchar(3)', 'abcd'],
    ['varchar(3)', 'äöüß'],
    ['char(3)', 'abcd'],
  ]

  test.each(refused)('not %s %j', async (name, text) => {
    expect(literalMistake(text, typeNamed(name))).toBeDefined()
    const sql = `create table x (a ${name} default ${literal(text)}); insert into x default values`
    await db.run('drop table if exists x')
    expect(await succeeds(sql)).toBe(false)
  })
})

function typeNamed(name: string) {
  const result = readType(name, new Map(), types)
  if (result.kind !== 'type') throw new Error(name)
  return result.type
}

describe('aggregates that are inferred are those that PostgreSQL has', () => {
  const calls = typeNames.flatMap((name) => ['sum', 'avg', 'min', 'max'].map((call) => [call, name] as const))

  test.each(calls)('%s of %s', async (call, name) => {
    const columns = `{ id: { type: bigint, primary_key: true }, a: "${name}" }`
    const { model, diagnostics } = await compile(
      `version: 1\nmodels: { Post: { columns: ${columns}, queries: { stats: { aggregate: { value: ${call}(a) } } } } }`,
    )
    await db.run(`drop table if exists x; create table x (a ${name})`)
    const query = model.entities[0]?.queries[0]
    const type = query?.kind === 'aggregate' ? query.measures[0]?.type : undefined
    if (type !== undefined) expect(await succeeds(`select (${call}(a))::${typeText(type)} from x`)).toBe(true)
    const isDenied = diagnostics.some(({ message }) => message.startsWith('there is no'))
    if (isDenied) expect(await succeeds(`select ${call}(a) from x`)).toBe(false)
  })
})

describe('calls that are taken for defaults are those that PostgreSQL takes', () => {
  const calls = [
    'now()',
    'current_timestamp',
    'CURRENT_TIMESTAMP(3)',
    'localtimestamp',
    'current_date',
    'gen_random_uuid()',
    'current_user',
  ]

  test.each([...typeNames, 'text[]', 'timestamptz[]'])('%s', async (name) => {
    for (const call of calls) {
      await db.run('drop table if exists x')
      const isTaken = await succeeds(`create table x (a ${name} default ${call})`)
      expect([call, misfit(call, typeNamed(name)) === undefined]).toEqual([call, isTaken])
    }
  })
})
