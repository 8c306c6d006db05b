import { anyDocument } from './definition/document.js'
import type { JsonSchema, Shape } from './definition/shape.js'

/**
 * The JSON Schema (draft 07) of a spec file, main or included, made of the same definitions that read it. It accepts
 * what one of the two readers accepts, so that every file of a spec can name it in its first line.
 */
export function specSchema(): JsonSchema {
  return complete('dbgen spec', anyDocument)
}

/** The schema of one shape with everything that it refers to. */
export function schemaOf(title: string, shape: Shape<unknown>): JsonSchema {
  return complete(title, shape.schema)
}

/** The schema as the file `spec.schema.json`: the same bytes whenever the definitions are the same. */
export function printSpecSchema(): string {
  return `${JSON.stringify(specSchema(), undefined, 2)}\n`
}

function complete(title: string, describe: (definitions: Map<string, JsonSchema>) => JsonSchema): JsonSchema {
  const definitions = new Map<string, JsonSchema>()
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'spec.schema.json',
    title,
    ...describe(definitions),
    definitions: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}
