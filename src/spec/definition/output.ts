import { list, record } from './compound.js'
import { folderName } from './names.js'
import { choice, text, type Value } from './shape.js'

const types = record(
  'the types',
  {
    bigint: choice(['string', 'number', 'bigint'], {
      description: 'How int8 appears: exact as `string` (default) or `bigint`; as `number` only up to 2^53.',
    }),
    numeric: choice(['string', 'number'], {
      description: 'How numeric appears: exact as `string` (default), or as `number`.',
    }),
    timestamptz: choice(['Date', 'string'], { description: 'How timestamptz appears. Default: `Date`.' }),
    timestamp: choice(['Date', 'string'], {
      description: 'How timestamp appears; a `Date` is read as UTC. Default: `Date`.',
    }),
    date: choice(['string', 'Date'], { description: 'How date appears. Default: `string`.' }),
  },
  { description: 'How values appear in TypeScript, for types that leave a choice.' },
)

const names = record(
  'the names',
  {
    properties: choice(['as_written', 'camelCase'], {
      description:
        "Properties of rows, filters and Kysely's tables: as the columns are called (default), or in camel case. SQL keeps the names of the columns.",
    }),
    files: choice(['kebab-case', 'camelCase', 'snake_case', 'PascalCase'], {
      description: 'Names of the generated files: `blog-post.repository.ts` (default), `BlogPost.repository.ts`, ...',
    }),
  },
  { description: 'How things are called in TypeScript.' },
)

const always = 'it is always written: '
const madeOfThem = `${always}repositories, queries and the types of tables are made of it`

/** What need not be written, for each what it is. */
const without = list(
  choice(['repositories', 'queries', 'errors', 'migrate'], {
    description: 'The repositories, the query functions, the typed errors of constraints, or what runs SQL migrations.',
    refused: {
      models: madeOfThem,
      enums: madeOfThem,
      database: `${always}Kysely needs the types of the tables`,
      client: `${always}the generated code runs on its connections`,
      session: `${always}the generated code runs on its connections`,
      index: `${always}it brings createDatabase and withSession`,
      validators: 'write "validators: none" beside it',
      migrations: 'migrations are always written; "migrate" is what runs them from the code',
    },
  }),
  {
    description: 'What not to write. Everything else is written.',
    examples: [['repositories'], ['queries', 'errors']],
  },
)

/** What is written, where, and how it looks. */
export const output = record(
  'the output',
  {
    typescript: text({
      description: 'Folder of the generated TypeScript. Default: `src/db`.',
      ...folderName,
      examples: ['src/db'],
    }),
    migrations: text({
      description: 'Folder of the migrations. Default: `migrations`.',
      ...folderName,
      examples: ['migrations'],
    }),
    migration_format: choice(['sql', 'kysely'], { description: 'SQL files (default), or Kysely migration modules.' }),
    import_extension: choice(['.js', '.ts', 'none'], { description: 'What ends a relative import. Default: `.js`.' }),
    validators: choice(['zod', 'none'], { description: 'Whether to write validators, with zod. Default: none.' }),
    names,
    without,
    templates: text({
      description:
        'Folder of templates of your own, which replace those of dbgen or make more files; see templates/README.md of dbgen.',
      ...folderName,
      examples: ['dbgen-templates'],
    }),
    layout: choice(['by_kind', 'by_model'], {
      description:
        'Folders of the generated files: one for each kind, like `repositories` (default), or one for each model, like `post`.',
    }),
    types,
  },
  { description: 'What to write, and where.' },
)

export type OutputSpec = Value<typeof output>
