import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { everything, readRows } from '../../src/prove/read-rows.js'
import { insertRows } from '../../src/prove/rows.js'
import { proveStatements } from '../../src/prove/statements.js'

// A database takes seconds where two cores are busy with others.
vi.setConfig({ testTimeout: 60_000 })

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: [], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
  await db.run(`
    create type status as enum ('draft', 'live');
    create table users (id bigint generated always as identity primary key, name text not null unique);
    create table posts (id bigint generated always as identity primary key, author_id bigint not null references users on delete cascade,
      title text not null, status status not null default 'draft', tags text[], settings jsonb, n int check (n > 0));`)
  await insertRows(db, await introspect(db))
}, 60_000)

afterAll(() => db.close())

const good = [
  'select post.id, post.title from posts as post where post.id = $1',
  'select id from posts where id = any($1::bigint[]) order by id limit $2 offset $3',
  'select id from posts where status = $1 or status = any($2::status[]);',
  `select post.id, (select coalesce(json_agg(related.row), '[]') from (select json_build_array(u.id::text, u.name) as row
     from users as u where u.id = post.author_id) as related) from posts as post where (post.title, post.id) > ($1, $2)`,
  'select count(*)::bigint, avg(length(title))::numeric from posts',
  'insert into posts (author_id, title) values ($1, $2) returning id',
  'insert into posts (author_id, title, n) select * from unnest($1::bigint[], $2::text[], $3::int[])',
  'insert into users (name) values ($1) on conflict (name) do update set name = excluded.name returning id',
  'insert into users (name) select r.name from json_to_recordset($1::json) as r (name text)',
  'update posts set title = $2, settings = $3, tags = $4 where id = $1',
  'delete from users where id = $1',
  "select '-- step 1/1: $function$' as text -- and a comment",
]

const bad: readonly (readonly [string, string])[] = [
  ['select nme from users', 'column "nme" does not exist'],
  ['select id from users where id = $1 and', 'syntax error at end of input'],
  ['select * from tags', 'relation "tags" does not exist'],
  ['select id from users where name = 3', 'operator does not exist: text = integer'],
  [
    'select id, count(*) from users',
    'column "users.id" must appear in the GROUP BY clause or be used in an aggregate function',
  ],
  ['select id / (id - id) from users', 'division by zero'],
  ['select title::int from posts where author_id = $1 or $1 is null', 'invalid input syntax for type integer: "a1"'],
  [
    'insert into users (id, name) values ($1, $2)',
    'cannot insert a non-DEFAULT value into column "id" (Column "id" is an identity column defined as GENERATED ALWAYS.)',
  ],
  [
    'insert into users (name) values ($1) on conflict (id, name) do nothing',
    'there is no unique or exclusion constraint matching the ON CONFLICT specification',
  ],
  ['select 1; select 2', 'cannot insert multiple commands into a prepared statement'],
]

function named(list: readonly string[]): { name: string; sql: string }[] {
  return list.map((sql, index) => ({ name: `statement ${index}`, sql }))
}

test('statements that run', async () => {
  expect(await proveStatements(db, named(good))).toEqual([])
  expect(await proveStatements(db, [])).toEqual([])
})

test('statements that do not, among those that do, in their order', async () => {
  const all = named([...bad.map(([sql]) => sql).slice(0, 5), ...good, ...bad.map(([sql]) => sql).slice(5)])
  const mistakes = await proveStatements(db, all)
  expect(mistakes.map(({ sql, message }) => [sql, message])).toEqual(bad)
  expect(mistakes[0]).toEqual({
    name: 'statement 0',
    sql: 'select nme from users',
    message: 'column "nme" does not exist',
  })
})

test('nothing of what they do stays', async () => {
  const schema = await introspect(db)
  const before = await readRows(db, everything(schema))
  expect(
    await proveStatements(db, named(['delete from users', 'truncate posts', 'drop table posts', ...good])),
  ).toEqual([])
  expect(await introspect(db)).toEqual(schema)
  expect(await readRows(db, everything(schema))).toEqual(before)
  expect(await db.query("select count(*)::int4 as left from pg_proc where proname like 'dbgen%'")).toEqual([
    { left: 0 },
  ])
})

test('many at once', async () => {
  const many = named(Array.from({ length: 1200 }, (_, index) => `select ${index}, name from users where id = $1`))
  const spoilt = many.map((each, index) => (index % 400 === 7 ? { ...each, sql: `${each.sql} and x` } : each))
  expect((await proveStatements(db, spoilt)).map(({ name }) => name)).toEqual([
    'statement 7',
    'statement 407',
    'statement 807',
  ])
})
