import { parseArgs } from 'node:util'

export interface Options {
  /** Numbers of models. */
  readonly sizes: readonly number[]
  readonly rounds: number
  /** Whether drizzle-kit and kysely-codegen are measured beside dbgen. */
  readonly peers: boolean
  readonly help: boolean
}

export const usage = `npm run bench:generate -- [options]

  --quick        4 and 100 models, one round
  --sizes 4,100  numbers of models [4,100,500,1000]
  --rounds N     how often each command is repeated [5]; the median counts
  --no-peers     dbgen alone: installs nothing and starts no PostgreSQL
`

/** Throws for what it does not know. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      rounds: { type: 'string' },
      'no-peers': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const sizes = (values.sizes ?? (values.quick ? '4,100' : '4,100,500,1000')).split(',').map(whole)
  return {
    sizes: sizes.sort((a, b) => a - b),
    rounds: whole(values.rounds ?? (values.quick ? '1' : '5')),
    peers: !values['no-peers'],
    help: values.help,
  }
}

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`${text}: expected a whole number from 1`)
}
