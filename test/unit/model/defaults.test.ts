import { describe, expect, test } from 'vitest'
import { compile, mistakes } from './compile.js'

/** What a column with this type and this spelling of its default gets, or the mistakes noted. */
async function defaultOf(type: string, spelling: string): Promise<string> {
  const compiled = await compile(`
version: 1
enums:
  Status: [draft, published, "null", "true", "1"]
models:
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      value: { type: "${type}", nullable: true, default: ${spelling} }
`)
  if (compiled.diagnostics.length > 0) return mistakes(compiled).join('\n')
  const found = compiled.model.entities[0]?.fields[1]?.default
  if (found === undefined) return 'nothing'
  return found.kind === 'literal' ? `literal ${JSON.stringify(found.value)}` : `sql ${found.sql}`
}

type Row = readonly [type: string, spelling: string, want: string]

const literals: readonly Row[] = [
  ['text', 'draft', 'literal "draft"'],
  ['text', '"draft"', 'literal "draft"'],
  ['text', "''", 'literal ""'],
  ['text', 'two words', 'literal "two words"'],
  ['text', "'1'", 'literal "1"'],
  ['text', "'true'", 'literal "true"'],
  ['text', "'null'", 'literal "null"'],
  ['text', "'now()'", 'literal "now()"'],
  ['text', '"current_date"', 'literal "current_date"'],
  ['text', "'{}'", 'literal "{}"'],
  ['text', "'a::b'", 'literal "a::b"'],
  ['text', '2026-01-31', 'literal "2026-01-31"'],
  ['text', 'a-b_c.d', 'literal "a-b_c.d"'],
  ['varchar(5)', 'äöüß!', 'literal "äöüß!"'],
  ['citext', 'Draft', 'literal "Draft"'],
  ['integer', '0', 'literal "0"'],
  ['integer', '-5', 'literal "-5"'],
  ['integer', "'5'", 'literal "5"'],
  ['bigint', '9223372036854775807', 'literal "9223372036854775807"'],
  ['numeric', '1.10', 'literal "1.10"'],
  ['numeric(3, 1)', '99.9', 'literal "99.9"'],
  ['numeric', "'NaN'", 'literal "NaN"'],
  ['double precision', '0.5', 'literal "0.5"'],
  ['boolean', 'true', 'literal true'],
  ['boolean', 'False', 'literal false'],
  ['boolean', "'true'", 'literal true'],
  ['Status', 'draft', 'literal "draft"'],
  ['Status', "'null'", 'literal "null"'],
  ['Status', "'true'", 'literal "true"'],
  ['Status', "'1'", 'literal "1"'],
  ['date', '2026-01-31', 'literal "2026-01-31"'],
  ['timestamptz', '2026-01-31 10:00+00', 'literal "2026-01-31 10:00+00"'],
  ['jsonb', '"{}"', 'literal "{}"'],
  ['jsonb', "'[]'", 'literal "[]"'],
  ['jsonb', "'null'", 'literal "null"'],
  ['jsonb', "'1'", 'literal "1"'],
  ['interval', '7 days', 'literal "7 days"'],
  ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'literal "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"'],
  ['text', 'null', 'literal null'],
  ['integer', '~', 'literal null'],
  ['jsonb', 'null', 'literal null'],
  ['text[]', 'null', 'literal null'],
  ['text[]', '[]', 'literal "{}"'],
  ['text[]', '[a, b c, "now()", ""]', 'literal "{a,\\"b c\\",\\"now()\\",\\"\\"}"'],
  [
    'text[]',
    `['null', null, 'a"b', 'a\\b', "a,b", '{x}']`,
    'literal "{\\"null\\",NULL,\\"a\\\\\\"b\\",\\"a\\\\\\\\b\\",\\"a,b\\",\\"{x}\\"}"',
  ],
  ['integer[]', '[1, -2]', 'literal "{1,-2}"'],
  ['boolean[]', '[true, False]', 'literal "{true,false}"'],
  ['Status[]', '[draft]', 'literal "{draft}"'],
]

const expressions: readonly Row[] = [
  ['timestamptz', 'now()', 'sql now()'],
  ['text', 'now()', 'sql now()'],
  ['uuid', 'gen_random_uuid()', 'sql gen_random_uuid()'],
  ['date', 'current_date', 'sql current_date'],
  ['timestamptz', 'CURRENT_TIMESTAMP', 'sql CURRENT_TIMESTAMP'],
  ['timestamptz', 'CURRENT_TIMESTAMP(3)', 'sql CURRENT_TIMESTAMP(3)'],
  ['text', 'current_user', 'sql current_user'],
  ['text', 'public.slug()', 'sql public.slug()'],
  ['text', `{ sql: "'draft'" }`, "sql 'draft'"],
  ['text', '{ sql: "lower(\'A\')" }', "sql lower('A')"],
  ['timestamptz', `{ sql: "now() + interval '7 days'" }`, "sql now() + interval '7 days'"],
  ['text[]', `{ sql: "array['a', 'b']" }`, "sql array['a', 'b']"],
]

const mistaken: readonly Row[] = [
  ['text', '1', 'DB403 the default 1 is a number, but the column is text'],
  ['text', 'true', 'DB403 the default true is a boolean, but the column is text'],
  ['text', 'yes (maybe)', 'DB404 the default "yes (maybe)" could be text or SQL'],
  ['text', "now() + interval '1 day'", `DB404 the default "now() + interval '1 day'" could be text or SQL`],
  ['timestamptz', 'now', 'DB403 the default "now" is not a timestamp with its zone'],
  ['timestamptz', "'now()'", 'DB403 the default "now()" is not a timestamp with its zone'],
  ['timestamptz', '2026-01-31 10:00', 'DB403 the default "2026-01-31 10:00" is not a timestamp with its zone'],
  ['uuid', "'gen_random_uuid()'", 'DB403 the default "gen_random_uuid()" is not a uuid'],
  ['date', 'today', 'DB403 the default "today" is not a date'],
  ['integer', '1.5', 'DB403 the default "1.5" is not a whole number, as integer needs'],
  ['integer', 'true', 'DB403 the default true is a boolean, but the column is integer'],
  ['integer', 'none', 'DB403 the default "none" is not a whole number, as integer needs'],
  ['smallint', '40000', 'DB403 the default "40000" is out of the range of smallint'],
  ['boolean', '1', 'DB403 the default 1 is a number, but the column is boolean'],
  ['boolean', "'yes'", 'DB403 the default "yes" is not true or false'],
  ['Status', 'drft', 'DB403 the default "drft" is not a value of enum "Status"'],
  ['Status', '1', 'DB403 the default 1 is a number, but the column is Status'],
  ['jsonb', '1', 'DB403 the default 1 is a number, but the column is jsonb'],
  ['jsonb', 'true', 'DB403 the default true is a boolean, but the column is jsonb'],
  ['jsonb', "'{a: 1}'", 'DB403 the default "{a: 1}" is not valid JSON'],
  ['jsonb', '[]', 'DB403 the default is a list, but the column is jsonb'],
  ['text', '[a]', 'DB403 the default is a list, but the column is text'],
  ['text[]', 'a', 'DB403 the default of an array is a list, and "a" is one value'],
  ['text[]', "'{a}'", 'DB403 the default of an array is a list, and "{a}" is one value'],
  ['text[]', '[1]', 'DB403 the default 1 is a number, but the column is text'],
  ['text[]', '[lower(x)]', 'DB404 the element "lower(x)" could be text or SQL'],
  ['text[]', '[current_date]', 'DB404 the element "current_date" could be text or SQL'],
  ['integer[]', '[one]', 'DB403 the default "one" is not a whole number, as integer needs'],
  ['text', '{ sql: title }', 'DB802 a default cannot use a column ("title")'],
  ['text', '{ sql: "(select 1)" }', 'DB802 a default cannot hold a subquery'],
  ['integer', '{ sql: count(*) }', 'DB802 a default cannot hold an aggregate'],
  ['integer', 'now()', 'DB403 the default now() is a timestamptz, but the column is integer'],
  ['timestamptz[]', 'now()', 'DB403 the default now() is a timestamptz, but the column is timestamptz[]'],
  ['bigint', 'gen_random_uuid()', 'DB403 the default gen_random_uuid() is a uuid, but the column is bigint'],
  ['bigint', '{ sql: now() }', 'DB403 the default now() is a timestamptz, but the column is bigint'],
  ['strng', 'draft', 'DB401 unknown type "strng"'],
  ['strng', '{ sql: title }', 'DB401 unknown type "strng"\nDB802 a default cannot use a column ("title")'],
]

describe('literals', () => {
  test.each(literals)('%s: %s', async (type, spelling, want) => expect(await defaultOf(type, spelling)).toBe(want))
})

describe('expressions', () => {
  test.each(expressions)('%s: %s', async (type, spelling, want) => expect(await defaultOf(type, spelling)).toBe(want))
})

describe('mistakes', () => {
  test.each(mistaken)('%s: %s', async (type, spelling, want) => expect(await defaultOf(type, spelling)).toBe(want))
})

test('null needs a column that may be null', async () => {
  const compiled = await compile(`
version: 1
models:
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      value: { type: text, default: null }
`)
  expect(mistakes(compiled)).toEqual(['DB403 the default is null, but the column is not nullable'])
})
