import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { readObjects } from '../../src/prove/catalog-objects.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { expectSameObjects } from '../../src/prove/proof-failed.js'

// A database takes seconds where two cores are busy with others.
vi.setConfig({ testTimeout: 60_000 })

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: ['citext'], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
  await db.run('create role reader; create extension citext;')
}, 60_000)

beforeEach(() => db.run('drop schema public cascade; create schema public; create extension if not exists citext;'))

afterAll(() => db.close())

const function1 = 'create function f(n int) returns int language sql immutable as $$ select n + 1 $$;'
const triggerFunction =
  'create function g() returns trigger language plpgsql as $$ begin return new; end $$; create table t (id int, n text);'

/** How each kind of object is made, and made otherwise by the same name. */
const kinds: Readonly<Record<string, readonly [name: string, common: string, one: string, other: string]>> = {
  view: [
    'view v',
    'create table t (a int, b int);',
    'create view v as select a from t;',
    'create view v as select b from t;',
  ],
  'view with a barrier': [
    'view v',
    'create table t (a int);',
    'create view v as select a from t;',
    'create view v with (security_barrier) as select a from t;',
  ],
  'materialized view': [
    'materialized view m',
    '',
    'create materialized view m as select 1 as a;',
    'create materialized view m as select 2 as a;',
  ],
  'index of a materialized view': [
    'index i',
    'create materialized view m as select 1 as a, 2 as b;',
    'create index i on m (a);',
    'create index i on m (b);',
  ],
  function: ['function f(integer)', '', function1, function1.replace('+ 1', '+ 2')],
  'how a function behaves': ['function f(integer)', '', function1, function1.replace('immutable', 'stable')],
  procedure: [
    'procedure p()',
    '',
    'create procedure p() language sql as $$ select 1 $$;',
    'create procedure p() language sql as $$ select 2 $$;',
  ],
  aggregate: [
    'aggregate s(integer)',
    '',
    'create aggregate s (int) (sfunc = int4pl, stype = int, initcond = 0);',
    'create aggregate s (int) (sfunc = int4pl, stype = int, initcond = 5);',
  ],
  trigger: [
    'trigger r on t',
    triggerFunction,
    'create trigger r before insert on t for each row execute function g();',
    'create trigger r before update on t for each row execute function g();',
  ],
  'trigger that is off': [
    'trigger r on t',
    `${triggerFunction} create trigger r before insert on t for each row execute function g();`,
    '',
    'alter table t disable trigger r;',
  ],
  policy: [
    'policy p on t',
    'create table t (id int);',
    'create policy p on t for select to reader using (id > 1);',
    'create policy p on t for select to reader using (id > 2);',
  ],
  'roles of a policy': [
    'policy p on t',
    'create table t (id int);',
    'create policy p on t to reader;',
    'create policy p on t;',
  ],
  rule: [
    'rule r on t',
    'create table t (id int);',
    'create rule r as on delete to t do instead nothing;',
    'create rule r as on update to t do instead nothing;',
  ],
  operator: [
    'operator ===(integer,integer)',
    'create function o(int, int) returns boolean language sql as $$ select true $$;',
    'create operator === (leftarg = int, rightarg = int, function = o);',
    'create operator === (leftarg = int, rightarg = int, function = o, commutator = ===);',
  ],
  cast: [
    'cast (c as integer)',
    'create type c as (a int); create function k(c) returns int language sql as $$ select 1 $$;',
    'create cast (c as int) with function k(c);',
    'create cast (c as int) with function k(c) as assignment;',
  ],
  'composite type': ['type c', '', 'create type c as (a int);', 'create type c as (a int, b text);'],
  range: [
    'type r',
    '',
    'create type r as range (subtype = float8);',
    'create type r as range (subtype = float8, subtype_diff = float8mi);',
  ],
  statistics: [
    'statistics public.s',
    'create table t (a int, b int, c int);',
    'create statistics s on a, b from t;',
    'create statistics s on a, c from t;',
  ],
  comment: [
    'comment on view public.v',
    'create view v as select 1 as a;',
    `comment on view v is 'one';`,
    `comment on view v is 'two';`,
  ],
  'comment on a constraint': [
    'comment on table constraint c on public.t',
    'create table t (id int constraint c check (id > 1));',
    `comment on constraint c on t is 'one';`,
    `comment on constraint c on t is 'two';`,
  ],
  grants: ['grants on t', 'create table t (id int);', 'grant select on t to reader;', 'grant insert on t to reader;'],
  'grants on a column': [
    'grants on column t.id',
    'create table t (id int);',
    'grant select (id) on t to reader;',
    'grant update (id) on t to reader;',
  ],
  'what a column is like': [
    'column t.n',
    'create table t (id int, n text);',
    'alter table t alter column n set storage external;',
    'alter table t alter column n set statistics 10;',
  ],
  'replica identity': ['table t', 'create table t (id int);', '', 'alter table t replica identity full;'],
}

test.each(Object.entries(kinds))('%s', async (_, [name, common, one, other]) => {
  const made = async (sql: string) => {
    await db.run(`begin; ${common} ${sql}`)
    const objects = await readObjects(db)
    await db.run('rollback')
    return objects
  }
  const [first, second] = [await made(one), await made(other)]
  const differing = [...new Set([...first.keys(), ...second.keys()])].filter(
    (key) => first.get(key) !== second.get(key),
  )
  expect(differing).toEqual([name])
  expect(await made(one)).toEqual(first)
})

test('event triggers', async () => {
  await db.run(`create function e() returns event_trigger language plpgsql as $$ begin end $$;
    create event trigger h on ddl_command_start execute function e();`)
  const before = await readObjects(db)
  await db.run('alter event trigger h disable')
  const after = await readObjects(db)
  await db.run('drop event trigger h')
  expect([before.get('event trigger h'), after.get('event trigger h')]).toEqual([
    'ddl_command_start e() O',
    'ddl_command_start e() D',
  ])
})

test('what a schema holds is only named, what belongs to an extension is not', async () => {
  const bare = [...(await readObjects(db)).keys()]
  expect(bare.filter((name) => !name.startsWith('grants on schema'))).toEqual([])
  await db.run(`create domain d as int check (value > 1); create type e as enum ('a');
    create table t (id serial primary key, n citext); create sequence s; comment on table t is 'x'; comment on column t.n is 'y';`)
  const found = [...(await readObjects(db))].filter(([name]) => !bare.includes(name))
  expect(Object.fromEntries(found)).toEqual({
    'index t_pkey': '',
    'sequence s': '',
    'sequence t_id_seq': '',
    'table t': '',
    'type d': '',
    'type e': '',
  })
})

test('a difference shows what differs, not all', () => {
  const [left, right] = [`${'x'.repeat(90)} one ${'y'.repeat(90)}`, `${'x'.repeat(90)} three ${'y'.repeat(90)}`]
  const compare = (): void => expectSameObjects('differs', new Map([['view v', left]]), new Map([['view v', right]]))
  const [before, after] = [`…${'x'.repeat(39)} `, ` ${'y'.repeat(39)}…`]
  expect(compare).toThrow(`differs\n  view v is "${before}three${after.slice(0, -2)}…", expected`)
})
