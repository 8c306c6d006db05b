import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { introspect } from '../../src/database/introspect.js'
import type { Plan, Step } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { printSql } from '../../src/migrate/print-sql.js'
import { readSteps, type StoredStep } from '../../src/migrate/step-text.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { ProofFailed } from '../../src/prove/proof-failed.js'
import { type Proof, proveMigration, proveSchema } from '../../src/prove/prove.js'
import { replay } from '../../src/prove/replay.js'
import { emptySchema, type Schema } from '../../src/schema/schema.js'

let db: Embedded

beforeAll(async () => {
  db = await openEmbedded({ extensions: ['citext', 'pgcrypto'], cacheFolder: join(tmpdir(), 'dbgen-test-cache') })
}, 60_000)

beforeEach(() => db.run('drop schema public cascade; drop schema if exists billing cascade; create schema public;'))

afterAll(() => db.close())

const empty: Schema = { ...emptySchema, schemas: [] }

/** What the DDL makes of an empty database. */
async function schemaOf(ddl: string): Promise<Schema> {
  await db.run(`begin; ${ddl}`)
  const schema = await introspect(db)
  await db.run('rollback')
  return schema
}

/** Down leaves values of enums and extensions where they are. */
function planFor(before: Schema, target: Schema): Plan {
  const enums = before.enums.map((type) => target.enums.find(({ name }) => name === type.name) ?? type)
  const extensions = [...new Set([...before.extensions, ...target.extensions])].sort()
  const restored = {
    ...before,
    extensions,
    enums: enums.map((type, index) => ({ ...type, comment: before.enums[index]?.comment })),
  }
  return { ...planSchemas(before, target), restored }
}

function migration(plan: Plan): StoredStep[] {
  return readSteps(printSql(plan, { id: '1_init', parent: 'none', proof: [] }, []).up)
}

/** Proves the way from one schema to another, which `change` may spoil. */
async function prove(before: Schema, target: Schema, change: (plan: Plan) => Plan = (plan) => plan): Promise<Proof> {
  const previous = before === empty ? [] : [migration(planFor(empty, before))]
  return proveMigration(db, previous, change(planFor(before, target)), before, target)
}

async function failure(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProofFailed)) throw error ?? new Error('the proof did not fail')
  return error.message
}

function step(title: string, ...statements: string[]): Step {
  return { title, transactional: true, statements }
}

const blog = `
  create extension if not exists citext;
  create schema billing;
  create type status as enum ('draft', 'live');
  create table users (
    id bigint generated always as identity primary key, email citext not null unique,
    is_active boolean not null default true, created_at timestamptz not null default now());
  create table posts (
    id bigint generated always as identity primary key,
    author_id bigint not null references users on delete cascade, parent_id bigint references posts,
    title varchar(200) not null check (length(title) > 2), status status not null default 'draft', rating int,
    search tsvector generated always as (to_tsvector('english', title)) stored);
  create index posts_author_id_idx on posts (author_id); create index posts_lower_idx on posts (lower(title)) where rating > 0;
  create table billing.invoices (id uuid primary key default gen_random_uuid(), user_id bigint references users, total numeric(10,2) not null);
  comment on table posts is 'What users write'; comment on column posts.rating is 'From 1 to 5';`

vi.setConfig({ testTimeout: 30_000 })

test('the first migration: rows are in the tables when it is reversed and applied again', async () => {
  const target = await schemaOf(blog)
  const proof = await prove(empty, target)
  expect(proof).toEqual({
    version: expect.stringMatching(/^18\.\d+$/),
    measures: planFor(empty, target).up.map(() => ({ isMeasured: true, locks: [], scans: [], rewrites: [] })),
    rowsBefore: 0,
    rowsAfter: 9,
    empty: [],
    notes: [],
  })
  expect(await db.query('select count(*)::int4 as posts from posts')).toEqual([{ posts: 3 }])
})

test('a later migration, with every kind of change that is generated', async () => {
  const before = await schemaOf(blog)
  const target = await schemaOf(`${blog}
    alter type status add value 'review' before 'live';
    create type billing.kind as enum ('a', 'b');
    alter table billing.invoices add column kind billing.kind not null default 'b';
    alter table billing.invoices add column paid_at timestamptz;
    alter table billing.invoices alter column total type numeric(12,2);
    alter table users alter column is_active set default (1 > 2);
    alter table users add constraint users_created_at_key unique (created_at, email);
    alter table posts alter column rating set default 3;
    alter table posts add constraint posts_rating_check check (rating between 1 and 5);
    alter table posts drop constraint posts_title_check;
    alter table posts add constraint posts_title_check check (length(title) > 3);
    create index posts_rating_idx on posts (rating desc) include (title);
    drop index posts_lower_idx;
    create table tags (id bigint generated always as identity primary key, name text not null unique);
    create table post_tags (post_id bigint references posts on delete cascade, tag_id bigint references tags, primary key (post_id, tag_id));
    alter table posts add column main_tag_id bigint references tags;
    comment on table posts is null; comment on column users.email is 'Address'; comment on type status is 'Where it stands';`)
  const proof = await prove(before, target)
  expect(proof).toMatchObject({ rowsBefore: 9, rowsAfter: 24, empty: [], notes: [] })
  const plan = planFor(before, target)
  const measured = plan.up.map(({ title }, index) => [title, proof.measures[index]])
  expect(measured.filter(([, measure]) => typeof measure === 'object' && measure.rewrites.length > 0)).toEqual([])
  expect(Object.fromEntries(measured)).toMatchObject({
    'build unique index users_created_at_key on users': { isMeasured: false, locks: [], scans: [] },
    'add "review" to enum status': { isMeasured: true, locks: [], scans: [] },
    'change billing.invoices.total from numeric(10,2) to numeric(12,2)': {
      locks: [{ table: 'billing.invoices', mode: 'access exclusive' }],
      scans: [],
    },
    'add check posts.posts_rating_check': { locks: [{ table: 'posts', mode: 'access exclusive' }], scans: [] },
    'validate check posts.posts_rating_check': {
      locks: [{ table: 'posts', mode: 'share update exclusive' }],
      scans: ['posts'],
    },
    'add foreign key posts.posts_main_tag_id_fkey': {
      locks: [{ table: 'posts', mode: 'share row exclusive' }],
      scans: [],
    },
    'create table tags': { locks: [], scans: [] },
  })
})

test('nothing to do', async () => {
  const before = await schemaOf(blog)
  expect(await prove(before, before)).toMatchObject({ measures: [], rowsBefore: 9, rowsAfter: 18, empty: [] })
})

test('a column in the middle of the spec stands last in the table', async () => {
  const before = await schemaOf('create table a (id int primary key, z text);')
  const target = await schemaOf('create table a (id int primary key, m text, z text);')
  await prove(before, target)
})

test('an expression that PostgreSQL prints otherwise than the spec', async () => {
  const before = await schemaOf('create table a (id int primary key, n int);')
  const printed = await schemaOf(
    'create table a (id int primary key, n int default (1 + 2), constraint c check (n in (3, 4)));',
  )
  const target = {
    ...printed,
    tables: printed.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => (column.default === undefined ? column : { ...column, default: '1+2' })),
      checks: [{ name: 'c', sql: 'n in (3, 4)', notValid: undefined }],
    })),
  }
  await prove(before, target)
})

test('up that does not lead to the spec', async () => {
  const target = await schemaOf('create table a (id int primary key, n int not null);')
  const other = await schemaOf('create table a (id int primary key, n bigint not null, m int);')
  const message = await failure(prove(empty, target, () => planFor(empty, other)))
  expect(message).toBe(
    'the migration does not lead to the spec\n' +
      '  table a: order of columns is id, m, n, expected id, n\n' +
      '  table a: column n is {"nullable":false,"type":"bigint"}, expected {"nullable":false,"type":"integer"}\n' +
      '  table a: column m is not expected',
  )
})

test('up that leads to another expression', async () => {
  const before = await schemaOf('create table a (id int primary key, n int);')
  const target = await schemaOf('create table a (id int primary key, n int default 3);')
  const message = await failure(
    prove(before, target, (plan) => ({
      ...plan,
      up: [step('set default', 'alter table a alter column n set default 4;')],
    })),
  )
  expect(message).toBe(
    'the migration does not lead to what the spec makes of an empty database\n' +
      '  table a: column n is {"default":"4","nullable":true,"type":"integer"}, expected {"default":"3","nullable":true,"type":"integer"}',
  )
})

test('up that changes a table beside those of the spec', async () => {
  const before = await schemaOf('create table a (id int primary key, n int default 3);')
  const target = await schemaOf(
    'create table a (id int primary key, n int default 3); create table b (id int primary key);',
  )
  const spoil = (plan: Plan): Plan => ({
    ...plan,
    up: [...plan.up, step('more', 'alter table a alter column n set default 4;')],
  })
  expect(await failure(prove(before, target, spoil))).toMatch(/^the migration does not lead to what the spec makes/)
})

test('up that leaves a constraint without validation', async () => {
  const before = await schemaOf('create table a (id int primary key, n int);')
  const target = await schemaOf('create table a (id int primary key, n int constraint c check (n > 0));')
  const message = await failure(prove(before, target, (plan) => ({ ...plan, up: plan.up.slice(0, 1) })))
  expect(message).toBe(
    'the migration leaves something unfinished\n  constraint c of a is not validated is not expected',
  )
})

test('up that changes rows', async () => {
  const before = await schemaOf('create table a (id int primary key, n text);')
  const target = await schemaOf('create table a (id int primary key, n text, m int);')
  const spoil = (plan: Plan): Plan => ({
    ...plan,
    up: [...plan.up, step('fill', 'update a set n = upper(n) where id = 1;')],
  })
  expect(await failure(prove(before, target, spoil))).toBe(
    'the migration does not keep the rows\n  a: the row (1,a1) is gone\n  a: the row (1,A1) was not there',
  )
})

test('up that fails, with its statements', async () => {
  const before = await schemaOf('create table a (id int primary key, n text);')
  const target = await schemaOf('create table a (id int primary key, n text, m int);')
  const message = await failure(
    prove(before, target, (plan) => ({ ...plan, up: [step('add m', 'alter table b add m int;')] })),
  )
  expect(message).toBe('up: the step "add m" fails\n  relation "b" does not exist\n  alter table b add m int;')
})

test('down that does not lead back', async () => {
  const before = await schemaOf('create table a (id int primary key);')
  const target = await schemaOf('create table a (id int primary key, m int); create index a_m_idx on a (m);')
  const message = await failure(
    prove(before, target, (plan) => ({ ...plan, down: [step('drop', 'drop index a_m_idx;')] })),
  )
  expect(message).toBe(
    'the down migration does not lead back\n  table a: order of columns is id, m, expected id\n  table a: column m is not expected',
  )
})

test('down that leaves something behind', async () => {
  const before = await schemaOf('create table a (id int primary key);')
  const target = await schemaOf('create table a (id int primary key, m int);')
  const spoil = (plan: Plan): Plan => ({
    ...plan,
    up: [
      ...plan.up,
      step(
        'more',
        'create view v as select id from a; create function f() returns int language sql as $$ select 1 $$;',
      ),
    ],
  })
  expect(await failure(prove(before, target, spoil))).toBe(
    'the down migration does not lead back\n  function f() is not expected\n  view v is not expected',
  )
})

test('down that loses rows', async () => {
  const before = await schemaOf('create table a (id int primary key, n text);')
  const target = await schemaOf('create table a (id int primary key, n text, m int);')
  const spoil = (plan: Plan): Plan => ({ ...plan, down: [...plan.down, step('empty', 'delete from a where id > 2;')] })
  expect(await failure(prove(before, target, spoil))).toBe(
    'the down migration does not keep the rows\n' +
      ['(3,)', '(4,a4)', '(5,a5)'].map((row) => `  a: the row ${row} is gone`).join('\n'),
  )
})

test('an enum value may stay after down only where the plan names it', async () => {
  const before = await schemaOf(`create type e as enum ('a', 'c'); create table t (id int primary key, e e);`)
  const target = await schemaOf(`create type e as enum ('a', 'b', 'c'); create table t (id int primary key, e e);`)
  await prove(before, target)
  await db.run('drop schema public cascade; create schema public;')
  expect(await failure(prove(before, target, (plan) => ({ ...plan, restored: before })))).toBe(
    'the down migration does not lead back\n  enum e: values is ["a","b","c"], expected ["a","c"]',
  )
})

test('an enum that up makes must be gone after down', async () => {
  const target = await schemaOf(`create type e as enum ('a', 'c');`)
  const message = await failure(prove(empty, target, (plan) => ({ ...plan, down: [] })))
  expect(message).toBe('the down migration does not lead back\n  enum e is not expected')
})

test('an extension may stay after down, and in a database whose spec no longer names it', async () => {
  const before = await schemaOf('create table t (id int primary key);')
  const target = await schemaOf('create extension if not exists pgcrypto; create table t (id int primary key);')
  await prove(before, target)
  await db.run('drop schema public cascade; create schema public;')
  await prove(target, before)
  // The snapshot no longer names it either, and the database still has it.
  await proveMigration(db, [], planFor(before, before), before, before)
})

test('rows of the old tables respect what the migration adds', async () => {
  const before = await schemaOf('create table a (id int primary key, n int, flag boolean not null, tag_id int);')
  const target = await schemaOf(`
    create table tags (id int primary key);
    create table a (id int primary key, n int constraint c check (n > 1000), flag boolean not null, tag_id int references tags,
      constraint a_n_key unique (n), constraint a_flag_key unique (flag));`)
  expect(await prove(before, target)).toMatchObject({ rowsBefore: 2, empty: [] })
})

test('rows of the new tables respect what the down migration brings back', async () => {
  const codes = 'create table codes (code varchar(3) primary key check (length(code) = 3));'
  const before = await schemaOf(`${codes}
    create table a (id int primary key, n int not null constraint c check (n > 1000), flag boolean not null unique,
      code varchar(3) not null constraint a_code_fkey references codes);`)
  const target = await schemaOf(`${codes}
    create table a (id int primary key, n int, flag boolean not null, code varchar(30));`)
  expect(await prove(before, target)).toMatchObject({ rowsBefore: 5, rowsAfter: 8, empty: [] })
})

test('a schema that did not change: the code has rows to run on', async () => {
  const schema = await schemaOf(blog)
  await replay(db, migration(planFor(empty, schema)))
  expect([...(await proveSchema(db, schema)).counts.values()]).toEqual([3, 3, 3])
  const message = await failure(proveSchema(db, { ...schema, enums: [] }))
  expect(message).toBe('the migrations so far do not lead to the spec\n  enum status is not expected')
})

test('rows are made only where the migration may need them', async () => {
  const ddl = `
    create table tenants (id int primary key); create table unrelated (id int primary key);
    create table users (id int primary key, tenant_id int not null references tenants);
    create table posts (id int primary key, user_id int references users);
    create table likes (post_id int primary key references posts);`
  const before = await schemaOf(ddl)
  const target = await schemaOf(`${ddl} alter table users add column note text;`)
  expect(await prove(before, target)).toMatchObject({ rowsBefore: 9, rowsAfter: 18 })
  expect(await db.query('select count(*)::int4 as posts from posts')).toEqual([{ posts: 6 }])
  expect(await db.query('select count(*)::int4 as likes from likes')).toEqual([{ likes: 0 }])
})

test('a migration that no row can pass says so', async () => {
  const before = await schemaOf('create table a (id int primary key, n int not null);')
  const target = await schemaOf(
    'create table a (id int primary key, n int not null constraint c check (n > 1 and n < 0));',
  )
  const message = 'no values were found that satisfy the check c (((n > 1) AND (n < 0)))'
  expect(await prove(before, target)).toMatchObject({ rowsBefore: 0, empty: [{ table: 'a', message }] })
})

test('a snapshot that the migrations do not lead to', async () => {
  const before = await schemaOf('create table a (id int primary key);')
  const message = await failure(proveMigration(db, [], planFor(before, before), before, before))
  expect(message).toBe('the migrations so far do not lead to snapshot.json\n  table a is missing')
})

const noPlan: Plan = planSchemas(empty, empty)

test('an earlier migration that fails', async () => {
  const broken = migration({ ...noPlan, up: [step('create a', 'create table a (id nonsense);')] })
  const message = await failure(proveMigration(db, [broken], noPlan, empty, empty))
  expect(message).toBe('the step "create a" of an earlier migration fails\n  type "nonsense" does not exist')
})
