import type { Optional } from '../model/output.js'
import { propertyOf } from '../model/property-names.js'
import { valueTypes } from './builtin-types.js'
import { camelCaseFile } from './camel-case-file.js'
import type { Artifact, Context } from './context.js'

/** Files that are the same for every spec, but for the header and the end of imports. */
const fixed = [
  'arrays',
  'client',
  'codecs',
  'cursor',
  'dialect',
  'errors',
  'execute',
  'filter',
  'index',
  'pg-copy',
  'pg-pool',
  'pg-request',
  'pg-session',
  'pglite-pool',
  'point-reads',
  'prepared-statements',
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

/** What repositories stand on. */
const ofRepositories = ['bulk', 'copy-rows', 'key-loader', 'key-statements', 'repository', 'row-stream', 'rows']

/** What query functions stand on. */
const ofQueries = ['list-query', 'related-options', 'relation']

/** What either of them stands on. */
const ofBoth = ['lists', 'order']

/** What applies SQL migrations where dbgen is not installed; Kysely's own Migrator runs those in its format. */
const migrating = ['migrate', 'migration-files', 'migration-ledger', 'migration-repair']

/** Files in the output folder itself, by name. */
export const runtimeNames: ReadonlySet<string> = new Set([
  ...fixed,
  ...ofRepositories,
  ...ofQueries,
  ...ofBoth,
  ...migrating,
  'camel-case',
  'database',
  'enums',
  'table-repository',
  'types',
  'validator-types',
])

/** What the files of the models stand on. */
export function runtimeFiles(context: Context): Artifact[] {
  const { header, ext, output } = context
  const isCamelCase = output.style.properties === 'camelCase'
  const view = { header, ext, isCamelCase, operators: operatorsOf(context) }
  const runtime = (name: string) => ({ path: `${name}.ts`, template: `runtime/${name}.ts`, view })
  return [
    ...namesOf(context).map(runtime),
    ...(isCamelCase ? [camelCaseFile(context)] : []),
    ...(output.validators === 'zod'
      ? [{ path: 'validators/types.ts', template: 'runtime/validator-types.ts', view: { header } }]
      : []),
    { path: 'types.ts', template: 'runtime/types.ts', view: { header, ext, ...valueTypes(output) } },
  ]
}

/** The files that what is written needs. */
function namesOf({ model, output }: Context): string[] {
  const has = (part: Optional) => !output.without.includes(part)
  const hasTableWithoutKey = model.entities.some(({ primaryKey, isImplied }) => !isImplied && primaryKey === undefined)
  return [
    ...fixed,
    ...(has('repositories') ? ofRepositories : []),
    ...(has('repositories') && hasTableWithoutKey ? ['table-repository'] : []),
    ...(has('queries') ? ofQueries : []),
    ...(has('repositories') || has('queries') ? ofBoth : []),
    ...(has('migrate') && output.migrationFormat === 'sql' ? migrating : []),
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
