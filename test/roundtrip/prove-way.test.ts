import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import type { Check, Plan, Step } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { noMoves, plainWay, type Way } from '../../src/prove/moves.js'
import { ProofFailed } from '../../src/prove/proof-failed.js'
import { type Proof, proveMigration } from '../../src/prove/prove.js'
import { noHints } from '../../src/schema/hints.js'
import { emptySchema, type Schema } from '../../src/schema/schema.js'

// A database takes seconds where two cores are busy with others.
vi.setConfig({ testTimeout: 60_000 })

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: [], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
}, 60_000)

beforeEach(() => db.run('drop schema public cascade; drop schema if exists billing cascade; create schema public;'))

afterAll(() => db.close())

/** What the DDL makes of an empty database. */
async function schemaOf(ddl: string): Promise<Schema> {
  await db.run(`begin; ${ddl}`)
  const schema = await introspect(db)
  await db.run('rollback')
  return schema
}

interface Written {
  readonly before: string
  readonly target: string
  readonly up: readonly string[]
  readonly down: readonly string[]
  readonly way?: Partial<Way>
  readonly restored?: (before: Schema) => Schema
  readonly more?: Partial<Plan>
}

/** Proves a migration that was written by hand. */
async function prove({ before: old, target: now, up, down, way, restored, more }: Written): Promise<Proof> {
  const [before, target] = [await schemaOf(old), await schemaOf(now)]
  await db.run(old)
  const plan: Plan = {
    ...planSchemas(emptySchema, emptySchema),
    up: up.map(step),
    down: down.map(step),
    restored: restored?.(before) ?? before,
    ...more,
  }
  return proveMigration(db, [], plan, before, target, { ...plainWay, ...way })
}

function step(sql: string): Step {
  return { title: sql, transactional: !/^do /.test(sql), statements: [sql] }
}

async function failure(written: Written): Promise<string> {
  const error: unknown = await prove(written).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProofFailed)) throw error ?? new Error('the proof did not fail')
  return error.message
}

const renamed: Written = {
  before: `create table people (id int primary key, name text not null, constraint c check (length(name) > 1));
    create table posts (id int primary key, person_id int constraint f references people);`,
  target: `create schema billing;
    create table billing.users (id int constraint people_pkey primary key, full_name text not null, constraint c check (length(full_name) > 1));
    create table posts (id int primary key, user_id int constraint f references billing.users, n int constraint n check (n > 1000));`,
  up: [
    'create schema billing; alter table people set schema billing; alter table billing.people rename to users;',
    'alter table billing.users rename name to full_name; alter table posts rename person_id to user_id;',
    'alter table posts add n int constraint n check (n > 1000);',
  ],
  down: [
    'alter table posts drop column n; alter table posts rename user_id to person_id;',
    'alter table billing.users rename full_name to name; alter table billing.users rename to people;',
    'alter table billing.people set schema public; drop schema billing;',
  ],
  way: {
    moves: {
      ...noMoves,
      tables: { 'billing.users': 'people' },
      columns: { 'billing.users.full_name': 'name', 'posts.user_id': 'person_id' },
    },
  },
}

test('rows are the same under other names of tables and columns', async () => {
  expect(await prove(renamed)).toMatchObject({ rowsBefore: 6, rowsAfter: 12, empty: [], notes: [] })
})

test('rows that change under another name', async () => {
  const up = [...renamed.up, 'update billing.users set full_name = upper(full_name) where id = 1;']
  expect(await failure({ ...renamed, up })).toBe(
    'the migration does not keep the rows\n  billing.users: the row (1,a1) is gone\n  billing.users: the row (1,A1) was not there',
  )
  const down = [...renamed.down, 'delete from posts where id = 6;']
  await db.run('drop schema public cascade; drop schema billing cascade; create schema public;')
  expect(await failure({ ...renamed, down })).toBe(
    'the down migration does not keep the rows\n  posts: the row (6,) is gone',
  )
})

test('an enum and its value by other names', async () => {
  await prove({
    before: `create type status as enum ('draft', 'live'); create table t (id int primary key, s status not null default 'live', l status[]);`,
    target: `create type state as enum ('new', 'live'); create table t (id int primary key, s state not null default 'live', l state[]);`,
    up: [`alter type status rename to state; alter type state rename value 'draft' to 'new';`],
    down: [`alter type state rename to status; alter type status rename value 'new' to 'draft';`],
    way: {
      moves: { ...noMoves, types: { state: 'status' }, values: { state: { new: 'draft' } } },
    },
  })
  expect(await db.query(`select count(*)::int4 as n from t where s = 'new' or 'new' = any (l)`)).not.toEqual([{ n: 0 }])
})

const widened: Written = {
  before: 'create table t (id int primary key, n int not null);',
  target: 'create table t (id int primary key, n bigint not null);',
  up: ['alter table t alter n type bigint;'],
  down: ['alter table t alter n type int;'],
}

test('values of another type are compared as the type that they had', async () => {
  await prove(widened)
  await db.run('drop schema public cascade; create schema public;')
  const up = ['alter table t alter n type bigint using n + 1;']
  expect(await failure({ ...widened, up })).toMatch(
    /^the migration does not keep the rows\n {2}t: the row \(1,1\) is gone/,
  )
})

test('what down leads back to is what the plan says, and nothing else', async () => {
  const dropped: Written = {
    before: `create table t (id int primary key, n int not null default 1 + 1, m int not null);`,
    target: 'create table t (id int primary key, m int not null);',
    up: ['alter table t drop n;'],
    down: ['alter table t add n int default 1 + 1;'],
    restored: (before) => ({
      ...before,
      tables: before.tables.map((table) => ({
        ...table,
        columns: table.columns.map((column) => (column.name === 'n' ? { ...column, nullable: true } : column)),
      })),
    }),
  }
  await prove(dropped)
  await db.run('drop schema public cascade; create schema public;')
  const down = ['alter table t add n int default 1 + 2; alter table t alter m drop not null;']
  expect(await failure({ ...dropped, down })).toBe(
    'the down migration does not lead back\n' +
      '  table t: column m is {"nullable":true,"type":"integer"}, expected {"nullable":false,"type":"integer"}\n' +
      '  table t: column n is {"default":"(1 + 2)","nullable":true,"type":"integer"}, expected {"default":"(1 + 1)","nullable":true,"type":"integer"}',
  )
})

test('down brings views, functions and grants back as they were', async () => {
  const viewed: Written = {
    before: `create table t (id int primary key, n int);`,
    target: 'create table t (id int primary key, n bigint);',
    up: ['drop view v; alter table t alter n type bigint; create view v as select n from t;'],
    down: ['drop view v; alter table t alter n type int; create view v as select n from t;'],
  }
  const made = 'create view v as select n from t where n > 1;'
  const message = await failure({ ...viewed, before: viewed.before + made, target: viewed.target + made })
  expect(message).toMatch(/^the down migration does not lead back\n {2}view v is ".*", expected ".*WHERE.*"$/)
})

const backfilled: Written = {
  before: 'create table t (id int primary key, n int);',
  target: 'create table t (id int primary key, n int not null);',
  up: ['update t set n = 7 where n is null;', 'alter table t alter n set not null;'],
  down: ['alter table t alter n drop not null;'],
  way: { hints: { ...noHints, columns: { 't.n': { using: undefined, usingBack: undefined, backfill: '7' } } } },
}

test('a backfill is tried with rows that need it', async () => {
  await prove(backfilled)
  expect(await db.query('select count(*)::int4 as filled from t where n = 7')).toEqual([{ filled: 1 }])
  await db.run('drop schema public cascade; create schema public;')
  expect(await failure({ ...backfilled, up: backfilled.up.slice(1) })).toMatch(
    /column "n" of relation "t" contains null/,
  )
})

test('a backfill in batches', async () => {
  const batches = `do $$
begin
  loop
    update t set n = 7 where id in (select id from t where n is null limit 1);
    exit when not found;
    commit;
  end loop;
end
$$;`
  const proof = await prove({ ...backfilled, up: [batches, 'alter table t alter n set not null;'] })
  expect(proof.measures[0]).toMatchObject({ isMeasured: true, locks: [{ table: 't', mode: 'row exclusive' }] })
})

test('values that an enum loses are tried', async () => {
  const mapped: Written = {
    before: `create type e as enum ('new', 'draft'); create table t (id int primary key, e e);`,
    target: `create type e as enum ('new'); create table t (id int primary key, e e);`,
    up: [
      `update t set e = 'new' where e = 'draft';`,
      `alter type e rename to old; create type e as enum ('new'); alter table t alter e type e using e::text::e; drop type old;`,
    ],
    down: [
      `alter type e rename to old; create type e as enum ('new', 'draft'); alter table t alter e type e using e::text::e; drop type old;`,
    ],
    way: { hints: { ...noHints, enumValues: { e: { draft: 'new' } } } },
  }
  await prove(mapped)
  await db.run('drop schema public cascade; create schema public;')
  expect(await failure({ ...mapped, up: mapped.up.slice(1) })).toMatch(/invalid input value for enum e: "draft"/)
})

test('orphans are tried', async () => {
  const orphaned: Written = {
    before:
      'create table a (id int primary key); create table b (id int primary key, a_id int); create table c (b_id int references b on delete cascade);',
    target: `create table a (id int primary key); create table b (id int primary key, a_id int constraint f references a);
      create table c (b_id int references b on delete cascade);`,
    up: [
      'delete from b where not exists (select from a where a.id = a_id);',
      'alter table b add constraint f foreign key (a_id) references a;',
    ],
    down: ['alter table b drop constraint f;'],
    way: { hints: { ...noHints, orphans: { 'b.f': 'delete' } } },
  }
  await prove(orphaned)
  await db.run('drop schema public cascade; create schema public;')
  expect(await failure({ ...orphaned, up: orphaned.up.slice(1) })).toMatch(/violates foreign key constraint "f"/)
})

test('orphans that lose what they refer to: the rest of the row stays', async () => {
  const orphaned: Written = {
    before: 'create table a (id int primary key); create table b (id int primary key, a_id int, n text);',
    target:
      'create table a (id int primary key); create table b (id int primary key, a_id int constraint f references a, n text);',
    up: [
      'update b set a_id = null where not exists (select from a where a.id = a_id);',
      'alter table b add constraint f foreign key (a_id) references a;',
    ],
    down: ['alter table b drop constraint f;'],
    way: { hints: { ...noHints, orphans: { 'b.f': 'set null' } } },
  }
  await prove(orphaned)
  await db.run('drop schema public cascade; create schema public;')
  const up = ['delete from b where not exists (select from a where a.id = a_id);', ...orphaned.up]
  expect(await failure({ ...orphaned, up })).toMatch(/^the migration does not keep the rows\n {2}b: the row \(/)
})

test('checks of the plan run, and find nothing', async () => {
  const check = (sql: string): Partial<Plan> => {
    const upChecks: Check[] = [{ title: 'n is small', sql, advice: '' }]
    return { upChecks }
  }
  await prove({ ...widened, more: check('select id from t where n > 1000') })
  const clean = (): Promise<void> => db.run('drop schema public cascade; create schema public;')
  await clean()
  expect(await failure({ ...widened, more: check('select id from t where n > 2') })).toBe(
    'up: the check "n is small" finds rows for which it should hold\n  [3]\n  select id from t where n > 2',
  )
  await clean()
  expect(await failure({ ...widened, more: check('select nothing from t') })).toBe(
    'up: the check "n is small" fails\n  column "nothing" does not exist\n  select nothing from t',
  )
  await clean()
  expect(await failure({ ...widened, more: check('delete from t returning id') })).toMatch(/read-only transaction/)
  await clean()
  await prove({ ...backfilled, more: check('select id from t where n is null') })
})

test('a constraint that the spec wants not to be validated', async () => {
  await prove({
    before: 'create table t (id int primary key, n int);',
    target: 'create table t (id int primary key, n int); alter table t add constraint c check (n > 0) not valid;',
    up: ['alter table t add constraint c check (n > 0) not valid;'],
    down: ['alter table t drop constraint c;'],
  })
})

test('values that another type takes are found, by whatever expression', async () => {
  const converted: Written = {
    before: `create table t (id int primary key, a text not null, b text, c int, d text, e text);`,
    target: `create type mood as enum ('ok', 'bad'); create domain short as text check (length(value) < 3);
      create table t (id int primary key, a int not null constraint k check (a > 100), b date not null, c boolean, d mood, e uuid);`,
    up: [
      `create type mood as enum ('ok', 'bad'); create domain short as text check (length(value) < 3);`,
      'alter table t alter a type int using a::int, alter b type date using b::date, alter c type boolean using c > 2;',
      'alter table t add constraint k check (a > 100), alter b set not null, alter d type mood using d::mood, alter e type uuid using e::uuid;',
    ],
    down: [
      'alter table t drop constraint k, alter b drop not null, alter d type text, alter e type text;',
      'alter table t alter a type text, alter b type text, alter c type int using case when c then 5 else 0 end;',
      'drop type mood; drop domain short;',
    ],
    way: {
      hints: {
        ...noHints,
        columns: {
          't.c': { using: 'c > 2', usingBack: 'case when c then 5 else 0 end', backfill: undefined },
          't.d': { using: 'd::mood', usingBack: undefined, backfill: undefined },
        },
      },
    },
  }
  expect(await prove(converted)).toMatchObject({ rowsBefore: 3, rowsAfter: 6, empty: [] })
})

test('a column that gets a domain, and one that loses it', async () => {
  const proof = await prove({
    before: `create domain code as varchar(8) not null check (value ~ '^[A-Z]{3}$');
      create table t (id int primary key, a text, b code);`,
    target: `create domain code as varchar(8) not null check (value ~ '^[A-Z]{3}$');
      create table t (id int primary key, a code, b text not null);`,
    up: ['alter table t alter a type code, alter b type text, alter b set not null;'],
    down: ['alter table t alter a type text, alter b drop not null, alter b type code;'],
  })
  expect(proof).toMatchObject({ rowsBefore: 3, rowsAfter: 6, empty: [] })
})

test('a partitioned table', async () => {
  const tables = `create table t (id int not null, at date not null, primary key (id, at)) partition by range (at);
    create table t_1999 partition of t for values from ('1999-01-01') to ('2000-01-01');
    create table u (t_id int not null, t_at date not null, constraint f foreign key (t_id, t_at) references t);`
  const proof = await prove({
    before: tables,
    target: `${tables} alter table u add n int;`,
    up: ['alter table u add n int;'],
    down: ['alter table u drop n;'],
  })
  expect(proof).toMatchObject({ rowsBefore: 6, rowsAfter: 12, empty: [], notes: [] })
})
