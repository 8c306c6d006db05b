import { either, named, record } from './compound.js'
import { check, collation, columnPrimaryKey, columnUnique, onDelete, orphans, references } from './constraint.js'
import { columnIndex } from './indexes.js'
import { anyColumnName, columnKey, moduleName, typeExpression } from './names.js'
import { choice, flag, sql, text, type Value, wordOrCall } from './shape.js'
import { defaultValue, sequenceOptions, sqlValue } from './value.js'

const type = text({
  description:
    'The type of the column: any built-in type of PostgreSQL with its modifiers, `citext` or `ltree`, or an enum or a domain of this spec, and `[]` behind it for an array.',
  examples: ['bigint', 'text', 'varchar(200)', 'numeric(10, 2)', 'timestamptz', 'boolean', 'jsonb', 'uuid', 'text[]'],
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

const mode = choice(['always', 'by default'], {
  description: 'Numbered by the database. `always`: an insert cannot give a value; `by default`: it may.',
})

const identity = either(
  [
    mode,
    record(
      'an identity',
      { mode, ...sequenceOptions },
      { description: 'Numbered by the database, with options of its sequence.', required: ['mode'] },
    ),
  ],
  {
    description: 'Numbered by the database: how, or a map with options of its sequence.',
    examples: ['always', { mode: 'always', start: 1000 }],
  },
)

const expression = sql({
  description: 'Expression from which the database computes the value.',
  examples: ['price * quantity'],
})

const generated = either(
  [
    expression,
    record(
      'a generated column',
      {
        sql: expression,
        stored: flag({
          description: 'False where it is computed whenever it is read (PostgreSQL 18). Default: true, it is stored.',
        }),
      },
      { description: 'A value that the database computes, with options.', required: ['sql'] },
    ),
  ],
  {
    description: 'Expression from which the database computes and stores the value, or a map with options.',
    examples: ['price * quantity', { sql: 'price * quantity', stored: false }],
  },
)

const oldColumns = sql({
  description: 'Expression over the columns as they were before the migration, which gives the new value.',
  examples: ['price::integer'],
})

const using = either(
  [
    oldColumns,
    record(
      'a conversion',
      {
        sql: oldColumns,
        back: sql({
          description: 'Expression over the columns as they are after it, which gives the old value again.',
          examples: ['price::text'],
        }),
      },
      { description: 'How values get to their new form, and back.', required: ['sql'] },
    ),
  ],
  {
    description: 'How a migration that changes the type of the column, or adds it, gets its values from the old ones.',
    examples: ['price::integer', { sql: 'cents / 100.0', back: '(price * 100)::integer' }],
  },
)

const notNull = 'a column is not null unless it says "nullable: true"'
const numbered = 'for numbers made by the database, write "identity: always"'
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
  auto_increment: numbered,
  autoincrement: numbered,
  serial: numbered,
  length: ofType,
  size: ofType,
  precision: ofType,
  scale: ofType,
  array: 'write "[]" behind the type, as in "text[]"',
  enum: ofEnum,
  values: ofEnum,
  foreign_key: reference,
  ref: reference,
  collate: 'write "collation"',
  renamed: 'write "renamed_from"',
  old_name: 'write "renamed_from"',
  as: 'for the form of its values in TypeScript write "typescript", as in "typescript: string"',
}

const fullColumn = record(
  'a column',
  {
    type,
    primary_key: columnPrimaryKey,
    identity,
    nullable: flag({ description: 'Whether the column may be null. Default: false.' }),
    default: defaultValue,
    generated,
    collation,
    references,
    on_delete: onDelete,
    on_update: onUpdate,
    orphans,
    unique: columnUnique,
    index: columnIndex,
    check,
    comment: text({
      description: 'Comment, in the database and in the generated code.',
      examples: ['As it is shown to others.'],
    }),
    private: flag({ description: 'Never selected unless asked for: password hashes and the like.' }),
    readonly: flag({ description: 'May be given on insert but never updated.' }),
    typescript,
    renamed_from: text({
      description: 'What the column was called before: the migration renames it and keeps its values.',
      examples: ['old_name'],
      ...anyColumnName,
    }),
    using,
    backfill: sql({
      description:
        'The value that a migration gives to rows which have none, where the column is new or no longer nullable. It may hold a subquery.',
      examples: ["'unknown'", 'lower(name)'],
    }),
  },
  { description: 'A column, with options.', required: ['type'], hints: columnHints },
)

const column = either([type, fullColumn], {
  description: 'A column: just its type (not null), or a map with options.',
})

/** Columns by name. */
export const columns = named(column, {
  description: 'The columns, by name.',
  ...columnKey,
})

export type ColumnSpec = Value<typeof fullColumn>
export type ColumnsSpec = Value<typeof columns>
