import { hazardCodes, hazardRules } from '../hazards.js'
import { list, record } from './compound.js'
import { choice, text, type Value } from './shape.js'

const allow = choice(hazardCodes, {
  description: `The hazard, by its code:\n\n${hazardCodes.map((code) => `- ${code}: ${hazardRules[code].title}`).join('\n')}`,
  hint: 'write the code that "dbgen check" shows, like HZ101',
})

const exception = record(
  'an exception',
  {
    allow,
    migration: text({
      description: 'The migration that it is for, by its name, as the files in the migrations folder have it.',
      pattern: /^[^\s/]+$/,
      form: 'the name of a migration, like 20261122104500_add_index',
      examples: ['20261122104500_add_index'],
    }),
    reason: text({
      description: 'Why it does no harm, for whoever reads this later.',
      examples: ['the table has ten rows'],
    }),
  },
  {
    description: 'A hazard of a migration that does no harm, and why.',
    required: ['allow', 'migration', 'reason'],
    hints: { code: 'write "allow"', hazard: 'write "allow"', because: 'write "reason"', why: 'write "reason"' },
  },
)

/** Hazards that are let through. */
export const hazards = list(exception, {
  description:
    'Hazards that "dbgen check" lets through, each for one migration and with a reason. What the spec allows by a word, such as "drop" or "renamed_from", needs none.',
  examples: [[{ allow: 'HZ101', migration: '20261122104500_add_index', reason: 'the table has ten rows' }]],
})

export type HazardsSpec = Value<typeof hazards>
