import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { withDifferences } from '../../src/prove/restored.js'
import { differencesOf, withoutExpressions } from '../../src/schema/differences.js'
import type { Schema } from '../../src/schema/schema.js'

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: [], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
}, 60_000)

afterAll(() => db.close())

async function schemaOf(ddl: string): Promise<Schema> {
  await db.run(`begin; ${ddl}`)
  const schema = await introspect(db)
  await db.run('rollback')
  return schema
}

const table = 'create table t (id int);'

test.each<readonly [one: string, other: string, differences: readonly string[]]>([
  ['create domain d as int;', 'create domain d as bigint;', ['domain d: type is "bigint", expected "integer"']],
  [
    'create domain d as int constraint c check (value > 1);',
    'create domain d as int not null;',
    ['domain d: nullable is false, expected true', 'domain d: check c is missing'],
  ],
  ['create sequence s;', 'create sequence s cycle;', ['sequence s: options is {"cycle":true}, expected {}']],
  ['create sequence s;', '', ['sequence s is missing']],
  [
    `${table} create sequence s owned by t.id;`,
    `${table} create sequence s;`,
    ['sequence s: owned by is nothing, expected "t.id"'],
  ],
  [
    table,
    'create unlogged table t (id int) with (fillfactor = 70);',
    ['table t: unlogged is true, expected nothing', 'table t: options is ["fillfactor=70"], expected []'],
  ],
  [
    table,
    `${table} alter table t enable row level security;`,
    ['table t: row security is "enabled", expected nothing'],
  ],
  [
    'create table t (id int) partition by range (id);',
    'create table t (id int) partition by list (id); create table p partition of t default;',
    [
      'table t: partition by is "list (an expression)", expected "range (an expression)"',
      'table t: partition p is not expected',
    ],
  ],
  [
    'create table t (r int4range, constraint x exclude using gist (r with &&));',
    'create table t (r int4range, constraint x exclude using gist (r with =));',
    [
      'table t: exclusion x is {"method":"gist","terms":[{"direction":"asc","kind":"column","operator":"=","value":"r"}]}, ' +
        'expected {"method":"gist","terms":[{"direction":"asc","kind":"column","operator":"&&","value":"r"}]}',
    ],
  ],
  ['create domain d as int default 1 check (value > 1);', 'create domain d as int default 2 check (value > 2);', []],
])('%s and %s', async (one, other, differences) => {
  const [expected, actual] = [withoutExpressions(await schemaOf(one)), withoutExpressions(await schemaOf(other))]
  expect(differencesOf(expected, actual)).toEqual(differences)
})

test('a catalog with the differences of two schemas: its own expressions stay, what it has beside them too', async () => {
  const written = await schemaOf(`create type e as enum ('a', 'c'); create table t (id int not null, n int default 2);`)
  const start: Schema = {
    ...(await schemaOf(
      `create type e as enum ('a', 'c'); create table t (id int not null, n int default 1 + 1); create table more (id int);`,
    )),
    extensions: ['citext'],
  }
  const restored = await schemaOf(
    `create type e as enum ('a', 'b', 'c'); create table t (id int, n int default 2); create sequence s;`,
  )
  const expected = await schemaOf(
    `create type e as enum ('a', 'b', 'c'); create table t (id int, n int default 1 + 1); create table more (id int); create sequence s;`,
  )
  const found = withDifferences(start, written, { ...restored, extensions: ['hstore'] })
  expect(differencesOf({ ...expected, extensions: ['citext', 'hstore'] }, found)).toEqual([])
})
