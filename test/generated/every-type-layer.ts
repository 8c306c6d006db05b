import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { DatabaseOptions } from '../../generated-sample/src/db/client.js'
import { describeLayer } from '../../src/artifacts/manifest.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { renderTemplate } from '../../src/render/handlebars.js'

export type Row = Record<string, unknown>

export type LayerDatabase = Kysely<Tables>

type Tables = Record<'owners' | 'things' | 'parts' | 'pieces', Row>

export interface Repository {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  findById(id: unknown): Promise<Row | undefined>
  findByIds(ids: readonly unknown[]): Promise<Row[]>
  findMany(options: object): Promise<Row[]>
  findPage(options: object): Promise<{ rows: Row[]; next: string | undefined }>
  count(filter: object): Promise<number>
  update(id: unknown, patch: Row): Promise<Row | undefined>
}

/** The code of every-type.yaml, as far as tests use it. */
export interface Layer {
  createDatabase(options: DatabaseOptions): LayerDatabase
  repository(name: 'Owner' | 'Thing' | 'Part' | 'Piece', db: LayerDatabase): Repository
  /** Calls a function of a queries file with the database and its arguments. */
  query(
    file: 'owner' | 'thing' | 'part' | 'piece',
    name: string,
    db: LayerDatabase,
    ...args: unknown[]
  ): Promise<unknown>
  /** What the validator of new things says. */
  validate(thing: Row): { readonly success: boolean; readonly error?: { readonly message: string } }
  /** The spec file that the code was made from. */
  readonly specFile: string
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

export const everyTypeSpec = join(import.meta.dirname, 'every-type.yaml')

/** Generates every-type.yaml, with other forms of values where given, into a folder that Git ignores, and imports it. */
export async function generateEveryType(types = ''): Promise<Layer> {
  const folder = join(root, 'demo', `every-type-${randomBytes(6).toString('hex')}`)
  const specFile = join(folder, 'spec.yaml')
  const spec = await readFile(everyTypeSpec, 'utf8')
  const output = `output: { validators: zod${types === '' ? '' : `, types: { ${types} }`} }`
  await mkdir(folder, { recursive: true })
  await writeFile(specFile, spec.replace('version: 1', `version: 1\n${output}`))
  const { artifacts } = describeLayer(await compileSpec(specFile), 'spec.yaml')
  for (const { path, template, view } of artifacts) {
    const file = join(folder, 'db', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, renderTemplate(template, view))
  }
  return importLayer(join(folder, 'db'), specFile, () => rm(folder, { recursive: true }))
}

async function importLayer(db: string, specFile: string, remove: () => Promise<void>): Promise<Layer> {
  const exported = async (file: string): Promise<Record<string, (...args: unknown[]) => unknown>> =>
    import(join(db, `${file}.ts`))
  const { createDatabase } = await exported('client')
  const names = ['owner', 'thing', 'part', 'piece'] as const
  const repositories = Object.assign(
    {},
    ...(await Promise.all(names.map((name) => exported(`repositories/${name}.repository`)))),
  )
  const { newThingSchema } = await exported('validators/thing.validator')
  const queries = new Map(
    await Promise.all(names.map(async (name) => [name, await exported(`queries/${name}.queries`)] as const)),
  )
  return {
    // What the generated modules export is known from every-type.yaml; a wrong name fails at once.
    createDatabase: (options) => createDatabase?.(options) as LayerDatabase,
    repository: (name, database) => Reflect.construct(repositories[`${name}Repository`], [database]) as Repository,
    query: async (file, name, database, ...args) => {
      const call = queries.get(file)?.[name]
      if (call === undefined) throw new Error(`${file}.queries.ts has no ${name}`)
      return call(database, ...args)
    },
    validate: (thing) => Reflect.get(Object(newThingSchema), 'safeParse')(thing),
    specFile,
    remove,
  }
}
