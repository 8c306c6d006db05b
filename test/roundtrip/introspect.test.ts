import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/database/connect.js'
import { introspect } from '../../src/database/introspect.js'
import type { Queryable } from '../../src/database/queryable.js'
import { openEmbedded } from '../../src/prove/embedded.js'
import {
  type Column,
  emptySchema,
  type IndexTerm,
  type Schema,
  type Sequence,
  type SequenceOptions,
  type Table,
} from '../../src/schema/schema.js'
import { createTestDatabase } from '../support/server.js'

const extensions = ['citext', 'btree_gist']

const opened = {
  pglite: () => openEmbedded({ extensions, cacheFolder: join(tmpdir(), 'dbgen-test-cache') }),
  postgres: async (): Promise<Connection> => {
    const { url, drop } = await createTestDatabase()
    const connection = await connect(url)
    return { ...connection, close: () => connection.close().then(drop) }
  },
}

const noOptions: SequenceOptions = {
  start: undefined,
  increment: undefined,
  minimum: undefined,
  maximum: undefined,
  cache: undefined,
  cycle: undefined,
}

function column(name: string, type: string, more: Partial<Column> = {}): Column {
  return {
    name,
    type,
    collation: undefined,
    nullable: true,
    default: undefined,
    identity: undefined,
    identityOptions: undefined,
    generated: undefined,
    isVirtual: undefined,
    comment: undefined,
    ...more,
  }
}

const id = column('id', 'integer', { nullable: false })

function table(name: string, more: Partial<Table> = {}): Table {
  return {
    schema: 'public',
    name,
    columns: [id],
    primaryKey: undefined,
    uniques: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    indexes: [],
    unlogged: undefined,
    options: [],
    rowSecurity: undefined,
    partitionBy: undefined,
    partitions: [],
    comment: undefined,
    ...more,
  }
}

function key(name: string, columns: readonly string[], more: object = {}): NonNullable<Table['primaryKey']> {
  return { name, columns, include: undefined, nullsNotDistinct: false, deferrable: undefined, ...more }
}

function foreignKey(name: string, more: Partial<Table['foreignKeys'][number]>): Table['foreignKeys'][number] {
  return {
    name,
    columns: ['a'],
    target: { schema: 'public', name: 'a' },
    targetColumns: ['id'],
    onDelete: 'no action',
    onDeleteColumns: undefined,
    onUpdate: 'no action',
    match: undefined,
    deferrable: undefined,
    notValid: undefined,
    ...more,
  }
}

function term(value: string, more: Partial<IndexTerm> = {}): IndexTerm {
  return {
    kind: 'column',
    value,
    direction: 'asc',
    nulls: undefined,
    collation: undefined,
    operatorClass: undefined,
    ...more,
  }
}

function index(name: string, terms: readonly IndexTerm[], more: object = {}): Table['indexes'][number] {
  return {
    name,
    unique: false,
    method: 'btree',
    terms,
    include: [],
    nullsNotDistinct: undefined,
    options: undefined,
    where: undefined,
    ...more,
  }
}

function sequence(
  name: string,
  type: Sequence['type'],
  options: Partial<SequenceOptions>,
  more: object = {},
): Sequence {
  return {
    schema: 'public',
    name,
    type,
    options: { ...noOptions, ...options },
    ownedBy: undefined,
    comment: undefined,
    ...more,
  }
}

describe.each(['pglite', 'postgres'] as const)('%s', (kind) => {
  let db: Queryable & { close(): Promise<void> }
  let version = 0

  beforeAll(async () => {
    db = await opened[kind]()
    const [row] = await db.query(`select current_setting('server_version_num')::int4 / 10000 as version`)
    version = Number(row?.['version'])
  }, 60_000)

  beforeEach(() => db.run('drop schema public cascade; drop schema if exists b cascade; create schema public;'))

  afterAll(() => db.close())

  async function expectRead(ddl: string, expected: Partial<Schema>): Promise<void> {
    await db.run(ddl)
    expect(await introspect(db)).toEqual({ ...emptySchema, ...expected })
  }

  async function expectTables(ddl: string, ...tables: Table[]): Promise<void> {
    await expectRead(ddl, { tables })
  }

  test('schemas, enums and extensions; what belongs to an extension or to the runner is left out', async () => {
    await expectRead(
      `create extension citext; create extension btree_gist; create schema b; create schema dbgen;
        create table dbgen.t (id int); create domain dbgen.d as int; create sequence dbgen.s;
        create type b.e as enum ('b', 'A'); comment on type b.e is 'An enum'; create table t (e b.e, c citext);`,
      {
        extensions: ['btree_gist', 'citext'],
        schemas: ['b'],
        enums: [{ schema: 'b', name: 'e', values: ['b', 'A'], comment: 'An enum' }],
        tables: [table('t', { columns: [column('e', 'b.e'), column('c', 'citext')] })],
      },
    )
    await db.run('drop schema dbgen cascade; drop extension citext cascade; drop extension btree_gist cascade')
  })

  test('columns: types, collations, defaults, generated ones, comments', () =>
    expectTables(
      `create table a (id int not null, "C c" text collate "C", plain varchar(9) default 'x', n numeric(8,2)[],
        total int generated always as (id * 2) stored);
      comment on column a.plain is 'Plain';`,
      table('a', {
        columns: [
          id,
          column('C c', 'text', { collation: '"C"' }),
          column('plain', 'character varying(9)', { default: "'x'::character varying", comment: 'Plain' }),
          column('n', 'numeric(8,2)[]'),
          column('total', 'integer', { generated: '(id * 2)' }),
        ],
      }),
    ))

  test('a generated column that is not stored, and NOT NULL that was not validated', async () => {
    if (version < 18) return
    await expectTables(
      `create table a (id int not null, twice int generated always as (id * 2) virtual, n int);
        alter table a add constraint a_n_not_null not null n not valid;`,
      table('a', {
        columns: [id, column('twice', 'integer', { generated: '(id * 2)', isVirtual: true }), column('n', 'integer')],
      }),
    )
    await db.run('alter table a validate constraint a_n_not_null')
    expect((await introspect(db)).tables[0]?.columns[2]).toEqual(column('n', 'integer', { nullable: false }))
  })

  test('identity columns and their options', () =>
    expectTables(
      `create table a (
        a smallint generated always as identity, b int generated by default as identity (start 10 increment 5 cache 3 cycle),
        c bigint generated always as identity (increment -1), d bigint generated always as identity (minvalue 5 maxvalue 9));`,
      table('a', {
        columns: [
          column('a', 'smallint', { nullable: false, identity: 'always' }),
          column('b', 'integer', {
            nullable: false,
            identity: 'by default',
            identityOptions: { ...noOptions, start: '10', increment: '5', cache: '3', cycle: true },
          }),
          column('c', 'bigint', {
            nullable: false,
            identity: 'always',
            identityOptions: { ...noOptions, increment: '-1' },
          }),
          column('d', 'bigint', {
            nullable: false,
            identity: 'always',
            identityOptions: { ...noOptions, minimum: '5', maximum: '9' },
          }),
        ],
      }),
    ))

  test('sequences, with and without an owner', () =>
    expectRead(
      `create sequence plain; create sequence odd as smallint start 7 increment -2 minvalue -10 maxvalue 10 cache 4 cycle;
      create table a (id serial, n bigint generated always as identity); comment on sequence odd is 'Odd';`,
      {
        sequences: [
          sequence('a_id_seq', 'integer', {}, { ownedBy: { table: { schema: 'public', name: 'a' }, column: 'id' } }),
          sequence(
            'odd',
            'smallint',
            { start: '7', increment: '-2', minimum: '-10', maximum: '10', cache: '4', cycle: true },
            { comment: 'Odd' },
          ),
          sequence('plain', 'bigint', {}),
        ],
        tables: [
          table('a', {
            columns: [
              { ...id, default: "nextval('a_id_seq'::regclass)" },
              column('n', 'bigint', { nullable: false, identity: 'always' }),
            ],
          }),
        ],
      },
    ))

  test('domains', () =>
    expectRead(
      `create domain plain as int;
      create domain short as varchar(20) collate "C" default 'x' not null constraint b check (value <> '') check (length(value) > 1);
      alter domain short add constraint c check (value <> 'y') not valid; comment on domain short is 'Short';`,
      {
        domains: [
          {
            schema: 'public',
            name: 'plain',
            type: 'integer',
            collation: undefined,
            nullable: true,
            default: undefined,
            checks: [],
            comment: undefined,
          },
          {
            schema: 'public',
            name: 'short',
            type: 'character varying(20)',
            collation: '"C"',
            nullable: false,
            default: "'x'::character varying",
            checks: [
              { name: 'b', sql: "((VALUE)::text <> ''::text)", notValid: undefined },
              { name: 'c', sql: "((VALUE)::text <> 'y'::text)", notValid: true },
              { name: 'short_check', sql: '(length((VALUE)::text) > 1)', notValid: undefined },
            ],
            comment: 'Short',
          },
        ],
      },
    ))

  test('keys', () =>
    expectTables(
      `create table a (a int, b int, constraint p primary key (b, a) include (c), c int,
        constraint u unique nulls not distinct (c) deferrable initially deferred, constraint v unique (a) deferrable);`,
      table('a', {
        columns: [
          column('a', 'integer', { nullable: false }),
          column('b', 'integer', { nullable: false }),
          column('c', 'integer'),
        ],
        primaryKey: key('p', ['b', 'a'], { include: ['c'] }),
        uniques: [
          key('u', ['c'], { nullsNotDistinct: true, deferrable: 'deferred' }),
          key('v', ['a'], { deferrable: 'immediate' }),
        ],
      }),
    ))

  test('foreign keys and checks', () =>
    expectTables(
      `create table a (id int constraint p primary key, b int, constraint u unique (id, b));
      create table c (a int, b int,
        constraint f1 foreign key (a, b) references a (id, b) match full on delete set null on update cascade,
        constraint f2 foreign key (a, b) references a (id, b) on delete set default (b) deferrable initially deferred,
        constraint f3 foreign key (a) references a deferrable);
      alter table c add constraint f4 foreign key (a) references a on delete restrict not valid;
      alter table c add constraint c1 check (a > 0); alter table c add constraint c2 check (b > 0) not valid;`,
      table('a', {
        columns: [id, column('b', 'integer')],
        primaryKey: key('p', ['id']),
        uniques: [key('u', ['id', 'b'])],
      }),
      table('c', {
        columns: [column('a', 'integer'), column('b', 'integer')],
        foreignKeys: [
          foreignKey('f1', {
            columns: ['a', 'b'],
            targetColumns: ['id', 'b'],
            onDelete: 'set null',
            onUpdate: 'cascade',
            match: 'full',
          }),
          foreignKey('f2', {
            columns: ['a', 'b'],
            targetColumns: ['id', 'b'],
            onDelete: 'set default',
            onDeleteColumns: ['b'],
            deferrable: 'deferred',
          }),
          foreignKey('f3', { deferrable: 'immediate' }),
          foreignKey('f4', { onDelete: 'restrict', notValid: true }),
        ],
        checks: [
          { name: 'c1', sql: '(a > 0)', notValid: undefined },
          { name: 'c2', sql: '(b > 0)', notValid: true },
        ],
      }),
    ))

  test('indexes', () =>
    expectTables(
      `create table a (id int not null, t text, c text collate "C", j jsonb);
      create index i1 on a (t collate "C" text_pattern_ops desc, c, id desc nulls last) include (j) where id > 1;
      create unique index i2 on a (t) nulls not distinct with (fillfactor = 70, deduplicate_items = off);
      create index i3 on a using gin (j jsonb_path_ops) with (fastupdate = off);
      create index i4 on a (lower(t) collate "C", lower(c), (t || 'x'));`,
      table('a', {
        columns: [id, column('t', 'text'), column('c', 'text', { collation: '"C"' }), column('j', 'jsonb')],
        indexes: [
          index(
            'i1',
            [
              term('t', { collation: '"C"', operatorClass: 'text_pattern_ops', direction: 'desc' }),
              term('c'),
              term('id', { direction: 'desc', nulls: 'last' }),
            ],
            { include: ['j'], where: '(id > 1)' },
          ),
          index('i2', [term('t')], {
            unique: true,
            nullsNotDistinct: true,
            options: ['deduplicate_items=off', 'fillfactor=70'],
          }),
          index('i3', [term('j', { operatorClass: 'jsonb_path_ops' })], { method: 'gin', options: ['fastupdate=off'] }),
          index('i4', [
            term('lower(t)', { kind: 'expression', collation: '"C"' }),
            term('lower(c)', { kind: 'expression' }),
            term("(t || 'x'::text)", { kind: 'expression' }),
          ]),
        ],
      }),
    ))

  test('exclusion constraints', () =>
    expectTables(
      `create table a (id int not null, r int4range, c circle,
        constraint x exclude using gist (r with &&, (c) with &&) where (id > 1) deferrable initially deferred,
        constraint y exclude (id with =, lower(r) desc with =));`,
      table('a', {
        columns: [id, column('r', 'int4range'), column('c', 'circle')],
        exclusions: [
          {
            name: 'x',
            method: 'gist',
            terms: [
              { ...term('r'), operator: '&&' },
              { ...term('c'), operator: '&&' },
            ],
            where: '(id > 1)',
            deferrable: 'deferred',
          },
          {
            name: 'y',
            method: 'btree',
            terms: [
              { ...term('id'), operator: '=' },
              { ...term('lower(r)', { kind: 'expression', direction: 'desc' }), operator: '=' },
            ],
            where: undefined,
            deferrable: undefined,
          },
        ],
      }),
    ))

  test('what a table is like', () =>
    expectTables(
      `create unlogged table a (id int not null) with (fillfactor = 70, autovacuum_enabled = off);
      create table b (id int not null, t text) with (toast.autovacuum_enabled = off);
      alter table a enable row level security; alter table b enable row level security; alter table b force row level security;
      comment on table a is 'A table';`,
      table('a', {
        unlogged: true,
        options: ['autovacuum_enabled=off', 'fillfactor=70'],
        rowSecurity: 'enabled',
        comment: 'A table',
      }),
      table('b', {
        columns: [id, column('t', 'text')],
        options: ['toast.autovacuum_enabled=off'],
        rowSecurity: 'forced',
      }),
    ))

  test('partitioned tables and their partitions', () =>
    expectTables(
      `create table days (id int not null, at timestamptz not null, constraint p primary key (id, at), constraint c check (id > 0))
        partition by range (at);
      create index days_at_idx on days (at);
      create table days_2024 partition of days for values from ('2024-01-01') to ('2025-01-01');
      create table days_old partition of days for values from (minvalue) to ('2024-01-01');
      create table days_rest partition of days default partition by hash (id);
      create table days_rest_0 partition of days_rest for values with (modulus 2, remainder 0);
      create table hashes (id int not null) partition by hash (id);
      create table hashes_0 partition of hashes for values with (modulus 4, remainder 0);
      create table lists (id int not null, kind text) partition by list (lower(kind));
      create table lists_a partition of lists for values in ('IN''FROM', null);
      create table uses (id int not null, at timestamptz, constraint f foreign key (id, at) references days);`,
      table('days', {
        columns: [id, column('at', 'timestamp with time zone', { nullable: false })],
        primaryKey: key('p', ['id', 'at']),
        checks: [{ name: 'c', sql: '(id > 0)', notValid: undefined }],
        indexes: [index('days_at_idx', [term('at')])],
        partitionBy: 'range (at)',
        partitions: [
          {
            schema: 'public',
            name: 'days_2024',
            bounds: "for values from ('2024-01-01 00:00:00+00') to ('2025-01-01 00:00:00+00')",
          },
          { schema: 'public', name: 'days_old', bounds: "for values from (minvalue) to ('2024-01-01 00:00:00+00')" },
          { schema: 'public', name: 'days_rest', bounds: 'default' },
        ],
      }),
      table('hashes', {
        partitionBy: 'hash (id)',
        partitions: [{ schema: 'public', name: 'hashes_0', bounds: 'for values with (modulus 4, remainder 0)' }],
      }),
      table('lists', {
        columns: [id, column('kind', 'text')],
        partitionBy: 'list (lower(kind))',
        partitions: [{ schema: 'public', name: 'lists_a', bounds: "for values in ('IN''FROM', null)" }],
      }),
      table('uses', {
        columns: [id, column('at', 'timestamp with time zone')],
        foreignKeys: [
          foreignKey('f', {
            columns: ['id', 'at'],
            target: { schema: 'public', name: 'days' },
            targetColumns: ['id', 'at'],
          }),
        ],
      }),
    ))
})
