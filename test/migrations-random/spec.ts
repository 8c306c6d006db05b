import { buildModel } from '../../src/model/build.js'
import type { Model } from '../../src/model/model.js'
import { SpecError } from '../../src/spec/diagnostic.js'
import { parseSpec } from '../../src/spec/parse-spec.js'
import { createProblems } from '../../src/spec/problems.js'
import { memoryFiles } from '../support/spec.js'

/** A spec as data that edits can change. Names come from a counter, so that none is used twice. */
export interface RandomSpec {
  readonly counter: number
  /** The counter when the migration began: what has a higher number is new. */
  readonly mark: number
  readonly extensions: readonly string[]
  readonly enums: readonly RandomEnum[]
  readonly models: readonly RandomModel[]
}

export interface RandomEnum {
  readonly name: string
  readonly schema: string
  readonly values: readonly string[]
  readonly comment?: string
}

export interface RandomModel {
  readonly name: string
  readonly schema: string
  readonly comment?: string
  readonly columns: readonly RandomColumn[]
  readonly primary_key: readonly string[]
  readonly unique: readonly { readonly columns: readonly string[]; readonly nulls_not_distinct?: boolean }[]
  readonly indexes: readonly RandomIndex[]
  readonly checks: readonly { readonly name: string; readonly sql: string }[]
  readonly foreign_keys: readonly RandomForeignKey[]
  readonly relations: Readonly<Record<string, { readonly many_to_many: string; readonly through: string }>>
}

/** As the spec says it, but for the name. */
export interface RandomColumn {
  readonly name: string
  readonly type: string
  readonly nullable?: boolean
  readonly default?: unknown
  readonly identity?: 'always' | 'by default'
  readonly generated?: string
  readonly comment?: string
}

export interface RandomIndex {
  readonly name: string
  readonly columns: readonly (string | { readonly sql: string })[]
  readonly unique?: boolean
  readonly where?: string
  readonly include?: readonly string[]
}

export interface RandomForeignKey {
  readonly columns: readonly string[]
  readonly references: string
  readonly on_delete?: string
}

/** Where every random spec starts. */
export const emptySpec: RandomSpec = { counter: 0, mark: 0, extensions: [], enums: [], models: [] }

/** The spec as YAML, a line for each part. */
export function textOf({ extensions, enums, models }: RandomSpec): string {
  const lines = ['version: 1']
  if (extensions.length > 0) lines.push(`extensions: ${JSON.stringify(extensions)}`)
  if (enums.length > 0) lines.push('enums:', ...enums.map(({ name, ...rest }) => `  ${name}: ${JSON.stringify(rest)}`))
  if (models.length > 0) lines.push('models:', ...models.flatMap(modelLines))
  return `${lines.join('\n')}\n`
}

function modelLines({ name, columns, ...rest }: RandomModel): string[] {
  const said = Object.entries(rest).filter(([, value]) => Object.keys(value).length > 0)
  return [
    `  ${name}:`,
    '    columns:',
    ...columns.map(({ name: column, ...options }) => `      ${column}: ${JSON.stringify(options)}`),
    ...said.map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`),
  ]
}

/** The model of a spec; undefined where dbgen does not accept it. */
export async function modelOf(spec: RandomSpec): Promise<Model | SpecError> {
  const problems = createProblems()
  const parsed = await parseSpec('spec.yaml', memoryFiles({ 'spec.yaml': textOf(spec) }), problems)
  const model = await buildModel(parsed, problems)
  return problems.count === 0 ? model : new SpecError(problems.sorted())
}
