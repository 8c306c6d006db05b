import { columns } from './column.js'
import { list, named, record } from './compound.js'
import { checks, foreignKeys, primaryKey, storage, uniques } from './constraint.js'
import { exclude, indexes } from './indexes.js'
import { anyColumnName, columnKey, givenName, modelName, orderName, propertyName, throughName } from './names.js'
import { partitionBy, partitions } from './partition.js'
import { queries } from './query.js'
import { choice, flag, text, type Value } from './shape.js'
import { renamedFrom } from './types.js'

const target = (description: string) => text({ description, ...modelName, examples: ['User'] })

/** How related rows are loaded. */
export const strategy = choice(['join', 'select'], {
  description:
    'How related rows are loaded: within the same statement (`join`), or with one more statement (`select`), which is faster from about 50 rows on, and for relations of relations. Default: join.',
})

/** Columns to order by. */
export const order = list(
  text({ description: 'A column; with "-" in front, descending.', ...orderName, examples: ['-created_at'] }),
  {
    description: 'Columns to order by; "-" in front means descending.',
    examples: [['-created_at']],
  },
)

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
      ...columnKey,
      examples: ['author_id'],
    }),
    through: text({
      description:
        'The join table of a many_to_many: a table that dbgen makes (post_tags), or a model with columns of its own (Membership).',
      ...throughName,
      examples: ['post_tags', 'CommentLike'],
    }),
    inverse: text({
      description: 'The relation of the other model that is this one seen from there, where that is not clear.',
      ...propertyName,
      examples: ['posts'],
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

const mixinNames = list(text({ description: 'A mixin.', ...modelName, examples: ['Timestamps'] }), {
  description: 'Mixins whose columns, checks and indexes this model gets, behind its own.',
})

/** Whether tables are in use while they are changed. */
export const online = flag({
  description:
    'False where nobody uses the tables while a migration runs, so that it may lock them for as long as it takes. Default: true.',
  examples: [false],
})

const model = record(
  'a model',
  {
    table: text({
      description: 'Name of the table. Default: the plural of the model, in snake case.',
      ...givenName,
      examples: ['users'],
    }),
    schema: text({ description: 'Schema of the table. Default: `public`.', ...givenName, examples: ['billing'] }),
    comment: text({
      description: 'Comment, in the database and in the generated code.',
      examples: ['What a user writes.'],
    }),
    mixins: mixinNames,
    columns,
    primary_key: primaryKey,
    unique: uniques,
    indexes,
    checks,
    foreign_keys: foreignKeys,
    exclude,
    unlogged: flag({
      description: 'Whether the table is left out of the log of the server: faster, and empty after a crash.',
    }),
    storage,
    row_level_security: choice(['enabled', 'forced'], {
      description:
        'Whether policies decide who sees which rows: `enabled` for all but the owner of the table, `forced` for the owner too. Policies are written under `sql`.',
    }),
    partition_by: partitionBy,
    partitions,
    renamed_from: renamedFrom,
    drop: list(text({ description: 'A column.', ...anyColumnName, examples: ['legacy_code'] }), {
      description: 'Columns of the table that the model no longer has and that may be dropped with their values.',
      examples: [['legacy_code']],
    }),
    online,
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
      exclusions: 'write "exclude"',
      renamed: 'write "renamed_from"',
      rls: 'write "row_level_security"',
      tablespace: 'dbgen leaves that to the server',
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
