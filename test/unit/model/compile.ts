import { buildModel } from '../../../src/model/build.js'
import type { Entity, Model, Relation } from '../../../src/model/model.js'
import type { Query } from '../../../src/model/query.js'
import { type Diagnostic, formatDiagnostic } from '../../../src/spec/diagnostic.js'
import type { SpecFiles } from '../../../src/spec/files.js'
import { parseSpec } from '../../../src/spec/parse-spec.js'
import { createProblems } from '../../../src/spec/problems.js'
import { memoryFiles } from '../../support/spec.js'

/** A spec taken as far as it goes: the model, and every mistake as it is shown. */
export interface Compiled {
  readonly model: Model
  readonly diagnostics: readonly Diagnostic[]
  readonly shown: string
}

/** Reads and resolves a spec of one or several files; the main one is `spec.yaml`. */
export function compile(files: string | Readonly<Record<string, string>>): Promise<Compiled> {
  return compileFiles(memoryFiles(typeof files === 'string' ? { 'spec.yaml': files } : files))
}

/** Reads and resolves the `spec.yaml` of a folder. */
export async function compileFiles(files: SpecFiles): Promise<Compiled> {
  const problems = createProblems()
  const spec = await parseSpec('spec.yaml', files, problems)
  const model = await buildModel(spec, problems)
  const diagnostics = problems.sorted()
  return { model, diagnostics, shown: `${diagnostics.map(formatDiagnostic).join('\n\n')}\n` }
}

/** The model of a spec without a mistake. */
export async function modelOf(yaml: string): Promise<Model> {
  const { model, diagnostics, shown } = await compile(yaml)
  if (diagnostics.length > 0) throw new Error(shown)
  return model
}

/** The entity of that name. */
export function entityOf(model: Model, name: string): Entity {
  const found = model.entities.find((entity) => entity.name === name)
  if (found === undefined) throw new Error(`no entity ${name}`)
  return found
}

/** The relation of that name: `Post.author`. */
export function relationOf(model: Model, path: string): Relation {
  const [entity = '', name = ''] = path.split('.')
  const found = entityOf(model, entity).relations.find((relation) => relation.name === name)
  if (found === undefined) throw new Error(`no relation ${path}`)
  return found
}

/** The query of that name: `Post.search`. */
export function queryOf(model: Model, path: string): Query {
  const [entity = '', name = ''] = path.split('.')
  const found = entityOf(model, entity).queries.find((query) => query.name === name)
  if (found === undefined) throw new Error(`no query ${path}`)
  return found
}

/** The first line of each mistake without its place: `DB401 unknown type "strng"`. */
export function mistakes({ diagnostics }: Compiled): string[] {
  return diagnostics.map(({ code, message }) => `${code} ${message}`)
}
