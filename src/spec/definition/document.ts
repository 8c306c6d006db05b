import { either, list, record } from './compound.js'
import { hazards } from './hazards.js'
import { mixins, models, online } from './model.js'
import { extensionName } from './names.js'
import { drop, sqlBlocks } from './objects.js'
import { output } from './output.js'
import { type JsonSchema, text, type Value, whole } from './shape.js'
import { domains, enums, sequences } from './types.js'

const includeGlob = text({
  description: 'A file or a glob, relative to this file: `*` and `?` within a name, `**` for any folders.',
  pattern: /^.+$/,
  form: 'a path or a glob on one line, like models/*.yaml',
  examples: ['models/*.yaml'],
})

const include = either([includeGlob, list(includeGlob, { description: 'Files or globs.' })], {
  description:
    'More files of this spec, relative to this one: files or globs. They hold enums, domains, sequences, mixins, models and sql.',
  examples: ['models/*.yaml'],
})

const $schema = text({
  description: 'Where the JSON Schema of this file is, for editors.',
  examples: ['./node_modules/dbgen/spec.schema.json'],
})

const version = whole({
  description: 'Version of the spec language: 1. It stands in the main file, and only there.',
  examples: [1],
  least: 1,
  most: 1,
  hint: 'this dbgen reads version 1 of the spec language',
})

const extensions = list(text({ description: 'An extension.', ...extensionName, examples: ['pg_trgm'] }), {
  description: 'Extensions of PostgreSQL that must exist. Those of column types are added by themselves.',
  examples: [['pg_trgm']],
})

const onlyInMain = 'it belongs in the main file of the spec'

/** A spec file other than the main one. */
export const includedDocument = record(
  'an included file',
  { $schema, include, enums, domains, sequences, mixins, models, sql: sqlBlocks },
  {
    description: 'An included file of a dbgen spec.',
    hints: {
      version: onlyInMain,
      output: onlyInMain,
      extensions: onlyInMain,
      postgres: onlyInMain,
      online: onlyInMain,
      drop: onlyInMain,
      hazards: onlyInMain,
    },
  },
)

const postgres = whole({
  description: 'The oldest PostgreSQL that migrations are for. Default: 15.',
  examples: [17],
  least: 15,
  most: 18,
  hint: 'write the major version alone, like 16',
})

const mainFields = {
  $schema,
  version,
  include,
  output,
  postgres,
  online,
  extensions,
  enums,
  domains,
  sequences,
  mixins,
  models,
  sql: sqlBlocks,
  drop,
  hazards,
}

/** The main spec file. */
export const document = record('the spec', mainFields, { description: 'A dbgen spec.', required: ['version'] })

const anyFile = record('a spec file', mainFields, { description: 'A file of a dbgen spec.' })

const ofMain = ['output', 'postgres', 'online', 'extensions', 'drop', 'hazards']

/**
 * Describes a spec file of either kind, for editors, which cannot know how a file is used: one with a `version` is the
 * main one, and what belongs there asks for it. One flat map, because in one an editor completes and reports best.
 */
export function anyDocument(definitions: Map<string, JsonSchema>): JsonSchema {
  return { ...anyFile.schema(definitions), dependencies: Object.fromEntries(ofMain.map((key) => [key, ['version']])) }
}

export type DocumentSpec = Value<typeof document>
export type IncludedSpec = Value<typeof includedDocument>
export type IncludeSpec = Value<typeof include>
