import { either, list, named, record } from './compound.js'
import { check, collation } from './constraint.js'
import { anyDatabaseName, columnPath, givenName, modelName } from './names.js'
import { choice, flag, text, type Value } from './shape.js'
import { defaultValue, sequenceOptions } from './value.js'

const schema = (what: string) =>
  text({ description: `Schema of the ${what}. Default: \`public\`.`, ...givenName, examples: ['billing'] })

const comment = text({
  description: 'Comment, in the database and in the generated code.',
  examples: ['What a user may do.'],
})

/** What something was called before. */
export const renamedFrom = text({
  description:
    'What it was called in the database before, with its schema in front where that was another: the migration renames it and keeps what is in it.',
  examples: ['old_name', 'billing.old_name'],
  ...anyDatabaseName,
})

const enumValue = either(
  [
    text({ description: 'A value.', examples: ['draft'] }),
    record(
      'a value',
      {
        value: text({ description: 'The value.', examples: ['published'] }),
        renamed_from: text({
          description: 'What the value was before: rows that have it get it.',
          examples: ['public'],
        }),
      },
      { description: 'A value that was another one before.', required: ['value', 'renamed_from'] },
    ),
  ],
  { description: 'A value.' },
)

const enumValues = list(enumValue, { description: 'The values, in order.' })

const fullEnum = record(
  'an enum',
  {
    values: enumValues,
    name: text({
      description: 'Name of the type in the database. Inferred when left out.',
      ...givenName,
      examples: ['user_role'],
    }),
    schema: schema('type'),
    comment,
    renamed_from: renamedFrom,
    map: named(text({ description: 'The value that rows have from then on.', examples: ['published'] }), {
      description: 'What becomes of rows with a value that the enum no longer has: `{ old_value: new_value }`.',
      examples: [{ archived: 'draft' }],
      pattern: /^[^\s].*$/,
      form: 'a value',
      least: 1,
    }),
  },
  { description: 'An enum, with options.', required: ['values'], hints: { renamed: 'write "renamed_from"' } },
)

/** Enums by name. */
export const enums = named(
  either([enumValues, fullEnum], {
    description: 'An enum: the list of its values, or a map with options.',
    examples: [['draft', 'published']],
  }),
  { description: 'Enums, by the name of their TypeScript type.', ...modelName },
)

const domain = record(
  'a domain',
  {
    type: text({
      description: 'The type that it is made of: a built-in type of PostgreSQL, or an enum of this spec.',
      examples: ['citext', 'varchar(100)', 'numeric(10, 2)'],
    }),
    nullable: flag({
      description: 'False where no column of the domain may be null. Default: true, each column says it for itself.',
    }),
    default: defaultValue,
    check,
    checks: list(check, { description: 'Conditions that every value fulfils; in them the value is called `value`.' }),
    collation,
    name: text({
      description: 'Name of the domain in the database. Inferred when left out.',
      ...givenName,
      examples: ['percentage'],
    }),
    schema: schema('domain'),
    comment,
    renamed_from: renamedFrom,
  },
  {
    description: 'A domain: a type with conditions of its own. In TypeScript its values are those of its type.',
    required: ['type'],
    hints: {
      not_null: 'write "nullable: false"',
      values: 'a type with a list of values is an enum: write it under "enums"',
    },
  },
)

/** Domains by name. */
export const domains = named(domain, {
  description: 'Domains, by the name that columns use as their type.',
  examples: [{ Email: { type: 'citext', check: "value like '%@%'" } }],
  ...modelName,
})

const sequence = record(
  'a sequence',
  {
    type: choice(['smallint', 'integer', 'bigint'], { description: 'The type of its numbers. Default: `bigint`.' }),
    ...sequenceOptions,
    schema: schema('sequence'),
    owned_by: text({
      description: 'The column with which it goes: it is dropped with it.',
      examples: ['Invoice.number'],
      ...columnPath,
    }),
    comment: text({ description: 'Comment, in the database.', examples: ['Numbers of invoices.'] }),
    renamed_from: renamedFrom,
  },
  {
    description: 'A sequence. Columns use it with `default: nextval(...)`.',
    hints: { min: 'write "minimum"', max: 'write "maximum"', step: 'write "increment"' },
  },
)

/** Sequences by name. */
export const sequences = named(sequence, {
  description: 'Sequences that are not those of an identity column, by their name in the database.',
  examples: [{ invoice_number_seq: { start: 1000 } }],
  ...givenName,
})

export type EnumsSpec = Value<typeof enums>
export type DomainsSpec = Value<typeof domains>
export type SequencesSpec = Value<typeof sequences>
