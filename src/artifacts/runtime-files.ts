import { valueTypes } from './builtin-types.js'
import type { Artifact, Context } from './context.js'

/** Files that are the same for every spec, but for the header and the end of imports. */
const fixed = [
  'arrays',
  'client',
  'codecs',
  'cursor',
  'dialect',
  'execute',
  'filter',
  'index',
  'lists',
  'order',
  'pg-copy',
  'pg-pool',
  'pg-request',
  'pg-session',
  'pglite-pool',
  'point-reads',
  'prepared-statements',
  'related',
  'rows',
  'session',
  'session-query',
  'sessions',
  'statement',
  'table',
  'text-arrays',
  'timestamps',
  'waiting-line',
  'wire-messages',
]

/** What the repositories and queries stand on. */
export function runtimeFiles(context: Context): Artifact[] {
  const { header, ext } = context
  return [
    ...fixed.map((name) => ({ path: `${name}.ts`, template: `runtime/${name}.ts`, view: { header, ext } })),
    ...(context.output.validators === 'zod'
      ? [{ path: 'validators/types.ts', template: 'runtime/validator-types.ts', view: { header } }]
      : []),
    { path: 'types.ts', template: 'runtime/types.ts', view: { header, ext, ...valueTypes(context.output) } },
  ]
}
