import { check, columns, indexMethod, onDelete, onUpdateAction } from './column.js'
import { either, list, named, record } from './compound.js'
import { databaseName, modelName, orderName, propertyName, throughName } from './names.js'
import { queries } from './query.js'
import { choice, flag, sql, text, type Value } from './shape.js'

/** The name of a column. */
export const columnName = text({ description: 'A column.', ...databaseName })

const columnList = (description: string) => list(columnName, { description })

const primaryKey = either(
  [
    columnList('The columns of the primary key.'),
    record(
      'a primary key',
      {
        columns: columnList('The columns of the primary key.'),
        name: text({ description: 'Name of the constraint. Inferred when left out.', ...databaseName }),
      },
      { description: 'A primary key with a name.', required: ['columns'] },
    ),
  ],
  { description: 'The primary key, where it has several columns.', examples: [['post_id', 'tag_id']] },
)

const uniques = list(
  either(
    [
      columnList('Columns that are unique together.'),
      record(
        'a unique constraint',
        {
          columns: columnList('Columns that are unique together.'),
          name: text({ description: 'Name of the constraint. Inferred when left out.', ...databaseName }),
          nulls_not_distinct: flag({ description: 'Whether two nulls count as the same value.' }),
        },
        { description: 'A unique constraint with options.', required: ['columns'] },
      ),
    ],
    { description: 'Columns that are unique together.' },
  ),
  { description: 'Unique constraints over several columns.', examples: [[['author_id', 'slug']]] },
)

const indexTerm = either(
  [
    text({ description: 'A column; with "-" in front, descending.', ...orderName }),
    record(
      'a part of an index',
      {
        column: columnName,
        sql: sql({ description: 'An expression over the columns.', examples: ['lower(email)'] }),
        order: choice(['asc', 'desc'], { description: 'Default: asc.' }),
        nulls: choice(['first', 'last'], { description: 'Where nulls go.' }),
        operator_class: text({ description: 'Operator class.', ...databaseName, examples: ['text_pattern_ops'] }),
      },
      { description: 'A column or an expression, with options.', oneOf: ['column', 'sql'] },
    ),
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
          name: text({ description: 'Name of the index. Inferred when left out.', ...databaseName }),
          unique: flag({ description: 'Whether no two rows have the same values.' }),
          method: indexMethod,
          include: columnList('Columns stored along, so that the index alone answers a query.'),
          where: sql({ description: 'Predicate of a partial index.', examples: ['deleted_at is null'] }),
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

/** Checks of a model or mixin. */
export const checks = list(check, { description: 'Conditions that every row fulfils.' })

const foreignKeys = list(
  record(
    'a foreign key',
    {
      columns: columnList('Columns of this model.'),
      references: text({ description: 'The model they refer to.', ...modelName }),
      to: columnList('The columns they refer to. Default: the primary key.'),
      on_delete: onDelete,
      on_update: onUpdateAction,
      name: text({ description: 'Name of the constraint. Inferred when left out.', ...databaseName }),
    },
    { description: 'A foreign key.', required: ['columns', 'references'] },
  ),
  { description: 'Foreign keys over several columns, or with a name of their own.' },
)

const target = (description: string) => text({ description, ...modelName })

/** How related rows are loaded. */
export const strategy = choice(['join', 'select'], {
  description:
    'How related rows are loaded: within the same statement (`join`), or with one more statement (`select`), which is faster from about 50 rows on, and for relations of relations. Default: join.',
})

/** Columns to order by. */
export const order = list(text({ description: 'A column; with "-" in front, descending.', ...orderName }), {
  description: 'Columns to order by; "-" in front means descending.',
  examples: [['-created_at']],
})

const viaInstead = 'write "via", with the foreign key column'

const relation = record(
  'a relation',
  {
    belongs_to: target('This model holds the foreign key: at most one row on the other side.'),
    has_one: target('The other model holds the foreign key, and it is unique: at most one row on the other side.'),
    has_many: target('The other model holds the foreign key: any number of rows on the other side.'),
    many_to_many: target('Rows of both models are linked by rows of a third table.'),
    via: text({
      description:
        'The foreign key column to follow, where there are several. For many_to_many, the column of the join table that refers to this model.',
      ...databaseName,
    }),
    through: text({
      description:
        'The join table of a many_to_many: a table that dbgen makes (post_tags), or a model with columns of its own (Membership).',
      ...throughName,
    }),
    inverse: text({
      description: 'The relation of the other model that is this one seen from there, where that is not clear.',
      ...propertyName,
    }),
    order,
    strategy,
  },
  {
    description: 'A relation. Both sides are declared, each in its own model.',
    oneOf: ['belongs_to', 'has_one', 'has_many', 'many_to_many'],
    hints: { foreign_key: viaInstead, column: viaInstead },
  },
)

const relations = named(relation, {
  description: 'Relations to other models, by the name of the property that holds the related rows.',
  ...propertyName,
})

const mixinNames = list(text({ description: 'A mixin.', ...modelName }), {
  description: 'Mixins whose columns, checks and indexes this model gets, behind its own.',
})

const model = record(
  'a model',
  {
    table: text({
      description: 'Name of the table. Default: the plural of the model, in snake case.',
      ...databaseName,
    }),
    schema: text({ description: 'Schema of the table. Default: `public`.', ...databaseName }),
    comment: text({ description: 'Comment, in the database and in the generated code.' }),
    mixins: mixinNames,
    columns,
    primary_key: primaryKey,
    unique: uniques,
    indexes,
    checks,
    foreign_keys: foreignKeys,
    relations,
    queries,
  },
  {
    description: 'A model: one table, its relations and its queries.',
    hints: {
      name: 'the name of the table is "table"',
      fields: 'write "columns"',
      properties: 'write "columns"',
      relationships: 'write "relations"',
      constraints: 'write "unique", "checks" or "foreign_keys"',
    },
  },
)

/** Models by name. */
export const models = named(model, { description: 'The models, by name.', ...modelName })

/** Mixins by name. */
export const mixins = named(
  record(
    'a mixin',
    { columns, checks, indexes },
    { description: 'Columns, checks and indexes that several models share.' },
  ),
  { description: 'What several models share, by name.', ...modelName },
)

export type ModelSpec = Value<typeof model>
export type ModelsSpec = Value<typeof models>
export type MixinsSpec = Value<typeof mixins>
export type RelationSpec = Value<typeof relation>
export type IndexesSpec = Value<typeof indexes>
export type ForeignKeysSpec = Value<typeof foreignKeys>
