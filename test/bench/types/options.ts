import { parseArgs } from 'node:util'

/** What is measured. */
export const parts = ['check', 'editor', 'startup'] as const
export type Part = (typeof parts)[number]

export interface Options {
  /** Names of contenders; undefined for all. The empty program always runs. */
  readonly only: readonly string[] | undefined
  readonly sizes: readonly number[]
  readonly parts: readonly Part[]
  readonly rounds: number
  readonly json: boolean
  /** Changed copies of the generated layer, by name: their folders. */
  readonly layers: Readonly<Record<string, string>>
  /** Instead of measuring: what the checker spends on each kind of generated file. */
  readonly profile: boolean
  readonly help: boolean
}

export const usage = `node test/bench/types/run.js [options]

  --quick                 dbgen and kysely only, 10 and 1,000 models, one round
  --only dbgen,drizzle    these contenders beside the empty program
  --sizes 10,100          numbers of models [10,100,500,1000]
  --parts check,editor    these parts: ${parts.join(' ')}
  --rounds N              how often each program is checked [3]; the median counts
  --layer NAME=FOLDER     a changed copy of the layer that was generated for the largest size; may be repeated
  --profile               instead of measuring: what the checker spends on each kind of generated file
  --json                  the results as one JSON document
`

/** Throws for what it does not know. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      sizes: { type: 'string' },
      parts: { type: 'string' },
      rounds: { type: 'string' },
      layer: { type: 'string', multiple: true, default: [] },
      profile: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    only: values.only?.split(',') ?? (values.quick ? ['dbgen', 'kysely by hand'] : undefined),
    sizes: (values.sizes ?? (values.quick ? '10,1000' : '10,100,500,1000')).split(',').map(size),
    parts: values.parts?.split(',').map(knownPart) ?? parts,
    rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
    json: values.json,
    layers: Object.fromEntries(values.layer.map(layer)),
    profile: values.profile,
    help: values.help,
  }
}

function size(text: string): number {
  const value = Number(text)
  // The program uses ten different models.
  if (Number.isInteger(value) && value >= 10 && value <= 1024) return value
  throw new Error(`--sizes ${text}: expected whole numbers from 10 to 1,024`)
}

function knownPart(name: string): Part {
  const part = parts.find((known) => known === name)
  if (part === undefined) throw new Error(`there is no part "${name}"; there are ${parts.join(', ')}`)
  return part
}

function layer(text: string): [string, string] {
  const [name = '', folder = ''] = text.split('=')
  if (name !== '' && folder !== '') return [name, folder]
  throw new Error(`--layer ${text}: expected NAME=FOLDER`)
}
