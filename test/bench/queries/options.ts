import { parseArgs } from 'node:util'
import { isQueryName, type QueryName, queryNames } from './contender.js'

export interface Options {
  /** Fewer and shorter rounds, and no peers unless they are named. */
  readonly quick: boolean
  /** Names of contenders; undefined for all. The reference always runs. */
  readonly only: readonly string[] | undefined
  readonly queries: readonly QueryName[]
  readonly json: boolean
  /** Instead of measuring: where the time of this contender goes. */
  readonly profile: string | undefined
  /** More generated layers to measure, by name: their folders of TypeScript. */
  readonly layers: Readonly<Record<string, string>>
  readonly rounds: number
  readonly help: boolean
}

export const usage = `npm run bench -- [options]

  --quick                 under a minute, without peers
  --only dbgen,drizzle    these contenders beside the reference
  --queries byId,list     these queries: ${queryNames.join(' ')}
  --layer NAME=FOLDER     another generated layer, measured as NAME; may be repeated
  --rounds N              how often each contender takes its turn at each query
  --profile NAME          instead of measuring: where the time of a contender goes
  --json                  the results as one JSON document
`

/** Throws for what it does not know. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      queries: { type: 'string' },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      layer: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  return {
    quick: values.quick,
    only: values.only?.split(','),
    queries: values.queries === undefined ? queryNames : values.queries.split(',').map(knownQuery),
    json: values.json,
    profile: values.profile,
    layers: Object.fromEntries(values.layer.map(layer)),
    rounds: Number(values.rounds ?? (values.quick ? 7 : 21)),
    help: values.help,
  }
}

function knownQuery(name: string): QueryName {
  if (isQueryName(name)) return name
  throw new Error(`there is no query "${name}"; there are ${queryNames.join(', ')}`)
}

function layer(text: string): [string, string] {
  const [name = '', folder = ''] = text.split('=')
  if (name !== '' && folder !== '') return [name, folder]
  throw new Error(`--layer ${text}: expected NAME=FOLDER`)
}
