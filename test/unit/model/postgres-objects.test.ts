import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Embedded, openEmbedded } from '../../../src/prove/embedded.js'
import { schemaOf } from '../../../src/schema/from-model.js'
import type { Table } from '../../../src/schema/schema.js'
import { modelOf } from './compile.js'

/** PostgreSQL itself is asked wherever the model foretells what it does. */
let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: [] })
})
afterAll(() => db.close())

async function names(sql: string): Promise<unknown[]> {
  return (await db.query(sql)).map((row) => Object.values(row)[0])
}

test('names of exclusions, checks of domains, and keys with stored columns', async () => {
  const { tables, domains } = schemaOf(
    await modelOf(`version: 1
domains:
  Email: { type: text, checks: [value <> '', value like '%@%'] }
models:
  Booking:
    columns:
      id: { type: bigint, primary_key: { include: [name] } }
      name: { type: text, unique: { include: [id] } }
      during: { type: tstzrange }
      room: { type: int4range }
    exclude:
      - columns: [{ column: during, with: '&&' }]
      - columns: [{ column: during, with: '&&' }, { column: room, with: '=' }]
      - columns: [{ sql: "during * during", with: '&&' }, { sql: "int4range(1, upper(room))", with: '=' }]
`),
  )
  await db.run(`
    create domain email as text check (value <> '') check (value like '%@%');
    create table bookings (
      id bigint, name text, during tstzrange, room int4range,
      primary key (id) include (name), unique (name) include (id),
      exclude using gist (during with &&),
      exclude using gist (during with &&, room with =),
      exclude using gist ((during * during) with &&, int4range(1, upper(room)) with =)
    )`)
  const [table] = tables
  const expected = (of: Table) => [of.primaryKey, ...of.uniques, ...of.exclusions].map((one) => one?.name).sort()
  const ofTable = await names(
    `select conname from pg_constraint where conrelid = 'bookings'::regclass and contype in ('p', 'u', 'x')`,
  )
  expect(table && expected(table)).toEqual([...ofTable].sort())
  const ofDomain = await names(`select conname from pg_constraint where contypid = 'email'::regtype order by oid`)
  expect(domains[0]?.checks.map(({ name }) => name)).toEqual(ofDomain)
})

test('what takes back an SQL block does so: it can be run again', async () => {
  const { sql } = schemaOf(
    await modelOf(`version: 1
sql:
  all_kinds:
    up: |
      create schema "my stuff";
      create type pair as (a int, b text);
      create type span as range (subtype = float8);
      create function "my stuff"."order"(a int, b text[], c timestamptz, "d" "char", out e numeric, f varchar(10))
        language sql as 'select 1::numeric';
      comment on function "my stuff"."order" is 'words of SQL';
      create function plain() returns table (x int) language sql as 'select 1';
      create procedure work(in a bigint, out b int) language sql as 'select 1';
      create function same(a int, b text) returns boolean language sql as 'select a::text = b';
      create operator === (leftarg = int, rightarg = text, function = same);
      create operator "my stuff".!! (rightarg = text, function = length);
      create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
      create aggregate counted(*) (sfunc = int8inc, stype = int8, initcond = '0');
      create function cast_pair(text) returns pair language sql as 'select (1, $1)::pair';
      create cast (text as pair) with function cast_pair(text);
      create text search configuration tc (copy = english);
      create collation german (locale = 'C');
      create view recent as select 1 as one;
      create materialized view counts as select 2 as n;
      create unique index on counts (n);
      grant select on recent, counts to public;
      create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger t before update on "Posts" for each row execute function touch();
      create policy "all of it" on "Posts" using (true);
      create rule r as on delete to "Posts" do instead nothing;
      create statistics s on id, name from "Posts";
`),
  )
  const [block] = sql
  if (block === undefined) throw new Error('no block')
  await db.run('create table "Posts" (id int, name text)')
  for (let turn = 0; turn < 2; turn += 1) {
    await db.run(block.up)
    await db.run(block.down)
  }
  const left = `select relname from pg_class where relnamespace = 'public'::regnamespace and relname in ('recent', 's')`
  expect(await names(left)).toEqual([])
})

test('bounds of partitions are taken', async () => {
  const { tables } = schemaOf(
    await modelOf(`version: 1
models:
  Event:
    columns: { id: bigint, at: timestamptz, kind: text, flag: boolean, price: "numeric(10, 2)" }
    partition_by: { range: [at, id, flag, price] }
    partitions:
      events_1: { from: ['2024-01-01 00:00:00Z', 1, false, 1.5], to: ['2025-01-01 00:00:00Z', minvalue, minvalue, minvalue] }
      events_2: default
  Place:
    columns: { kind: text }
    partition_by: { list: [{ sql: lower(kind) || '!' }] }
    partitions: { places_1: { values: ['a!', null] } }
  Part:
    columns: { id: integer, kind: text }
    partition_by: { hash: [id, { sql: lower(kind) }] }
    partitions: { parts_1: { modulus: 3, remainder: 2 } }
`),
  )
  for (const { name, columns, partitionBy, partitions } of tables) {
    const list = columns.map((column) => `${column.name} ${column.type}`).join(', ')
    await db.run(`create table ${name} (${list}) partition by ${partitionBy}`)
    for (const part of partitions) await db.run(`create table ${part.name} partition of ${name} ${part.bounds}`)
  }
  const keys = await names(`select pg_get_partkeydef(partrelid) from pg_partitioned_table order by partrelid`)
  expect(tables.map(({ partitionBy }) => partitionBy)).toEqual([
    'range (at, id, flag, price)',
    "list ((lower(kind) || '!'))",
    'hash (id, lower(kind))',
  ])
  expect(keys.length).toBe(3)
})
