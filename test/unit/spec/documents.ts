/** A spec that reader and schema take. */
interface Valid {
  readonly name: string
  readonly text: string
}

/** A spec that both refuse, with the codes that the reader gives for it. */
interface Invalid extends Valid {
  readonly codes: readonly string[]
}

/** A spec whose only model has these lines. */
function model(lines: string): string {
  return `version: 1\nmodels:\n  Post:\n${indent(lines, 4)}`
}

/** A spec whose only column has this definition. */
function column(definition: string): string {
  return model(`columns:\n  title: ${definition}`)
}

/** A spec whose only query has these lines. */
function query(lines: string): string {
  return model(`queries:\n  search:\n${indent(lines, 4)}`)
}

function indent(lines: string, by: number): string {
  return `${lines.replace(/^(?=.)/gm, ' '.repeat(by))}\n`
}

/** One of each shape, in each of its forms. */
export const validDocuments: readonly Valid[] = [
  { name: 'nothing but a version', text: 'version: 1\n' },
  { name: 'a version with a fraction of zero', text: 'version: 1.0\n' },
  { name: 'the address of the schema', text: '$schema: ./node_modules/dbgen/spec.schema.json\nversion: 1\n' },
  { name: 'JSON', text: '{"version": 1, "models": {"Post": {"columns": {"title": "text"}}}}' },
  { name: 'empty maps', text: 'version: 1\noutput: {}\nenums: {}\nmixins: {}\nmodels: { Post: {} }\n' },
  {
    name: 'all of the output',
    text: 'version: 1\noutput:\n  typescript: src/db\n  migrations: db/migrations.d\n  migration_format: kysely\n  import_extension: none\n  validators: zod\n  types: { bigint: number, numeric: number, timestamptz: string, timestamp: string, date: Date }\n',
  },
  { name: 'extensions', text: 'version: 1\nextensions: [pg_trgm, citext]\n' },
  { name: 'names that stand in quotes', text: model('table: Blog Posts\ncolumns: { createdAt: text }') },
  {
    name: 'what is said about the way',
    text: `version: 1
postgres: 16
online: false
drop: { tables: [old, Billing.Old Table], enums: [a], domains: [b], sequences: [c], schemas: [d], extensions: [uuid-ossp] }
enums: { Status: { renamed_from: a.b, values: [x, { value: y, renamed_from: z }], map: { old: x } } }
models:
  Post:
    renamed_from: articles
    drop: [code]
    online: true
    columns:
      id: { type: bigint, primary_key: { name: pk, include: [a], deferrable: deferred }, renamed_from: uid }
      a: { type: text, using: x, backfill: y, collation: de-x-icu }
      b: { type: text, using: { sql: x, back: y }, references: { model: A.b, match: full, not_valid: true }, orphans: delete }
`,
  },
  {
    name: 'what a database can have',
    text: `version: 1
domains: { Email: { type: text, nullable: false, default: x, check: value > '', checks: [value < 'x'], collation: C } }
sequences: { numbers: { type: integer, start: 1, increment: -1, cycle: true, owned_by: Post.id } }
sql: { view: { up: create view a as select 1, down: drop view a, before_tables: true } }
models:
  Post:
    unlogged: true
    storage: { fillfactor: 70, toast.autovacuum_enabled: false, autovacuum_vacuum_scale_factor: '0.1' }
    row_level_security: enabled
    columns:
      id: { type: bigint, identity: { mode: always, start: 9, minimum: 1 } }
      b: { type: int, generated: { sql: id, stored: false }, check: { sql: b > 0, not_valid: true } }
    exclude: [{ columns: [{ column: id, with: '=' }, { sql: b, with: '&&' }], method: gist, deferrable: immediate }]
    partition_by: { range: [id, { sql: b }] }
    partitions: { p1: { from: [1, minvalue], to: [2, x] }, p2: default, p3: { modulus: 1, remainder: 0 } }
`,
  },
  {
    name: 'enums in both forms',
    text: 'version: 1\nenums:\n  Status: [draft, "no", "1.10"]\n  Role: { values: [reader], name: user_role, schema: auth, comment: A role. }\n',
  },
  {
    name: 'a mixin',
    text: "version: 1\nmixins:\n  Named: { columns: { name: text }, checks: [name <> ''], indexes: [[name]] }\n",
  },
  { name: 'a column in short form', text: column('varchar(200)') },
  {
    name: 'a column with everything',
    text: column(
      "{ type: text, nullable: true, default: x, unique: true, index: true, check: title <> '', comment: c, private: true, readonly: false }",
    ),
  },
  {
    name: 'defaults of each kind',
    text: ['true', '0', '-1.5', 'null', 'draft', '""', 'now()', '[]', '[1, a, true, null]', '{ sql: now() }']
      .map((value, index) => `      c${index}: { type: text, default: ${value} }\n`)
      .reduce((text, line) => text + line, model('columns:')),
  },
  {
    name: 'a reference',
    text: column('{ type: bigint, references: User.email, on_delete: set null, on_update: cascade }'),
  },
  { name: 'an update with SQL', text: column('{ type: timestamptz, on_update: { sql: now() } }') },
  {
    name: 'an identity',
    text: column('{ type: bigint, primary_key: true, identity: by default, typescript: bigint }'),
  },
  {
    name: 'options as maps',
    text: column(
      '{ type: text, unique: { name: u, nulls_not_distinct: true }, index: { method: hash, where: a > 0 }, check: { name: c, sql: a > 0 } }',
    ),
  },
  {
    name: 'a TypeScript type',
    text: column('{ type: jsonb, typescript: Record<string, unknown> }').replace(
      'Record<string, unknown>',
      '"Record<string, unknown>"',
    ),
  },
  {
    name: 'a TypeScript type from a module',
    text: column('{ type: jsonb, typescript: { type: Settings, import: ./settings.js } }'),
  },
  {
    name: 'keys and constraints of a model',
    text: model(
      'primary_key: [a, b]\nunique: [[a], { columns: [a, b], name: u }]\nindexes: [[a, -b], { columns: [{ sql: lower(a), order: desc, nulls: last }], unique: true, method: gin, include: [c], where: a > 0 }]\nchecks: [a > 0, { name: c, sql: b > 0 }]\nforeign_keys: [{ columns: [a, b], references: User, to: [x, y], on_delete: restrict, name: f }]',
    ),
  },
  {
    name: 'relations of each kind',
    text: model(
      'relations:\n  a: { belongs_to: User, via: author_id }\n  b: { has_one: User, inverse: none }\n  c: { has_many: User, order: [-id], strategy: select }\n  d: { many_to_many: Tag, through: post_tags }\n  e: { many_to_many: Tag, through: PostTag }',
    ),
  },
  {
    name: 'a query with everything',
    text: query(
      'comment: Finds.\nfilter:\n  keyword: { contains: [title, tags.name] }\n  since: { at_least: created_at, required: true }\nload: [author, tags]\norder: [-created_at]\npage: keyset\nlimit: 20\nmax_limit: 100',
    ),
  },
  {
    name: 'relations loaded within others',
    text: query(
      'load:\n  author: {}\n  comments: { order: [-id], limit: 3, strategy: select, load: { author: { load: [posts] } } }',
    ),
  },
  {
    name: 'aggregates',
    text: query(
      'aggregate: { total: count(*), names: { sql: "string_agg(title, \',\')", type: text } }\ngroup_by: [author_id]',
    ),
  },
]

/** Each way in which a shape can be missed. */
export const invalidDocuments: readonly Invalid[] = [
  { name: 'an empty file', text: '', codes: ['DB203'] },
  { name: 'nothing but a comment', text: '# nothing\n', codes: ['DB203'] },
  { name: 'a list', text: '- version: 1\n', codes: ['DB203'] },
  { name: 'text', text: 'version 1\n', codes: ['DB203'] },
  { name: 'no version', text: 'models: {}\n', codes: ['DB202'] },
  { name: 'a version as text', text: 'version: "1"\n', codes: ['DB203'] },
  { name: 'another version', text: 'version: 2\n', codes: ['DB206'] },
  { name: 'a version with a fraction', text: 'version: 1.5\n', codes: ['DB206'] },
  { name: 'an empty version', text: 'version:\n', codes: ['DB203'] },
  { name: 'an unknown key', text: 'version: 1\nmodel: {}\n', codes: ['DB201'] },
  { name: 'a key without a name', text: 'version: 1\n: x\n', codes: ['DB201'] },
  { name: 'a number as a key', text: 'version: 1\n1: x\n', codes: ['DB201'] },
  { name: 'an unknown key of Object', text: 'version: 1\n__proto__: { x: 1 }\n', codes: ['DB201'] },
  { name: 'models as a list', text: 'version: 1\nmodels: [Post]\n', codes: ['DB203'] },
  { name: 'a model that is empty', text: 'version: 1\nmodels:\n  Post:\n', codes: ['DB203'] },
  { name: 'the name of a model in small letters', text: 'version: 1\nmodels: { post: {} }\n', codes: ['DB205'] },
  { name: 'the name of a column with a hyphen', text: model('columns: { full-title: text }'), codes: ['DB205'] },
  { name: 'an empty list', text: model('unique: []'), codes: ['DB208'] },
  { name: 'an empty list within a list', text: model('unique: [[]]'), codes: ['DB208'] },
  { name: 'an item of the wrong kind', text: model('mixins: [1]'), codes: ['DB203'] },
  { name: 'an empty item', text: model('mixins:\n  -\n'), codes: ['DB203'] },
  { name: 'a word instead of a list', text: model('mixins: Named'), codes: ['DB203'] },
  { name: 'no aggregates', text: query('aggregate: {}'), codes: ['DB208'] },
  { name: 'a column without a type', text: column('{ nullable: true }'), codes: ['DB202'] },
  { name: 'a type as a number', text: column('1'), codes: ['DB203'] },
  { name: 'an empty type', text: column('""'), codes: ['DB205'] },
  { name: 'a flag as text', text: column('{ type: text, nullable: yes }'), codes: ['DB203'] },
  { name: 'a flag in quotes', text: column('{ type: text, nullable: "true" }'), codes: ['DB203'] },
  { name: 'a flag as a number', text: column('{ type: text, private: 1 }'), codes: ['DB203'] },
  {
    name: 'a word that is not one of those allowed',
    text: column('{ type: bigint, identity: allways }'),
    codes: ['DB204'],
  },
  {
    name: 'an action that YAML 1.1 takes for false',
    text: column('{ type: bigint, on_delete: no }'),
    codes: ['DB204'],
  },
  { name: 'a word of the wrong kind', text: column('{ type: bigint, identity: 1 }'), codes: ['DB203'] },
  { name: 'enum values that are numbers', text: 'version: 1\nenums: { Size: [1.10, 1.1] }\n', codes: ['DB203'] },
  { name: 'enum values that are booleans', text: 'version: 1\nenums: { Answer: [true, false] }\n', codes: ['DB203'] },
  { name: 'an enum without values', text: 'version: 1\nenums: { Size: [] }\n', codes: ['DB208'] },
  {
    name: 'a default that is a map of something else',
    text: column('{ type: text, default: { text: x } }'),
    codes: ['DB201', 'DB202'],
  },
  { name: 'a default with a list in a list', text: column('{ type: "int[]", default: [[1]] }'), codes: ['DB203'] },
  { name: 'a check that is a number', text: column('{ type: int, check: 1 }'), codes: ['DB203'] },
  { name: 'a name of the wrong form', text: model('table: Blog.Posts'), codes: ['DB205'] },
  { name: 'a server that is too old', text: 'version: 1\npostgres: 14\n', codes: ['DB206'] },
  { name: 'a partitioning of two kinds', text: model('partition_by: { range: [a], list: [b] }'), codes: ['DB207'] },
  {
    name: 'an operator that is a word',
    text: model('exclude: [{ columns: [{ column: a, with: AND }] }]'),
    codes: ['DB205'],
  },
  { name: 'a sequence that starts at a text', text: 'version: 1\nsequences: { a: { start: x } }\n', codes: ['DB203'] },
  { name: 'an SQL block without "up"', text: 'version: 1\nsql: { a: { down: drop view a } }\n', codes: ['DB202'] },
  { name: 'a name that is far too long', text: model(`table: ${'a'.repeat(501)}`), codes: ['DB205'] },
  { name: 'a folder outside the project', text: 'version: 1\noutput: { typescript: ../db }\n', codes: ['DB205'] },
  { name: 'an absolute folder', text: 'version: 1\noutput: { migrations: /tmp }\n', codes: ['DB205'] },
  {
    name: 'a TypeScript type that ends itself',
    text: column('{ type: jsonb, typescript: "A; alert(1)" }'),
    codes: ['DB205'],
  },
  {
    name: 'a module with a quote',
    text: column(`{ type: jsonb, typescript: { type: A, import: "x'; y" } }`),
    codes: ['DB205'],
  },
  { name: 'a reference to a table', text: column('{ type: bigint, references: users }'), codes: ['DB205'] },
  { name: 'a limit of nothing', text: query('limit: 0'), codes: ['DB206'] },
  { name: 'a limit without end', text: query('limit: 1000000'), codes: ['DB206'] },
  { name: 'a limit as text', text: query('limit: many'), codes: ['DB203'] },
  { name: 'a relation without its kind', text: model('relations: { author: { via: author_id } }'), codes: ['DB207'] },
  {
    name: 'a relation of two kinds',
    text: model('relations: { author: { belongs_to: User, has_one: User } }'),
    codes: ['DB207'],
  },
  { name: 'a part of an index without what is indexed', text: model('indexes: [[{ order: desc }]]'), codes: ['DB207'] },
  { name: 'a filter without an operator', text: query('filter: { keyword: { required: true } }'), codes: ['DB207'] },
  {
    name: 'a filter with two operators',
    text: query('filter: { keyword: { equals: a, any_of: a } }'),
    codes: ['DB207'],
  },
  {
    name: 'an unknown option deep within',
    text: query('load: { a: { load: { b: { load: { c: { limits: 1 } } } } } }'),
    codes: ['DB201'],
  },
  { name: 'an unknown key with a required one missing', text: column('{ tpye: text }'), codes: ['DB201'] },
  { name: 'a colon in text', text: model('checks:\n  - kind: x <> 1'), codes: ['DB201', 'DB202'] },
  { name: 'a merge key', text: 'version: 1\n<<: { models: {} }\n', codes: ['DB103'] },
  { name: 'an included glob that is a number', text: 'version: 1\ninclude: [1]\n', codes: ['DB203'] },
]
