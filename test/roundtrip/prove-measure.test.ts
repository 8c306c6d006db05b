import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Step } from '../../src/migrate/plan.js'
import type { StepMeasure } from '../../src/migrate/step-measure.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { type Measuring, runMeasured, startMeasuring } from '../../src/prove/measure.js'

// A database takes seconds where two cores are busy with others.
vi.setConfig({ testTimeout: 60_000 })

let db: Embedded
let measuring: Measuring

beforeAll(async () => {
  db = await openEmbedded({ extensions: [], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
}, 60_000)

beforeEach(async () => {
  await db.run(`
    drop schema public cascade; create schema public; drop schema if exists billing cascade; create schema billing;
    create type mood as enum ('ok');
    create table users (id bigint primary key, name varchar(20), mood mood);
    create table posts (id bigint primary key, user_id bigint, n int, title text);
    create table billing."Odd" (id int);
    insert into users values (1, 'a'), (2, 'b'); insert into posts values (1, 1, 1, 'x'), (2, 2, 2, 'y');`)
  measuring = await startMeasuring(db)
})

afterAll(() => db.close())

function measure(sql: string, transactional = true): Promise<StepMeasure> {
  const step: Step = { title: sql, transactional, statements: [sql] }
  return runMeasured(db, step, measuring)
}

function locks(...pairs: readonly string[]): StepMeasure['locks'] {
  return pairs.map((pair) => ({ table: pair.split(': ')[0] ?? '', mode: pair.split(': ')[1] ?? '' }))
}

const nothing: StepMeasure = { isMeasured: true, locks: [], rewrites: [], scans: [] }

test.each<readonly [string, Partial<StepMeasure>]>([
  ['alter table posts add column m int default 3;', { locks: locks('posts: access exclusive') }],
  [
    'alter table posts add column m float default random();',
    { locks: locks('posts: access exclusive'), rewrites: ['posts'] },
  ],
  ['alter table posts alter column n type bigint;', { locks: locks('posts: access exclusive'), rewrites: ['posts'] }],
  ['alter table users alter column name type varchar(30);', { locks: locks('users: access exclusive') }],
  ['alter table posts alter column n set not null;', { locks: locks('posts: access exclusive'), scans: ['posts'] }],
  ['alter table posts add check (n > 0);', { locks: locks('posts: access exclusive'), scans: ['posts'] }],
  ['alter table posts add check (n > 0) not valid;', { locks: locks('posts: access exclusive') }],
  ['create index on posts (n);', { locks: locks('posts: share'), scans: ['posts'] }],
  [
    'alter table posts add constraint f foreign key (user_id) references users not valid;',
    { locks: locks('posts: share row exclusive', 'users: share row exclusive') },
  ],
  ['update posts set n = n + 1;', { locks: locks('posts: row exclusive') }],
  ['drop table posts;', { locks: locks('posts: access exclusive') }],
  ['alter table posts rename to articles;', { locks: locks('posts: access exclusive') }],
  ['alter table billing."Odd" add column m int;', { locks: locks('billing."Odd": access exclusive') }],
  ['create table tags (id int primary key); create index on tags (id);', {}],
  ["comment on table posts is 'x';", { locks: locks('posts: share update exclusive') }],
])('%s', async (sql, expected) => {
  expect(await measure(sql)).toEqual({ ...nothing, ...expected })
})

test('a foreign key is validated under a lock that lets rows be written', async () => {
  await measure('alter table posts add constraint f foreign key (user_id) references users not valid;')
  expect(await measure('alter table posts validate constraint f;')).toEqual({
    ...nothing,
    locks: locks('posts: share update exclusive', 'users: row share'),
    scans: ['posts'],
  })
})

test('each step is measured alone, and tables made by the migration not at all', async () => {
  await measure('alter table posts alter column n type bigint;')
  expect(await measure('alter table posts add column m int;')).toEqual({
    ...nothing,
    locks: locks('posts: access exclusive'),
  })
  await measure('create table tags (id int primary key);')
  expect(await measure('alter table tags add column m int;')).toEqual(nothing)
})

test('outside a transaction locks are not measured', async () => {
  const measured = await measure('create index concurrently posts_n_idx on posts (n);', false)
  expect(measured).toEqual({ isMeasured: false, locks: [], rewrites: [], scans: [] })
  expect(await db.query('select indisvalid from pg_index where indexrelid = $1::regclass', ['posts_n_idx'])).toEqual([
    { indisvalid: true },
  ])
})

test('what can be rehearsed in a transaction is measured there, and done once', async () => {
  expect(await measure("alter type mood add value 'fine';", false)).toEqual(nothing)
  expect(await db.query('select enum_range(null::mood)::text as moods')).toEqual([{ moods: '{ok,fine}' }])
})

test('a rewrite outside a transaction is seen by the file of the table', async () => {
  const step: Step = {
    title: 'two',
    transactional: false,
    statements: ['vacuum users;', 'alter table posts alter column n type bigint;'],
  }
  expect(await runMeasured(db, step, measuring)).toEqual({
    isMeasured: false,
    locks: [],
    rewrites: ['posts'],
    scans: [],
  })
  expect(await measure('alter table posts add column m int;')).toMatchObject({ rewrites: [] })
})

test('a step that fails leaves nothing behind', async () => {
  await expect(measure('alter table posts add column m int; alter table nothing add column m int;')).rejects.toThrow(
    'relation "nothing" does not exist',
  )
  expect(await measure('alter table posts add column m int;')).toMatchObject({ isMeasured: true })
})

test('a block that commits in between is measured without doing so, then run as it stands', async () => {
  const block = `do $$
begin
  loop
    update posts set n = 0 where id in (select id from posts where n <> 0 limit 1);
    exit when not found;
    commit;
  end loop;
end
$$;`
  expect(await measure(block, false)).toEqual({
    isMeasured: true,
    locks: locks('posts: row exclusive'),
    scans: [],
    rewrites: [],
  })
  expect(await db.query('select n from posts')).toEqual([{ n: 0 }, { n: 0 }])
})
