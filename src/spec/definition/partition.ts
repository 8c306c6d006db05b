import { either, list, named, record } from './compound.js'
import { columnName } from './constraint.js'
import { givenName } from './names.js'
import { choice, scalar, type Value, whole } from './shape.js'
import { sqlValue } from './value.js'

const terms = list(either([columnName, sqlValue], { description: 'A column, or an expression.' }), {
  description: 'The columns or expressions that decide to which partition a row goes.',
  examples: [['created_at']],
})

/** How a table is divided into partitions. */
export const partitionBy = record(
  'a partitioning',
  { range: terms, list: terms, hash: terms },
  {
    description: 'How the table is divided into partitions: by ranges of values, lists of values, or a hash.',
    examples: [{ range: ['created_at'] }],
    oneOf: ['range', 'list', 'hash'],
  },
)

const bounds = (description: string, example: unknown) =>
  list(scalar({ description: 'A value; for ranges also minvalue or maxvalue, without quotes.' }), {
    description,
    examples: [example],
  })

const partition = either(
  [
    choice(['default'], { description: 'Takes the rows that no other partition takes.' }),
    record(
      'a partition',
      {
        from: bounds('The first value of the range, for each column.', ['2026-01-01']),
        to: bounds('The first value behind the range, for each column.', ['2027-01-01']),
        values: bounds('The values of the list.', ['de', 'fr']),
        modulus: whole({ description: 'Into how many parts the hash divides.', least: 1, most: 2_147_483_647 }),
        remainder: whole({ description: 'Which of the parts this is, from 0.', least: 0, most: 2_147_483_646 }),
      },
      { description: 'The rows that a partition takes.' },
    ),
  ],
  { description: 'The rows that a partition takes: a map of bounds, or `default`.' },
)

/** Partitions by name. */
export const partitions = named(partition, {
  description: 'The partitions, by the names of their tables. They have the columns, keys and indexes of this one.',
  examples: [{ events_2026: { from: ['2026-01-01'], to: ['2027-01-01'] }, events_other: 'default' }],
  ...givenName,
})

export type PartitionBySpec = Value<typeof partitionBy>
export type PartitionsSpec = Value<typeof partitions>
