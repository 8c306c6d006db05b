import { propertyOf } from '../model/property-names.js'
import { valueTypes } from './builtin-types.js'
import { camelCaseFile } from './camel-case-file.js'
import type { Artifact, Context } from './context.js'

/** Files that are the same for every spec, but for the header and the end of imports. */
const fixed = [
  'arrays',
  'bulk',
  'client',
  'codecs',
  'copy-rows',
  'cursor',
  'dialect',
  'errors',
  'execute',
  'filter',
  'index',
  'key-loader',
  'key-statements',
  'list-query',
  'lists',
  'order',
  'pg-copy',
  'pg-pool',
  'pg-request',
  'pg-session',
  'pglite-pool',
  'point-reads',
  'prepared-statements',
  'related-options',
  'relation',
  'repository',
  'row-stream',
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

/** What applies SQL migrations where dbgen is not installed; Kysely's own Migrator runs those in its format. */
const migrating = ['migrate', 'migration-files', 'migration-ledger', 'migration-repair']

/** What the repositories and queries stand on. */
export function runtimeFiles(context: Context): Artifact[] {
  const { header, ext } = context
  const isCamelCase = context.output.style.properties === 'camelCase'
  const shared = { header, ext, isCamelCase, operators: operatorsOf(context) }
  return [
    ...fixed.map((name) => ({ path: `${name}.ts`, template: `runtime/${name}.ts`, view: shared })),
    ...(isCamelCase ? [camelCaseFile(context)] : []),
    ...(context.output.validators === 'zod'
      ? [{ path: 'validators/types.ts', template: 'runtime/validator-types.ts', view: { header } }]
      : []),
    ...(context.model.entities.every(({ primaryKey, isImplied }) => isImplied || primaryKey !== undefined)
      ? []
      : [{ path: 'table-repository.ts', template: 'runtime/table-repository.ts', view: { header, ext } }]),
    ...(context.output.migrationFormat === 'sql'
      ? migrating.map((name) => ({ path: `${name}.ts`, template: `runtime/${name}.ts`, view: { header, ext } }))
      : []),
    { path: 'types.ts', template: 'runtime/types.ts', view: { header, ext, ...valueTypes(context.output) } },
  ]
}

const operators = [
  'not_in',
  'less_than',
  'at_most',
  'greater_than',
  'at_least',
  'starts_with',
  'ends_with',
  'has_all',
  'has_any',
]

/** What the operators of filters are called, by their names in camel case. */
function operatorsOf({ output }: Context): Readonly<Record<string, string>> {
  return Object.fromEntries(
    operators.map((name) => [propertyOf(name, 'camelCase'), propertyOf(name, output.style.properties)]),
  )
}
