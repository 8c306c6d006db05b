import { either, list, record } from './compound.js'
import { collation, columnName, constraintName, deferrable, include, nullsNotDistinct, storage } from './constraint.js'
import { databaseName, givenName, operatorName, orderName } from './names.js'
import { choice, flag, sql, text, type Value } from './shape.js'

const indexName = text({
  description: 'Name of the index. Inferred when left out.',
  ...givenName,
  examples: ['posts_status_idx'],
})

/** The methods that an index can use. */
const indexMethod = choice(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin'], {
  description: 'The index method. Default: `btree`.',
})

const predicate = (example: string) => sql({ description: 'Predicate of a partial index.', examples: [example] })

/** Whether a column is indexed. */
export const columnIndex = either(
  [
    flag({ description: 'An index on this column.' }),
    record(
      'an index',
      { name: indexName, method: indexMethod, where: predicate('published_at is not null'), storage },
      { description: 'An index on this column, with options.' },
    ),
  ],
  { description: 'Whether to index this column. More than one column: `indexes` of the model.' },
)

const termFields = {
  column: columnName,
  sql: sql({ description: 'An expression over the columns.', examples: ['lower(email)'] }),
  order: choice(['asc', 'desc'], { description: 'Default: asc.' }),
  nulls: choice(['first', 'last'], { description: 'Where nulls go.' }),
  collation,
  operator_class: text({ description: 'Operator class.', ...databaseName, examples: ['text_pattern_ops'] }),
}

const indexTerm = either(
  [
    text({
      description: 'A column; with "-" in front, descending.',
      ...orderName,
      examples: ['status', '-created_at'],
    }),
    record('a part of an index', termFields, {
      description: 'A column or an expression, with options.',
      oneOf: ['column', 'sql'],
    }),
  ],
  { description: 'A column or an expression.' },
)

const indexColumns = list(indexTerm, { description: 'What is indexed, in order.' })

/** Indexes of a model or mixin. */
export const indexes = list(
  either(
    [
      indexColumns,
      record(
        'an index',
        {
          columns: indexColumns,
          name: indexName,
          unique: flag({ description: 'Whether no two rows have the same values.' }),
          nulls_not_distinct: nullsNotDistinct,
          method: indexMethod,
          include,
          where: predicate('deleted_at is null'),
          storage,
        },
        { description: 'An index with options.', required: ['columns'] },
      ),
    ],
    { description: 'An index: its columns, or a map with options.' },
  ),
  {
    description: 'Indexes over several columns, expressions, or part of the rows.',
    examples: [[['author_id', '-created_at'], { columns: [{ sql: 'lower(email)' }], unique: true }]],
  },
)

const { order: _, nulls: __, ...excludedFields } = termFields

/** Exclusion constraints of a model. */
export const exclude = list(
  record(
    'an exclusion',
    {
      columns: list(
        record(
          'a part of an exclusion',
          {
            ...excludedFields,
            with: text({ description: 'The operator that compares two rows.', ...operatorName, examples: ['=', '&&'] }),
          },
          {
            description: 'A column or an expression, and how it is compared.',
            required: ['with'],
            oneOf: ['column', 'sql'],
          },
        ),
        { description: 'What is compared: two rows exclude each other where all comparisons are true.' },
      ),
      method: choice(['gist', 'spgist', 'btree', 'hash'], { description: 'The index method. Default: `gist`.' }),
      where: sql({ description: 'Which rows take part.', examples: ['not cancelled'] }),
      deferrable,
      name: constraintName,
    },
    { description: 'Rows that exclude each other.', required: ['columns'] },
  ),
  {
    description: 'Rows that exclude each other: no two bookings of a room overlap.',
    examples: [
      [
        {
          columns: [
            { column: 'room_id', with: '=' },
            { column: 'during', with: '&&' },
          ],
        },
      ],
    ],
  },
)

export type IndexesSpec = Value<typeof indexes>
export type ExcludeSpec = Value<typeof exclude>
