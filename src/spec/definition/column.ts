import { either, list, named, record } from './compound.js'
import { databaseName, modelName, moduleName, referenceName, typeExpression } from './names.js'
import { choice, flag, scalar, sql, text, type Value, wordOrCall } from './shape.js'

const type = text({
  description:
    'The type of the column: any built-in type of PostgreSQL with its modifiers, `citext` or `ltree`, or an enum of this spec, and `[]` behind it for an array.',
  examples: ['bigint', 'text', 'varchar(200)', 'numeric(10, 2)', 'timestamptz', 'boolean', 'jsonb', 'uuid', 'text[]'],
})

const sqlValue = record(
  'an SQL expression',
  { sql: sql({ description: 'One SQL expression.', examples: ["now() + interval '1 day'"] }) },
  { description: 'An SQL expression, said explicitly.', required: ['sql'] },
)

const defaultValue = either(
  [
    scalar({ description: 'A literal, or a function call such as now().' }),
    list(scalar({ description: 'One element.' }), { description: 'The elements of an array.', least: 0 }),
    sqlValue,
  ],
  {
    description:
      'What the database stores when an insert gives no value. Quoted text is always a literal; an unquoted function call (`now()`) or keyword (`current_date`) is SQL; `{ sql: ... }` is always SQL.',
    examples: [true, 0, 'draft', 'now()', 'gen_random_uuid()', { sql: "now() + interval '1 day'" }],
  },
)

const action = ['cascade', 'restrict', 'no action', 'set null', 'set default'] as const

/** What happens to rows when the row they refer to is deleted. */
export const onDelete = choice(action, {
  description: 'What happens to this row when the row it refers to is deleted. Default: `no action` (refuse).',
})

/** What happens to rows when the key they refer to changes. */
export const onUpdateAction = choice(action, {
  description: 'What happens to this row when the key it refers to changes. Default: `no action` (refuse).',
})

const onUpdate = either(
  [
    wordOrCall({
      description: 'An action for a foreign key, or a function call such as now().',
      examples: ['now()', 'cascade'],
    }),
    sqlValue,
  ],
  {
    description:
      'On a column with `references`: what happens when the key it refers to changes (`cascade`, ...). On any other column: the SQL expression that updates made through the generated code store, such as `now()`.',
    examples: ['now()', 'cascade'],
  },
)

/** The methods that an index can use. */
export const indexMethod = choice(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin'], {
  description: 'The index method. Default: `btree`.',
})

const index = either(
  [
    flag({ description: 'An index on this column.' }),
    record(
      'an index',
      {
        name: text({ description: 'Name of the index. Inferred when left out.', ...databaseName }),
        method: indexMethod,
        where: sql({ description: 'Predicate of a partial index.', examples: ['published_at is not null'] }),
      },
      { description: 'An index on this column, with options.' },
    ),
  ],
  { description: 'Whether to index this column. More than one column: `indexes` of the model.' },
)

const unique = either(
  [
    flag({ description: 'No two rows have the same value.' }),
    record(
      'a unique constraint',
      {
        name: text({ description: 'Name of the constraint. Inferred when left out.', ...databaseName }),
        nulls_not_distinct: flag({ description: 'Whether two nulls count as the same value.' }),
      },
      { description: 'No two rows have the same value, with options.' },
    ),
  ],
  { description: 'Whether the value is unique. More than one column: `unique` of the model.' },
)

/** A check constraint: its expression, or a map with its name. */
export const check = either(
  [
    sql({ description: 'A condition that every row fulfils.', examples: ['rating between 1 and 5'] }),
    record(
      'a check',
      {
        name: text({ description: 'Name of the constraint. Inferred when left out.', ...databaseName }),
        sql: sql({ description: 'A condition that every row fulfils.', examples: ['rating between 1 and 5'] }),
      },
      { description: 'A named condition that every row fulfils.', required: ['sql'] },
    ),
  ],
  { description: 'A condition that every row fulfils.' },
)

const typescript = either(
  [
    text({
      description:
        'For bigint `string`, `number` or `bigint`; for numeric `string` or `number`; for date, timestamp and timestamptz `Date` or `string`; for an array the form of one element. For json and jsonb a global type, or a type expression.',
      ...typeExpression,
      examples: ['number', 'bigint', 'Date', 'Record<string, unknown>'],
    }),
    record(
      'a TypeScript type',
      {
        type: text({ description: 'Name of the type.', ...typeExpression, examples: ['Settings'] }),
        import: text({
          description: 'The module that exports it: a package, or a file relative to `output.typescript`.',
          ...moduleName,
          examples: ['./settings.js'],
        }),
      },
      { description: 'A TypeScript type of a json or jsonb column, and where it comes from.', required: ['type'] },
    ),
  ],
  {
    description:
      'How values of this column appear in TypeScript. Default: the form of the column that it refers to, else that of `output.types`. Queries that you build with Kysely know the type of a column alone, and keep to `output.types`.',
    examples: ['number', { type: 'Settings', import: './settings.js' }],
  },
)

const notNull = 'a column is not null unless it says "nullable: true"'
const identity = 'for numbers made by the database, write "identity: always"'
const ofType = 'it belongs to the type, as in varchar(100) or "numeric(10, 2)"'
const reference = 'write "references: User", with the name of the model'
const ofEnum = 'write the values under "enums", and the name of the enum as the type'

/** Keys that people know from elsewhere. */
const columnHints = {
  null: notNull,
  not_null: notNull,
  required: notNull,
  optional: 'write "nullable: true"',
  primary: 'write "primary_key: true"',
  pk: 'write "primary_key: true"',
  auto_increment: identity,
  autoincrement: identity,
  serial: identity,
  length: ofType,
  size: ofType,
  precision: ofType,
  scale: ofType,
  array: 'write "[]" behind the type, as in "text[]"',
  enum: ofEnum,
  values: ofEnum,
  foreign_key: reference,
  ref: reference,
  as: 'for the form of its values in TypeScript write "typescript", as in "typescript: string"',
}

const fullColumn = record(
  'a column',
  {
    type,
    nullable: flag({ description: 'Whether the column may be null. Default: false.' }),
    default: defaultValue,
    primary_key: flag({
      description: 'Whether this column is the primary key. More than one column: `primary_key` of the model.',
    }),
    identity: choice(['always', 'by default'], {
      description: 'Numbered by the database. `always`: an insert cannot give a value; `by default`: it may.',
    }),
    generated: sql({
      description: 'Expression from which the database computes and stores the value.',
      examples: ['price * quantity'],
    }),
    unique,
    index,
    check,
    references: text({
      description: 'The model whose row this column refers to (its primary key), or one unique column of it.',
      ...referenceName,
      examples: ['User', 'User.email'],
    }),
    on_delete: onDelete,
    on_update: onUpdate,
    comment: text({ description: 'Comment, in the database and in the generated code.' }),
    private: flag({ description: 'Never selected unless asked for: password hashes and the like.' }),
    readonly: flag({ description: 'May be given on insert but never updated.' }),
    typescript,
  },
  { description: 'A column, with options.', required: ['type'], hints: columnHints },
)

const column = either([type, fullColumn], {
  description: 'A column: just its type (not null), or a map with options.',
})

/** Columns by name. */
export const columns = named(column, {
  description: 'The columns, by name.',
  ...databaseName,
})

const enumValue = text({ description: 'A value.' })

const fullEnum = record(
  'an enum',
  {
    values: list(enumValue, { description: 'The values, in order.' }),
    name: text({ description: 'Name of the type in the database. Inferred when left out.', ...databaseName }),
    schema: text({ description: 'Schema of the type. Default: `public`.', ...databaseName }),
    comment: text({ description: 'Comment, in the database and in the generated code.' }),
  },
  { description: 'An enum, with options.', required: ['values'] },
)

/** Enums by name. */
export const enums = named(
  either([list(enumValue, { description: 'The values, in order.' }), fullEnum], {
    description: 'An enum: the list of its values, or a map with options.',
    examples: [['draft', 'published']],
  }),
  { description: 'Enums, by the name of their TypeScript type.', ...modelName },
)

export type ColumnSpec = Value<typeof fullColumn>
export type ColumnsSpec = Value<typeof columns>
export type DefaultSpec = Value<typeof defaultValue>
export type CheckSpec = Value<typeof check>
export type EnumsSpec = Value<typeof enums>
