import { enums } from './column.js'
import { either, list, record } from './compound.js'
import { mixins, models } from './model.js'
import { databaseName, folderName } from './names.js'
import { choice, text, type Value, whole } from './shape.js'

const includeGlob = text({ description: 'A file or a glob, relative to this file.', examples: ['models/*.yaml'] })

const include = either([includeGlob, list(includeGlob, { description: 'Files or globs.' })], {
  description: 'More files of this spec, relative to this one: files or globs. They hold enums, mixins and models.',
  examples: ['models/*.yaml'],
})

const types = record(
  'the types',
  {
    bigint: choice(['string', 'number', 'bigint'], {
      description: 'How int8 appears: exact as `string` (default) or `bigint`; as `number` only up to 2^53.',
    }),
    numeric: choice(['string', 'number'], { description: 'How numeric appears: exact as `string` (default), or as `number`.' }),
    timestamptz: choice(['Date', 'string'], { description: 'How timestamptz appears. Default: `Date`.' }),
    timestamp: choice(['Date', 'string'], { description: 'How timestamp appears; a `Date` is read as UTC. Default: `Date`.' }),
    date: choice(['string', 'Date'], { description: 'How date appears. Default: `string`.' }),
  },
  { description: 'How values appear in TypeScript, for types that leave a choice.' },
)

const output = record(
  'the output',
  {
    typescript: text({ description: 'Folder of the generated TypeScript. Default: `src/db`.', ...folderName }),
    migrations: text({ description: 'Folder of the migrations. Default: `migrations`.', ...folderName }),
    migration_format: choice(['sql', 'kysely'], { description: 'SQL files (default), or Kysely migration modules.' }),
    import_extension: choice(['.js', '.ts', 'none'], { description: 'What ends a relative import. Default: `.js`.' }),
    validators: choice(['zod', 'none'], { description: 'Whether to write validators, with zod. Default: none.' }),
    types,
  },
  { description: 'What to write, and where.' },
)

/** A spec file other than the main one. */
export const includedDocument = record(
  'an included file',
  { include, enums, mixins, models },
  { description: 'An included file of a dbgen spec.' },
)

const version = whole({ description: 'Version of the spec language: 1.', least: 1, most: 1 })

/** The main spec file. */
export const document = record(
  'the spec',
  {
    $schema: text({ description: 'Where the JSON Schema of this file is, for editors.' }),
    version,
    include,
    output,
    extensions: list(text({ description: 'An extension.', ...databaseName, examples: ['pg_trgm'] }), {
      description: 'Extensions of PostgreSQL that must exist. Those of column types are added by themselves.',
    }),
    enums,
    mixins,
    models,
  },
  { description: 'A dbgen spec.', required: ['version'] },
)

export type DocumentSpec = Value<typeof document>
export type IncludedSpec = Value<typeof includedDocument>
export type OutputSpec = Value<typeof output>
export type IncludeSpec = Value<typeof include>
