import { parseArgs } from 'node:util'

/** What is measured. */
export const parts = ['edit', 'chain'] as const
export type Part = (typeof parts)[number]

export interface Options {
  readonly sizes: readonly number[]
  readonly parts: readonly Part[]
  /** How long the chain of migrations is. */
  readonly chain: number
  readonly rounds: number
  readonly help: boolean
}

export const usage = `npm run bench:migrations -- [options]

  --quick             10 and 100 tables, one round
  --sizes 10,100      numbers of tables [10,100,300,1000]
  --parts edit,chain  these parts: ${parts.join(' ')}
  --chain N           how many migrations there are [200]
  --rounds N          how often each run is repeated [3]; the median counts
`

/** Throws for what it does not know. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      parts: { type: 'string' },
      chain: { type: 'string' },
      rounds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    sizes: (values.sizes ?? (values.quick ? '10,100' : '10,100,300,1000')).split(',').map(whole),
    parts: values.parts?.split(',').map(knownPart) ?? parts,
    chain: whole(values.chain ?? '200'),
    rounds: whole(values.rounds ?? (values.quick ? '1' : '3')),
    help: values.help,
  }
}

function whole(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`${text}: expected a whole number from 1`)
}

function knownPart(name: string): Part {
  const part = parts.find((known) => known === name)
  if (part === undefined) throw new Error(`there is no part "${name}"; there are ${parts.join(', ')}`)
  return part
}
