import { expect, test } from 'vitest'
import { schemaOf } from '../../../src/schema/from-model.js'
import type { Schema, Table } from '../../../src/schema/schema.js'
import { compile, modelOf } from './compile.js'

async function schema(yaml: string): Promise<Schema> {
  return schemaOf(await modelOf(`version: 1\n${yaml}`))
}

async function tableOf(yaml: string): Promise<Table> {
  const { tables } = await schema(yaml)
  const [table] = tables
  if (table === undefined) throw new Error('no table')
  return table
}

test('foreign keys: when they are checked, what matches, what is set', async () => {
  const { tables } = await schema(`
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      org: { type: bigint }
    unique: [[org, id]]
  Post:
    columns:
      id: { type: bigint, primary_key: true }
      org: { type: bigint, nullable: true }
      author_id: { type: bigint, nullable: true }
      editor_id:
        type: bigint
        references: { model: User, name: fk_editor, deferrable: deferred, match: full, not_valid: true }
    foreign_keys:
      - { columns: [org, author_id], references: User, to: [org, id], on_delete: set null, set_columns: [author_id],
          deferrable: immediate }
`)
  const post = tables[1]
  expect(post?.foreignKeys).toEqual([
    {
      name: 'fk_editor',
      columns: ['editor_id'],
      target: { schema: 'public', name: 'users' },
      targetColumns: ['id'],
      onDelete: 'no action',
      onDeleteColumns: undefined,
      onUpdate: 'no action',
      match: 'full',
      deferrable: 'deferred',
      notValid: true,
    },
    {
      name: 'posts_org_author_id_fkey',
      columns: ['org', 'author_id'],
      target: { schema: 'public', name: 'users' },
      targetColumns: ['org', 'id'],
      onDelete: 'set null',
      onDeleteColumns: ['author_id'],
      onUpdate: 'no action',
      match: undefined,
      deferrable: 'immediate',
      notValid: undefined,
    },
  ])
})

test('keys: names, stored columns, late checks', async () => {
  const table = await tableOf(`
models:
  User:
    columns:
      id: { type: bigint, primary_key: { name: pk_user, include: [email] } }
      email: { type: text, unique: { deferrable: deferred } }
      name: text
    unique:
      - { columns: [name], include: [email], deferrable: immediate, nulls_not_distinct: true }
`)
  expect(table.primaryKey).toEqual({
    name: 'pk_user',
    columns: ['id'],
    include: ['email'],
    nullsNotDistinct: false,
    deferrable: undefined,
  })
  expect(table.uniques).toEqual([
    {
      name: 'users_email_key',
      columns: ['email'],
      include: undefined,
      nullsNotDistinct: false,
      deferrable: 'deferred',
    },
    {
      name: 'users_name_email_key',
      columns: ['name'],
      include: ['email'],
      nullsNotDistinct: true,
      deferrable: 'immediate',
    },
  ])
})

test('indexes: collations, nulls, storage', async () => {
  const table = await tableOf(`
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: text, index: { storage: { fillfactor: 70 } } }
    indexes:
      - { columns: [{ column: email, collation: C, operator_class: text_pattern_ops }], unique: true,
          nulls_not_distinct: true, storage: { fillfactor: 80, deduplicate_items: false } }
`)
  expect(table.indexes.map(({ options, nullsNotDistinct, terms }) => [options, nullsNotDistinct, terms[0]])).toEqual([
    [
      ['fillfactor=70'],
      undefined,
      {
        kind: 'column',
        value: 'email',
        direction: 'asc',
        nulls: undefined,
        collation: undefined,
        operatorClass: undefined,
      },
    ],
    [
      ['deduplicate_items=false', 'fillfactor=80'],
      true,
      {
        kind: 'column',
        value: 'email',
        direction: 'asc',
        nulls: undefined,
        collation: '"C"',
        operatorClass: 'text_pattern_ops',
      },
    ],
  ])
})

test('tables: storage, log, row-level security; checks that hold from now on; columns', async () => {
  const table = await tableOf(`
postgres: 18
models:
  Item:
    unlogged: true
    storage: { fillfactor: 70, autovacuum_enabled: false, autovacuum_vacuum_scale_factor: '0.05' }
    row_level_security: forced
    columns:
      id: { type: integer, primary_key: true, identity: { mode: always, start: 100, increment: 10, cycle: true } }
      name: { type: text, collation: de-x-icu }
      price: { type: integer, check: { sql: price > 0, not_valid: true } }
      double: { type: integer, generated: { sql: price * 2, stored: false } }
      triple: { type: integer, generated: { sql: price * 3 } }
`)
  expect(table).toMatchObject({
    unlogged: true,
    options: ['autovacuum_enabled=false', 'autovacuum_vacuum_scale_factor=0.05', 'fillfactor=70'],
    rowSecurity: 'forced',
    checks: [{ name: 'items_price_check', sql: 'price > 0', notValid: true }],
  })
  expect(table.columns).toMatchObject([
    { identity: 'always', identityOptions: { start: '100', increment: '10', cycle: true, minimum: undefined } },
    { collation: '"de-x-icu"', isVirtual: undefined },
    {},
    { generated: 'price * 2', isVirtual: true },
    { generated: 'price * 3', isVirtual: undefined },
  ])
})

test('rows that exclude each other', async () => {
  const table = await tableOf(`
extensions: [btree_gist]
models:
  Booking:
    columns:
      id: { type: bigint, primary_key: true }
      room_id: bigint
      during: tstzrange
      cancelled: boolean
    exclude:
      - columns: [{ column: room_id, with: '=' }, { column: during, with: '&&' }]
        where: not cancelled
        deferrable: deferred
      - { columns: [{ sql: lower(during), with: '=' }], name: once }
`)
  const plain = { direction: 'asc', nulls: undefined, collation: undefined, operatorClass: undefined }
  expect(table.exclusions).toEqual([
    {
      name: 'bookings_room_id_during_excl',
      method: 'gist',
      terms: [
        { kind: 'column', value: 'room_id', operator: '=', ...plain },
        { kind: 'column', value: 'during', operator: '&&', ...plain },
      ],
      where: 'not cancelled',
      deferrable: 'deferred',
    },
    {
      name: 'once',
      method: 'gist',
      terms: [{ kind: 'expression', value: 'lower(during)', operator: '=', ...plain }],
      where: undefined,
      deferrable: undefined,
    },
  ])
})

test('domains', async () => {
  const { domains, tables, extensions } = await schema(`
domains:
  Email: { type: citext, checks: [value like '%@%', { name: short, sql: length(value) < 200 }], comment: An address }
  Tags: { type: 'text[]', nullable: false, default: [] }
  Code: { type: varchar(10), name: short_code, schema: shop, collation: C, default: none }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: Email, unique: true }
      others: Email[]
      tags: Tags
      code: { type: Code, nullable: true, default: x }
`)
  expect(extensions).toEqual(['citext'])
  expect(domains).toEqual([
    {
      schema: 'public',
      name: 'email',
      type: 'citext',
      collation: undefined,
      nullable: true,
      default: undefined,
      checks: [
        { name: 'email_check', sql: "value like '%@%'", notValid: undefined },
        { name: 'short', sql: 'length(value) < 200', notValid: undefined },
      ],
      comment: 'An address',
    },
    {
      schema: 'public',
      name: 'tags',
      type: 'text[]',
      collation: undefined,
      nullable: false,
      default: "'{}'",
      checks: [],
      comment: undefined,
    },
    {
      schema: 'shop',
      name: 'short_code',
      type: 'character varying(10)',
      collation: '"C"',
      nullable: true,
      default: "'none'",
      checks: [],
      comment: undefined,
    },
  ])
  expect(tables[0]?.columns.map(({ type }) => type)).toEqual(['bigint', 'email', 'email[]', 'tags', 'shop.short_code'])
  expect(tables[0]?.columns.at(-1)?.default).toBe("'x'")
})

test('sequences', async () => {
  const { sequences, tables } = await schema(`
sequences:
  invoice_number_seq: { start: 1000, cache: 5, owned_by: Invoice.number, comment: Numbers }
  plain: {}
models:
  Invoice:
    columns:
      id: { type: bigint, primary_key: true }
      number: { type: integer, default: nextval('invoice_number_seq') }
`)
  const none = { start: undefined, increment: undefined, minimum: undefined, maximum: undefined, cache: undefined }
  expect(sequences).toEqual([
    {
      schema: 'public',
      name: 'invoice_number_seq',
      type: 'bigint',
      options: { ...none, cycle: undefined, start: '1000', cache: '5' },
      ownedBy: { table: { schema: 'public', name: 'invoices' }, column: 'number' },
      comment: 'Numbers',
    },
    {
      schema: 'public',
      name: 'plain',
      type: 'bigint',
      options: { ...none, cycle: undefined },
      ownedBy: undefined,
      comment: undefined,
    },
  ])
  expect(tables[0]?.columns[1]?.default).toBe("nextval('invoice_number_seq')")
})

test('partitions by range, list and hash', async () => {
  const { tables } = await schema(`
models:
  Event:
    columns: { id: bigint, created_at: date, country: text }
    primary_key: [id, created_at]
    partition_by: { range: [created_at] }
    partitions:
      events_2024: { from: ['2024-01-01'], to: ['2025-01-01'] }
      events_2025: { from: ['2025-01-01'], to: [maxvalue] }
      events_other: default
  Place:
    columns: { id: bigint, country: text }
    partition_by: { list: [country] }
    partitions:
      places_eu: { values: [de, "o'clock", null] }
  Part:
    columns: { id: { type: bigint, primary_key: true } }
    partition_by: { hash: [id] }
    partitions:
      parts_0: { modulus: 2, remainder: 0 }
      parts_1: { modulus: 2, remainder: 1 }
  Log:
    columns: { id: integer, text: text }
    partition_by: { range: [id, { sql: lower(text) }] }
    partitions:
      logs_1: { from: [1, a], to: [10, maxvalue] }
`)
  expect(tables.map(({ partitionBy, partitions }) => [partitionBy, ...partitions.map(({ bounds }) => bounds)])).toEqual(
    [
      [
        'range (created_at)',
        "for values from ('2024-01-01') to ('2025-01-01')",
        "for values from ('2025-01-01') to (maxvalue)",
        'default',
      ],
      ['list (country)', "for values in ('de', 'o''clock', null)"],
      ['hash (id)', 'for values with (modulus 2, remainder 0)', 'for values with (modulus 2, remainder 1)'],
      ['range (id, lower(text))', "for values from (1, 'a') to (10, maxvalue)"],
    ],
  )
  expect(tables[0]?.partitions[0]).toMatchObject({ schema: 'public', name: 'events_2024' })
})

test('SQL blocks, and the way back that follows from them', async () => {
  const { sql } = await schema(`
sql:
  touch:
    before_tables: true
    up: |
      -- Stamps rows.
      create or replace function touch(a int, out b text, variadic "C" text[] default '{}') language plpgsql as $$
      begin
      end $$;
      comment on function touch is 'Stamps rows'
  all_kinds:
    up: |
      create view recent as select 1;
      create materialized view counts as select 2 as n;
      create unique index on counts (n);
      create trigger t before update on posts for each row execute function touch();
      create policy p on posts using (true);
      create rule r as on delete to posts do instead nothing;
      create procedure "user".p(in a bigint, out b int) language sql as 'select 1';
      create aggregate total(int) (sfunc = int4pl, stype = int);
      create operator === (leftarg = int, rightarg = text, function = f);
      create cast (text as int) with function f(text);
      create type pair as (a int);
      create type span as range (subtype = int4);
      create text search configuration tc (copy = english); -- the last
  written: { up: 'grant select on posts to reader', down: revoke select on posts from reader }
models:
  Post:
    columns: { id: bigint }
`)
  expect(sql.map(({ name, isBeforeTables }) => [name, isBeforeTables])).toEqual([
    ['touch', true],
    ['all_kinds', undefined],
    ['written', undefined],
  ])
  expect(sql[0]?.up.endsWith("comment on function touch is 'Stamps rows';")).toBe(true)
  expect(sql[0]?.down).toBe('drop function touch(integer, text[]);')
  expect(sql[1]?.down.split('\n')).toEqual([
    'drop text search configuration tc;',
    'drop type span;',
    'drop type pair;',
    'drop cast (text as integer);',
    'drop operator === (integer, text);',
    'drop aggregate total(integer);',
    'drop procedure "user".p(bigint, out integer);',
    'drop rule r on posts;',
    'drop policy p on posts;',
    'drop trigger t on posts;',
    'drop materialized view counts;',
    'drop view recent;',
  ])
  expect(sql[2]).toMatchObject({
    up: 'grant select on posts to reader;',
    down: 'revoke select on posts from reader;',
  })
})

test('what other files of the spec hold', async () => {
  const { model, shown } = await compile({
    'spec.yaml': 'version: 1\ninclude: more.yaml\nsql: { one: { up: create view one as select 1 } }\n',
    'more.yaml': `
domains: { Email: { type: text } }
sequences: { numbers: {} }
sql: { two: { up: create view two as select 1 } }
models: { User: { columns: { email: Email, id: { type: integer, default: nextval('numbers') } } } }
`,
  })
  expect(shown).toBe('\n')
  const { domains, sequences, sql, tables } = schemaOf(model)
  expect([domains, sequences, sql].map((list) => list.map(({ name }) => name))).toEqual([
    ['email'],
    ['numbers'],
    ['one', 'two'],
  ])
  expect(tables[0]?.columns.map(({ type }) => type)).toEqual(['email', 'integer'])
})

test('mixins bring what their columns say', async () => {
  const { tables } = await schema(`
mixins:
  Coded:
    columns:
      code: { type: text, collation: C, renamed_from: old_code, unique: { deferrable: deferred } }
    indexes:
      - { columns: [{ column: code, collation: C }], storage: { fillfactor: 80 } }
models:
  User: { mixins: [Coded], columns: { id: { type: bigint, primary_key: true } } }
`)
  expect(tables[0]).toMatchObject({
    columns: [{}, { collation: '"C"' }],
    uniques: [{ deferrable: 'deferred' }],
    indexes: [{ options: ['fillfactor=80'], terms: [{ collation: '"C"' }] }],
  })
})
