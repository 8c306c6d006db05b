import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeLayer } from '../../../../src/artifacts/manifest.js'
import { compileSpec } from '../../../../src/pipeline/compile.js'
import { renderTemplate } from '../../../../src/render/handlebars.js'
import { type CompletionProbe, type Contender, firstUsed, type HoverProbe, type Workload } from '../contender.js'
import { type ColumnKind, columns, loadedRelation, pascal, plural, type SyntheticModel, statuses } from '../schema.js'

/** The layer that dbgen generates now, all of it in the program. */
export const dbgen: Contender = {
  name: 'dbgen',
  isPeer: false,
  write: writeGenerated,
  completions,
  hovers,
}

/** The same, as far as the program imports it. */
export const dbgenImported: Contender = {
  name: 'dbgen, what is imported',
  isPeer: false,
  include: ['main.ts'],
  write: writeGenerated,
}

/** A folder of generated TypeScript that somebody changed; made for the largest size that is measured. */
export function dbgenLayer(name: string, layer: string): Contender {
  return {
    name,
    isPeer: false,
    completions,
    hovers,
    write: async (workload, folder) => {
      cpSync(layer, join(folder, 'db'), { recursive: true })
      writeFileSync(join(folder, 'main.ts'), program(workload))
    },
  }
}

async function writeGenerated(workload: Workload, folder: string): Promise<void> {
  const specFile = join(folder, 'schema.yaml')
  writeFileSync(specFile, specOf(workload.schema))
  for (const { path, template, view } of describeLayer(await compileSpec(specFile), 'schema.yaml').artifacts) {
    const file = join(folder, 'db', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, renderTemplate(template, view))
  }
  writeFileSync(join(folder, 'main.ts'), program(workload))
}

const types: Readonly<Record<ColumnKind, string>> = {
  key: '{ type: bigint, primary_key: true, identity: always }',
  name: 'varchar(100)',
  code: '{ type: varchar(40), unique: true }',
  text: '{ type: text, nullable: true }',
  status: '{ type: Status, default: draft }',
  flag: '{ type: boolean, default: true }',
  amount: 'numeric(12, 2)',
  count: '{ type: integer, default: 0 }',
  time: '{ type: timestamptz, default: now() }',
}

function specOf(schema: readonly SyntheticModel[]): string {
  const head = `version: 1\n\nenums:\n  Status: [${statuses.join(', ')}]\n\nmodels:\n`
  return head + schema.map(modelSpec).join('\n')
}

function modelSpec({ name, parents, children, links, linkedBy, hasSearch }: SyntheticModel): string {
  const [parent] = parents
  return [
    `  ${pascal(name)}:`,
    '    columns:',
    ...columns.map(([column, kind]) => `      ${column}: ${types[kind]}`),
    ...parents.map(
      (to) => `      ${to.name}_id: { type: bigint, references: ${pascal(to.name)}, on_delete: cascade, index: true }`,
    ),
    '    relations:',
    ...parents.map((to) => `      ${to.name}: { belongs_to: ${pascal(to.name)} }`),
    ...children.map((from) => `      ${plural(from.name)}: { has_many: ${pascal(from.name)} }`),
    ...links.map((to) => linkSpec(to, `${name}_${to.name}_links`, name)),
    ...linkedBy.map((from) => linkSpec(from, `${from.name}_${name}_links`, name)),
    ...(hasSearch && parent !== undefined ? searchSpec(parent) : []),
    '',
  ].join('\n')
}

function linkSpec(other: SyntheticModel, through: string, name: string): string {
  const inverse = `linked_${plural(name)}`
  return `      linked_${plural(other.name)}: { many_to_many: ${pascal(other.name)}, through: ${through}, inverse: ${inverse} }`
}

function searchSpec(parent: SyntheticModel): string[] {
  return [
    '    queries:',
    '      search:',
    '        filter:',
    '          keyword: { contains: [name, description] }',
    '          status: { equals: status }',
    `        load: [${parent.name}]`,
    '        order: [-created_at, -id]',
    '        page: keyset',
  ]
}

function program(workload: Workload): string {
  const { used } = workload
  return [
    "import { createDatabase, withSession } from './db/index.js'",
    ...used.map(
      ({ name }) => `import { ${pascal(name)}Repository } from './db/repositories/${fileName(name)}.repository.js'`,
    ),
    ...used.map((model) => `import { ${loadFunction(model)} } from './db/queries/${fileName(model.name)}.queries.js'`),
    '',
    'export function connect() {',
    '  return createDatabase()',
    '}',
    '',
    'type Db = ReturnType<typeof connect>',
    '',
    ...used.map(usage),
    'export async function inOneTransaction(db: Db) {',
    `  return withSession(db, async (tx) => new ${pascal(firstUsed(workload).name)}Repository(tx).findById('1'))`,
    '}',
    '',
  ].join('\n')
}

function usage(model: SyntheticModel): string {
  const { kind, target } = loadedRelation(model)
  const name = pascal(model.name)
  const parents = model.parents.map((parent) => `, ${parent.name}_id: '1'`).join('')
  const loaded =
    kind === 'parent' ? `loaded?.${target.name}.name` : `loaded?.${plural(target.name)}.map((row) => row.name)`
  return `export async function use${name}(db: Db) {
  const repository = new ${name}Repository(db)
  const created = await repository.create({ name: 'one', code: 'first', amount: '1.50'${parents} })
  const found = await repository.findById(created.id)
  const updated = await repository.update(created.id, { quantity: 2 })
  const filter = { is_active: true, quantity: { at_least: 1 } }
  const listed = await repository.findMany({ filter, order: ['-created_at'], limit: 20 })
  const loaded = await ${loadFunction(model)}(db, created.id)
  return { found: found?.name, updated: updated?.quantity, listed: listed.map((row) => row.amount), loaded: ${loaded} }
}
`
}

function loadFunction(model: SyntheticModel): string {
  const { kind, target } = loadedRelation(model)
  return `find${pascal(model.name)}With${pascal(kind === 'parent' ? target.name : plural(target.name))}`
}

function fileName(name: string): string {
  return name.replaceAll('_', '-')
}

function completions(workload: Workload): CompletionProbe[] {
  const model = firstUsed(workload)
  const load = loadFunction(model)
  const children = model.children[0]?.name ?? ''
  const withChildren = `find${pascal(model.name)}With${pascal(plural(children))}`
  return [
    {
      title: 'function, in the braces of an import',
      typed: `import { | } from './db/queries/${fileName(model.name)}.queries.js'`,
      expected: load,
    },
    { title: 'function, already imported', typed: `find|`, expected: load },
    { title: 'function, not imported yet', typed: `find${pascal(model.name)}With|`, expected: load, autoImports: true },
    { title: 'option of a relation', typed: `${withChildren}(connect(), '1', { | })`, expected: 'filter' },
    {
      title: 'method of a repository',
      typed: `new ${pascal(model.name)}Repository(connect()).|`,
      expected: 'findById',
    },
  ]
}

function hovers(workload: Workload): HoverProbe[] {
  const model = firstUsed(workload)
  const name = pascal(model.name)
  return [
    { title: 'loading function', typed: `|${loadFunction(model)}(connect(), '1')` },
    { title: 'what it returns', typed: `const |loaded1 = await ${loadFunction(model)}(connect(), '1')` },
    { title: 'repository', typed: `const |rows = new ${name}Repository(connect())` },
    { title: 'method that lists', typed: `new ${name}Repository(connect()).|findMany({})` },
    {
      title: 'method that creates',
      typed: `new ${name}Repository(connect()).|create({ name: '', code: '', amount: '1' })`,
    },
  ]
}
