import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { describeLayer } from '../../src/artifacts/manifest.js'
import { codegenDifferences, codegenTypes } from '../../src/database/codegen-agreement.js'
import { introspect } from '../../src/database/introspect.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import type { Model } from '../../src/model/model.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { type Embedded, openEmbedded } from '../../src/prove/embedded.js'
import { runStep } from '../../src/prove/measure.js'
import { renderTemplate } from '../../src/render/handlebars.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { type Column, emptySchema, type Schema } from '../../src/schema/schema.js'

const project = join(dirname(fileURLToPath(import.meta.url)), '../..')
const cases = join(project, 'test/cases')
const names = readdirSync(cases)

let db: Embedded

vi.setConfig({ testTimeout: 120_000 })

beforeAll(async () => {
  db = await openEmbedded({
    extensions: ['citext', 'ltree', 'hstore', 'pg_trgm'],
    cacheFolder: join(tmpdir(), 'dbgen-test-cache'),
  })
}, 60_000)

beforeEach(reset)

async function reset(): Promise<void> {
  const { schemas } = await introspect(db)
  await db.run(
    `drop schema public cascade; create schema public; ${schemas.map((name) => `drop schema "${name}" cascade;`).join(' ')}`,
  )
}

afterAll(() => db.close())

async function make(schema: Schema): Promise<void> {
  for (const step of planSchemas(emptySchema, schema).up) await runStep(db, step)
}

/** The schema with one column changed. */
function withColumn(schema: Schema, table: string, name: string, change: Partial<Column>): Schema {
  const tables = schema.tables.map((each) =>
    each.name === table
      ? { ...each, columns: each.columns.map((column) => (column.name === name ? { ...column, ...change } : column)) }
      : each,
  )
  return { ...schema, tables }
}

test.each(names)('kysely-codegen agrees with the spec of %s', async (name) => {
  const schema = schemaOf(await compileSpec(join(cases, name, 'spec.yaml')))
  await make(schema)
  expect(await codegenDifferences(db, schema)).toEqual([])
})

test('a disagreement is told in words', async () => {
  await db.run(`
    create type status as enum ('draft', 'live');
    create table posts (
      id bigint generated always as identity primary key, title varchar(20) not null, body text, state status[] not null,
      rating int not null default 3, upper_title text generated always as (upper(title)) stored);
    create table tags (id int primary key);
    comment on column posts.title is 'What it is called';
    create view seen as select id from posts;`)
  const schema = await introspect(db)
  expect(await codegenDifferences(db, schema)).toEqual([])
  const spoilt: readonly (readonly [string, Partial<Column>])[] = [
    ['id', { identity: undefined }],
    ['title', { type: 'text', comment: undefined }],
    ['body', { nullable: false, default: "'none'" }],
    ['state', { type: 'status' }],
    ['rating', { default: undefined, name: 'stars' }],
    ['upper_title', { generated: undefined, type: 'citext' }],
  ]
  const renamed: Schema = {
    ...schema,
    enums: [{ schema: 'public', name: 'status', values: ['draft', 'done'], comment: undefined }],
    tables: schema.tables.map((table) => (table.name === 'tags' ? { ...table, name: 'labels' } : table)),
  }
  const other = spoilt.reduce((before, [name, change]) => withColumn(before, 'posts', name, change), renamed)
  expect(await codegenDifferences(db, other)).toEqual([
    'posts.id: kysely-codegen sees a default, the spec has no default',
    'posts.id: kysely-codegen sees an identity, the spec has no identity',
    'posts.title: kysely-codegen sees the type varchar, the spec has the type text',
    'posts.title: kysely-codegen sees the comment "What it is called", the spec has no comment',
    'posts.body: kysely-codegen sees NULL allowed, the spec has NOT NULL',
    'posts.body: kysely-codegen sees no default, the spec has a default',
    'posts.state: kysely-codegen sees the type status[], the spec has the type status',
    'posts.state: kysely-codegen sees the enum draft, live, the spec has the enum done, draft',
    'kysely-codegen does not see the column posts.stars',
    'posts.upper_title: kysely-codegen sees a default, the spec has no default',
    'posts.upper_title: kysely-codegen sees the type text, the spec has the type citext',
    'kysely-codegen sees a column posts.rating, the spec does not have it',
    'kysely-codegen does not see the table labels',
    'kysely-codegen sees a table tags, the spec does not have it',
  ])
})

/** Specs that ask for other forms of values or names than kysely-codegen knows, or make a view, which it takes for a table. */
const ownForms = ['camel-case', 'sql-blocks', 'typescript-columns', 'typescript-extensions', 'typescript-options']

test('tsc takes our types and those of kysely-codegen for each other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-codegen-'))
  try {
    writeFiles(folder, { 'package.json': '{ "type": "module" }', 'tsconfig.json': tsconfig })
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
    for (const name of names.filter((each) => !ownForms.includes(each))) {
      const model = await compileSpec(join(cases, name, 'spec.yaml'))
      await reset()
      await make(schemaOf(model))
      writeFiles(join(folder, name), {
        ...generatedFiles(model),
        'codegen.ts': aligned(await codegenTypes(db)),
        'check.ts': check,
      })
    }
    expect(compile(folder)).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Under the usual names of files, which `check` knows. */
function generatedFiles({ output, ...model }: Model): Record<string, string> {
  const style = { ...output.style, files: 'kebab-case', layout: 'by_kind' } as const
  const usual = { ...model, output: { ...output, style, importExtension: '.js' } } as const
  const { artifacts } = describeLayer(usual, 'spec.yaml')
  return Object.fromEntries(artifacts.map(({ path, template, view }) => [`db/${path}`, renderTemplate(template, view)]))
}

/** Where our types differ from those of kysely-codegen on purpose. */
const deviations: Readonly<Record<string, string>> = {
  'ColumnType<string, number | string, number | string>':
    'ColumnType<string, number | string | bigint, number | string | bigint>',
  'JsonArray = JsonValue[]': 'JsonArray = readonly JsonValue[]',
  '[x: string]: JsonValue | undefined': 'readonly [x: string]: JsonValue',
  // PostgreSQL does not keep how many dimensions an array was declared with.
  'grid: number[]': 'grid: number[][]',
}

function aligned(codegen: string): string {
  return Object.entries(deviations).reduce((text, [theirs, ours]) => text.replace(theirs, ours), codegen)
}

// kysely-codegen writes for compilers that do not tell a missing property from an undefined one.
const tsconfig = JSON.stringify({
  extends: join(project, 'tsconfig.json'),
  compilerOptions: {
    exactOptionalPropertyTypes: false,
    rootDir: '.',
    typeRoots: [join(project, 'node_modules/@types')],
  },
  include: ['.'],
})

/** What is read is the same both ways; what may be written here, kysely-codegen takes as well. */
const check = `
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { DB } from './codegen.js'
import type { Database } from './db/database.js'

type Takes<To, From extends To> = From
type Rows<Tables> = { [Table in keyof Tables]: Selectable<Tables[Table]> }
type NewRows<Tables> = { [Table in keyof Tables]: Insertable<Tables[Table]> }
type Changes<Tables> = { [Table in keyof Tables]: Updateable<Tables[Table]> }

export type Checks = [
  Takes<Rows<DB>, Rows<Database>>,
  Takes<Rows<Database>, Rows<DB>>,
  Takes<NewRows<DB>, NewRows<Database>>,
  Takes<Changes<DB>, Changes<Database>>,
]
`

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function compile(folder: string): string {
  try {
    execFileSync(process.execPath, [join(project, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return ''
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
