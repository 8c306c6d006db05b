import { either, list, named, record } from './compound.js'
import { collationName, columnKey, givenName, modelName, referenceName, storageName, storageValue } from './names.js'
import { choice, flag, sql, text, type Value, whole } from './shape.js'

/** The name of a column. */
export const columnName = text({ description: 'A column.', ...columnKey, examples: ['author_id'] })

/** Columns by name. */
export const columnList = (description: string) => list(columnName, { description })

/** The name of a constraint. */
export const constraintName = text({
  description: 'Name of the constraint. Inferred when left out.',
  ...givenName,
  examples: ['posts_title_not_blank'],
})

/** Columns stored along. */
export const include = columnList('Columns stored along, so that the index alone answers a query.')

/** When a constraint is checked. */
export const deferrable = choice(['immediate', 'deferred'], {
  description:
    'That the constraint may be checked at the end of a transaction: `deferred` does so by itself, `immediate` once the transaction asks for it. Default: at the end of each statement, always.',
  examples: ['deferred'],
})

const notValid = flag({
  description: 'Whether rows that were there before need not fulfil it. New and changed rows must.',
  examples: [true],
})

/** Whether nulls are the same. */
export const nullsNotDistinct = flag({ description: 'Whether two nulls count as the same value.' })

/** A collation. */
export const collation = text({
  description: 'The collation: in which order texts stand, and which count as the same.',
  ...collationName,
  examples: ['C', 'de-x-icu'],
})

/** Storage parameters. */
export const storage = named(
  either(
    [
      text({ description: 'A value.', ...storageValue, examples: ['auto'] }),
      whole({ description: 'A value.', least: -1, most: 2_147_483_647 }),
      flag({ description: 'A value.' }),
    ],
    { description: 'The value. One with a point stands in quotes.', examples: [70, false, '0.05'] },
  ),
  {
    description: 'Storage parameters of PostgreSQL, by name.',
    examples: [{ fillfactor: 70 }],
    ...storageName,
    least: 1,
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

/** What becomes of rows that a new foreign key finds without their target. */
export const orphans = choice(['delete', 'set null'], {
  description:
    'What a migration does with rows that a new foreign key finds without the row they refer to: `delete` them, or `set null` in their columns. Left out, such rows keep the migration from being applied.',
  examples: ['delete'],
})

const match = choice(['full'], {
  description: '`full`: either all columns of the key are null, or none. Default: a null in one is enough.',
})

/** `references` of a column: the model, or a map with options. */
export const references = either(
  [
    text({
      description: 'The model whose row this column refers to (its primary key), or one unique column of it.',
      ...referenceName,
      examples: ['User', 'User.email'],
    }),
    record(
      'a reference',
      {
        model: text({
          description: 'The model whose row this column refers to (its primary key), or one unique column of it.',
          ...referenceName,
          examples: ['User', 'User.email'],
        }),
        name: constraintName,
        match,
        deferrable,
        not_valid: notValid,
      },
      { description: 'What this column refers to, with options.', required: ['model'] },
    ),
  ],
  {
    description: 'What this column refers to: a model, or a map with its name and options of the constraint.',
    examples: ['User', 'User.email', { model: 'User', deferrable: 'deferred' }],
  },
)

/** Foreign keys of a model. */
export const foreignKeys = list(
  record(
    'a foreign key',
    {
      columns: columnList('Columns of this model.'),
      references: text({ description: 'The model they refer to.', ...modelName, examples: ['CommentLike'] }),
      to: columnList('The columns they refer to. Default: the primary key.'),
      on_delete: onDelete,
      set_columns: columnList(
        'The columns that `on_delete` sets to null or to their default. Default: all of the key.',
      ),
      on_update: onUpdateAction,
      name: constraintName,
      match,
      deferrable,
      not_valid: notValid,
      orphans,
    },
    { description: 'A foreign key.', required: ['columns', 'references'] },
  ),
  { description: 'Foreign keys over several columns, or with options.' },
)

/** Whether a column is the primary key. */
export const columnPrimaryKey = either(
  [
    flag({ description: 'This column is the primary key.' }),
    record(
      'a primary key',
      { name: constraintName, include, deferrable },
      { description: 'This column is the primary key, with options.' },
    ),
  ],
  { description: 'Whether this column is the primary key. More than one column: `primary_key` of the model.' },
)

/** The primary key of a model. */
export const primaryKey = either(
  [
    columnList('The columns of the primary key.'),
    record(
      'a primary key',
      { columns: columnList('The columns of the primary key.'), name: constraintName, include, deferrable },
      { description: 'A primary key with options.', required: ['columns'] },
    ),
  ],
  { description: 'The primary key, where it has several columns.', examples: [['post_id', 'tag_id']] },
)

const uniqueOptions = { name: constraintName, nulls_not_distinct: nullsNotDistinct, include, deferrable }

/** Whether a column is unique. */
export const columnUnique = either(
  [
    flag({ description: 'No two rows have the same value.' }),
    record('a unique constraint', uniqueOptions, { description: 'No two rows have the same value, with options.' }),
  ],
  { description: 'Whether the value is unique. More than one column: `unique` of the model.' },
)

/** Unique constraints of a model. */
export const uniques = list(
  either(
    [
      columnList('Columns that are unique together.'),
      record(
        'a unique constraint',
        { columns: columnList('Columns that are unique together.'), ...uniqueOptions },
        { description: 'A unique constraint with options.', required: ['columns'] },
      ),
    ],
    { description: 'Columns that are unique together.' },
  ),
  { description: 'Unique constraints over several columns.', examples: [[['author_id', 'slug']]] },
)

/** A check constraint: its expression, or a map with its name. */
export const check = either(
  [
    sql({ description: 'A condition that every row fulfils.', examples: ['rating between 1 and 5'] }),
    record(
      'a check',
      {
        name: constraintName,
        sql: sql({ description: 'A condition that every row fulfils.', examples: ['rating between 1 and 5'] }),
        not_valid: notValid,
      },
      { description: 'A condition that every row fulfils, with options.', required: ['sql'] },
    ),
  ],
  { description: 'A condition that every row fulfils.' },
)

/** Checks of a model or mixin. */
export const checks = list(check, { description: 'Conditions that every row fulfils.' })

export type CheckSpec = Value<typeof check>
export type ForeignKeysSpec = Value<typeof foreignKeys>
export type ReferencesSpec = Value<typeof references>
export type StorageSpec = Value<typeof storage>
