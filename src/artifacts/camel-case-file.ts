import { isBroughtBack, propertyOf } from '../model/property-names.js'
import type { Artifact, Context } from './context.js'
import { breakable, propertyName, stringLiteral } from './typescript-text.js'

/** `camel-case.ts`: the plugin for queries that are built with Kysely, with the names that Kysely's rule does not find. */
export function camelCaseFile({ model, header }: Context): Artifact {
  const names = new Set(
    model.entities.flatMap(({ schema, table, fields }) => [schema, table, ...fields.map(({ name }) => name)]),
  )
  const irregular = [...names].filter((name) => !isBroughtBack(name)).sort()
  const entries = irregular.map((name) => `${propertyName(propertyOf(name, 'camelCase'))}: ${stringLiteral(name)}`)
  const used = 'const names: Readonly<Record<string, string>> = ;'.length
  return {
    path: 'camel-case.ts',
    template: 'runtime/camel-case.ts',
    view: { header, names: breakable('{', entries, '}', { used, spaced: true }) },
  }
}
