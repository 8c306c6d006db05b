import { either, list, record } from './compound.js'
import { bigWhole, flag, scalar, sql, type Value } from './shape.js'

/** An SQL expression, said explicitly. */
export const sqlValue = record(
  'an SQL expression',
  { sql: sql({ description: 'One SQL expression.', examples: ["now() + interval '1 day'"] }) },
  { description: 'An SQL expression, said explicitly.', required: ['sql'] },
)

/** What the database stores when an insert gives no value. */
export const defaultValue = either(
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

/** Options of a sequence, its own or that of an identity column. */
export const sequenceOptions = {
  start: bigWhole({ description: 'The first number. Default: the minimum, where it counts up.', examples: [1000] }),
  increment: bigWhole({ description: 'The step; below 0 it counts down. Default: 1.', examples: [10] }),
  minimum: bigWhole({ description: 'The least number. Default: 1.', examples: [1] }),
  maximum: bigWhole({ description: 'The greatest number. Default: what the type holds.', examples: [999_999] }),
  cache: bigWhole({ description: 'How many numbers a connection takes at once. Default: 1.', examples: [50] }),
  cycle: flag({ description: 'Whether it begins again once it has reached its end. Default: false.' }),
}

export type DefaultSpec = Value<typeof defaultValue>
