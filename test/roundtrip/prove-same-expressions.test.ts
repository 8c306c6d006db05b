import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { type Moves, noMoves } from '../../src/prove/moves.js'
import { haveOtherExpressions, withSameExpressions } from '../../src/prove/same-expressions.js'
import type { Schema, Table } from '../../src/schema/schema.js'

// A database takes seconds where two cores are busy with others.
vi.setConfig({ testTimeout: 60_000 })

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: ['citext'], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
}, 60_000)

afterAll(() => db.close())

async function schemaOf(ddl: string): Promise<Schema> {
  await db.run(`begin; ${ddl}`)
  const schema = await introspect(db)
  await db.run('rollback')
  return schema
}

/** A schema whose only table has been changed. */
function changed(schema: Schema, change: (table: Table) => Table): Schema {
  return { ...schema, tables: schema.tables.map(change) }
}

const columns = `rating int, title varchar(50), note text, tags text[], kind text, price numeric(8,2), at timestamptz, "Odd" int, doc jsonb`

/** Two ways to write a check, and whether PostgreSQL takes them for the same. */
const checks: readonly (readonly [one: string, other: string, same: boolean])[] = [
  ['rating between 1 and 5', 'rating >= 1 and rating <= 5', true],
  ['rating between 1 and 5', '((rating >= 1) AND (rating <= 5))', true],
  ['rating>1', '  rating  >\n 1 ', true],
  ['rating > 1', '((((rating)) > (1)))', true],
  ["kind in ('a', 'b')", "kind = any (array['a', 'b'])", true],
  ["kind in ('a', 'b')", "(kind = ANY (ARRAY['a'::text, 'b'::text]))", true],
  [
    "title in ('a', 'b')",
    "((title)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    true,
  ],
  [
    "title in ('a', 'b')",
    "((title)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
    true,
  ],
  ['lower(note) = note', 'LOWER(note) = note', true],
  ['length(note) > 3', 'length("note") > 3', true],
  ['length(note) > 3', 'char_length(note) > 3', false],
  ['"Odd" > 0', '("Odd" > 0)', true],
  ['price > 1', 'price > 1::numeric', true],
  ['price > 1', "price > '1'::numeric", false],
  ['price > 1', 'price > 1.0', false],
  ['note is not null', 'not (note is null)', false],
  ["note like 'a%'", "note ~~ 'a%'", true],
  ['cast(note as int) > 1', 'note::int > 1', true],
  ['rating <> 1', 'rating != 1', true],
  ["coalesce(note, title) > ''", "COALESCE(note, title::text) > ''::text", true],
  ["at > '2024-01-01'", "at > '2024-01-01 00:00:00+00'::timestamptz", true],
  ["doc->>'a' = 'b'", "(doc ->> 'a') = 'b' -- as it is", true],
  ['rating > 1', 'rating > 2', false],
  ['rating > 1', 'nothing > 2', false],
]

test('checks', async () => {
  const schema = await schemaOf(`create table t (${columns});`)
  const withChecks = (side: 0 | 1): Schema =>
    changed(schema, (table) => ({
      ...table,
      checks: checks.map((pair, index) => ({ name: `c${index}`, sql: pair[side], notValid: undefined })),
    }))
  const [from, to] = [withChecks(0), withChecks(1)]
  expect(haveOtherExpressions(from, to)).toBe(true)
  const same = await withSameExpressions(db, from, to)
  const found = same.tables[0]?.checks.map(({ sql }, index) => [
    ...(checks[index]?.slice(0, 2) ?? []),
    sql === checks[index]?.[0],
  ])
  expect(found).toEqual(checks)
  expect(haveOtherExpressions(from, from)).toBe(false)
  expect(await introspect(db)).toEqual(await schemaOf(''))
})

test('defaults, generated columns, indexes and exclusion constraints', async () => {
  const from = await schemaOf(`
    create table t (id int default 1 + 1, at timestamptz default now(), made timestamptz default now(), name varchar(9) default 'x',
      list text[] default array['a'], low text generated always as (lower(name)) stored, doc jsonb, r int4range,
      exclude using gist (int4range(id, 10) with &&) where (id > 1));
    create index i on t (lower(name), (id + 1)) where id > 1 and name <> '';
    create index g on t using gin ((doc -> 'a') jsonb_path_ops);`)
  const to = changed(from, (table) => ({
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      default: { id: '1+1', at: 'CURRENT_TIMESTAMP', made: 'NOW()', name: "'x'", list: "'{a}'::text[]" }[column.name],
      generated: column.name === 'low' ? 'LOWER(name)' : undefined,
    })),
    exclusions: table.exclusions.map((exclusion) => ({
      ...exclusion,
      terms: exclusion.terms.map((term) => ({ ...term, value: 'INT4RANGE( id,10 )' })),
      where: 'id>1',
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      terms: index.terms.map((term) => ({
        ...term,
        value: index.name === 'g' ? "doc->'a'" : term.value.startsWith('lower') ? 'lower( name )' : 'id+1',
      })),
      where: index.where === undefined ? undefined : "id > 1 and name != ''",
    })),
  }))
  const same = await withSameExpressions(db, from, to)
  expect(same).toEqual(
    changed(from, (table) => ({
      ...table,
      columns: table.columns.map((column) =>
        column.name === 'at'
          ? { ...column, default: 'CURRENT_TIMESTAMP' }
          : column.name === 'list'
            ? { ...column, default: "'{a}'::text[]" }
            : column,
      ),
    })),
  )
})

test('domains, and types that are not there', async () => {
  const from = await schemaOf(`create schema billing; create extension if not exists citext;
    create domain billing.short as varchar(20) default 'x' check (value <> '' and length(value) > 1);
    create type status as enum ('draft', 'live');
    create table t (s billing.short default 'y', e status default 'draft' check (e <> 'live'), c citext check (c <> ''));`)
  const to: Schema = {
    ...from,
    domains: from.domains.map((domain) => ({
      ...domain,
      default: "'x'",
      checks: domain.checks.map((check) => ({ ...check, sql: "VALUE != '' and length(VALUE)>1" })),
    })),
    tables: from.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        column.default === undefined ? column : { ...column, default: column.name === 'e' ? "'draft'" : "'y'" },
      ),
      checks: table.checks.map((check) => ({ ...check, sql: check.name === 't_c_check' ? "c <> ''" : "e != 'live'" })),
    })),
  }
  expect(await withSameExpressions(db, from, to)).toEqual(from)
})

test('what was renamed', async () => {
  const from = await schemaOf(`create type status as enum ('draft', 'old');
    create table people (name text, s status default 'old', constraint c check (length(name) > 1), constraint d check (s <> 'draft'));
    create index i on people (lower(name)) where name <> 'name';`)
  const to = await schemaOf(`create type state as enum ('draft', 'new');
    create table users (full_name text, s state default 'new', constraint c check (length(full_name) > 1), constraint d check (s <> 'draft'));
    create index i on users (lower(full_name)) where full_name <> 'name';`)
  const moves: Moves = {
    ...noMoves,
    tables: { users: 'people' },
    columns: { 'users.full_name': 'name' },
    types: { state: 'status' },
    values: { state: { new: 'old' } },
  }
  expect(haveOtherExpressions(from, to, moves)).toBe(false)
  const other = changed(to, (table) => ({
    ...table,
    checks: table.checks.map((check) => ({ ...check, sql: `( ${check.sql})` })),
  }))
  expect(haveOtherExpressions(from, other, moves)).toBe(true)
  expect(await withSameExpressions(db, from, other, moves)).toEqual(to)
})
