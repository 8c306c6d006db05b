import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { DatabaseOptions } from '../../generated-sample/src/db/client.js'
import { describeLayer } from '../../src/artifacts/manifest.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { renderArtifact } from '../../src/pipeline/render-artifact.js'

export type Row = Record<string, unknown>

/** Tables by name; what their columns are is not known to the compiler. */
export type LayerDatabase = Kysely<Record<string, Row>>

/** Code that was generated and imported while a test runs. */
export interface Layer {
  /** The spec file that the code was made from. */
  readonly specFile: string
  createDatabase(options: DatabaseOptions): LayerDatabase
  /** What a module exports, by its path in the output folder: `queries/post.queries`. */
  module(path: string): Promise<Record<string, unknown>>
  /** A new `PostRepository` of `repositories/post.repository.ts`; of its methods the tests know more than the compiler. */
  repository<Repository>(name: string, db: LayerDatabase): Promise<Repository>
  /** Calls a function of `queries/post.queries.ts` with the database and its arguments. */
  query(file: string, name: string, db: LayerDatabase, ...args: unknown[]): Promise<unknown>
  remove(): Promise<void>
}

/** Generates a spec into a folder that Git ignores, inside the project so that packages are found. */
export async function generateLayer(spec: string): Promise<Layer> {
  const folder = join(import.meta.dirname, '../../demo', `generated-${randomBytes(6).toString('hex')}`)
  const specFile = join(folder, 'spec.yaml')
  await mkdir(folder, { recursive: true })
  await writeFile(specFile, spec)
  const { artifacts } = describeLayer(await compileSpec(specFile), 'spec.yaml')
  for (const artifact of artifacts) {
    const file = join(folder, 'db', artifact.path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, renderArtifact(artifact))
  }
  return importLayer(specFile, join(folder, 'db'), () => rm(folder, { recursive: true }))
}

async function importLayer(specFile: string, folder: string, remove: () => Promise<void>): Promise<Layer> {
  const module = async (path: string): Promise<Record<string, unknown>> => import(join(folder, `${path}.ts`))
  const call = async (path: string, name: string, args: readonly unknown[]): Promise<unknown> => {
    const exported = (await module(path))[name]
    if (typeof exported !== 'function') throw new Error(`${path}.ts has no ${name}`)
    return Reflect.apply(exported, undefined, args)
  }
  // Everything of the runtime, under whatever name its files have.
  const { createDatabase } = await module('index')
  if (typeof createDatabase !== 'function') throw new Error('index.ts has no createDatabase')
  return {
    specFile,
    module,
    createDatabase: (options) => createDatabase(options),
    repository: async (name, db) => {
      const file = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
      const exported = (await module(`repositories/${file}.repository`))[`${name}Repository`]
      if (typeof exported !== 'function') throw new Error(`no repository of ${name}`)
      return Reflect.construct(exported, [db])
    },
    query: (file, name, db, ...args) => call(`queries/${file}.queries`, name, [db, ...args]),
    remove,
  }
}
