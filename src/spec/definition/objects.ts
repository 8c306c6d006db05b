import { list, named, record } from './compound.js'
import { anyDatabaseName, databaseName } from './names.js'
import { flag, text, type Value } from './shape.js'

const dropped = (what: string) =>
  list(text({ description: `The name of one.`, ...anyDatabaseName, examples: ['old', 'billing.old'] }), {
    description: `${what} that may be dropped with all that is in them.`,
    examples: [['old']],
  })

/** What may be dropped. */
export const drop = record(
  'what is dropped',
  {
    tables: dropped('Tables'),
    enums: dropped('Enums'),
    domains: dropped('Domains'),
    sequences: dropped('Sequences'),
    schemas: dropped('Schemas'),
    extensions: dropped('Extensions'),
  },
  {
    description:
      'What the database has and the spec no longer does, by its name in the database: without being named here, nothing is dropped.',
    hints: { columns: 'columns are dropped in their model: write "drop: [name]" there', models: 'write "tables"' },
  },
)

const statements = (description: string, example: string) => text({ description, examples: [example] })

const block = record(
  'an SQL block',
  {
    up: statements(
      'Statements that create something: functions, triggers, views, policies.',
      'create view recent as select * from posts',
    ),
    down: statements(
      'Statements that remove it again. May be left out where they follow from `up`.',
      'drop view recent',
    ),
    before_tables: flag({ description: 'Whether tables need it: it is run before them. Default: after them.' }),
  },
  {
    description: 'Statements that create something, and those that remove it again.',
    required: ['up'],
    hints: { sql: 'write "up"', create: 'write "up"', drop: 'write "down"' },
  },
)

/** What has no word of its own. */
export const sqlBlocks = named(block, {
  description:
    'What has no word of its own in the spec, as SQL, by a name for each: functions, triggers, views, policies, grants. Run in this order.',
  ...databaseName,
})

export type DropSpec = Value<typeof drop>
export type SqlBlocksSpec = Value<typeof sqlBlocks>
