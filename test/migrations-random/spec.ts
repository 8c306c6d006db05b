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
  /** The oldest server that migrations are for. */
  readonly postgres?: number
  /** Names of edits that say less than a migration needs: it is to be refused. */
  readonly silent: readonly string[]
  readonly drop: Readonly<Record<string, readonly string[]>>
  readonly extensions: readonly string[]
  readonly domains: readonly RandomDomain[]
  readonly sequences: readonly RandomSequence[]
  readonly blocks: readonly RandomBlock[]
  readonly enums: readonly RandomEnum[]
  readonly models: readonly RandomModel[]
}

export interface RandomEnum {
  readonly name: string
  readonly schema: string
  readonly values: readonly string[]
  readonly comment?: string
  /** Values by what they were called before. */
  readonly renamedValues?: Readonly<Record<string, string>>
  readonly renamed_from?: string
  readonly map?: Readonly<Record<string, string>>
}

export interface RandomDomain {
  readonly name: string
  readonly type: string
  readonly nullable?: boolean
  readonly default?: unknown
  readonly checks?: readonly { readonly name: string; readonly sql: string }[]
  readonly renamed_from?: string
}

export interface RandomSequence {
  readonly name: string
  readonly increment?: number
  readonly start?: number
  readonly cycle?: boolean
  readonly renamed_from?: string
}

/** Statements; it is dropped with the models that it names. */
export interface RandomBlock {
  readonly name: string
  readonly up: string
  readonly before_tables?: boolean
}

export interface RandomModel {
  readonly name: string
  readonly schema: string
  readonly table?: string
  readonly renamed_from?: string
  readonly drop?: readonly string[]
  readonly online?: boolean
  readonly unlogged?: boolean
  readonly storage?: Readonly<Record<string, number | boolean>>
  readonly row_level_security?: string
  readonly partition_by?: Readonly<Record<string, readonly string[]>>
  readonly partitions?: Readonly<Record<string, unknown>>
  readonly exclude?: readonly RandomExclusion[]
  readonly comment?: string
  readonly columns: readonly RandomColumn[]
  readonly primary_key: readonly string[]
  readonly unique: readonly RandomUnique[]
  readonly indexes: readonly RandomIndex[]
  readonly checks: readonly { readonly name: string; readonly sql: string }[]
  readonly foreign_keys: readonly RandomForeignKey[]
  readonly relations: Readonly<Record<string, { readonly many_to_many: string; readonly through: string }>>
}

export interface RandomUnique {
  readonly columns: readonly string[]
  readonly nulls_not_distinct?: boolean
  readonly include?: readonly string[]
  readonly deferrable?: string
}

export interface RandomExclusion {
  readonly name: string
  readonly columns: readonly { readonly column: string; readonly with: string }[]
  readonly where?: string
  readonly method?: string
}

/** As the spec says it, but for the name. */
export interface RandomColumn {
  readonly name: string
  readonly type: string
  readonly nullable?: boolean
  readonly default?: unknown
  readonly identity?: string | { readonly mode: string; readonly start?: number; readonly increment?: number }
  readonly generated?: string | { readonly sql: string; readonly stored: boolean }
  readonly collation?: string
  readonly comment?: string
  readonly renamed_from?: string
  readonly using?: string | { readonly sql: string; readonly back: string }
  readonly backfill?: string
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
  readonly on_update?: string
  readonly deferrable?: string
  readonly not_valid?: boolean
  readonly orphans?: string
}

/** Where every random spec starts. */
export const emptySpec: RandomSpec = {
  counter: 0,
  mark: 0,
  silent: [],
  drop: {},
  extensions: [],
  domains: [],
  sequences: [],
  blocks: [],
  enums: [],
  models: [],
}

/** The spec as YAML, a line for each part. */
export function textOf(spec: RandomSpec): string {
  const { postgres, drop, extensions, domains, sequences, blocks, enums, models } = spec
  const lines = ['version: 1']
  if (postgres !== undefined) lines.push(`postgres: ${postgres}`)
  if (Object.keys(drop).length > 0) lines.push(`drop: ${JSON.stringify(drop)}`)
  if (extensions.length > 0) lines.push(`extensions: ${JSON.stringify(extensions)}`)
  lines.push(...section('enums', enums.map(enumOf)), ...section('domains', domains), ...section('sequences', sequences))
  if (models.length > 0) lines.push('models:', ...models.flatMap(modelLines))
  lines.push(...section('sql', blocks))
  return `${lines.join('\n')}\n`
}

function section(title: string, things: readonly { readonly name: string }[]): string[] {
  const lines = things.map(({ name, ...rest }) => `  ${name}: ${JSON.stringify(rest)}`)
  return lines.length === 0 ? [] : [`${title}:`, ...lines]
}

function enumOf({ renamedValues = {}, values, ...rest }: RandomEnum) {
  const said = values.map((value) => {
    const old = renamedValues[value]
    return old === undefined ? value : { value, renamed_from: old }
  })
  return { ...rest, values: said }
}

function modelLines({ name, columns, ...rest }: RandomModel): string[] {
  const isSaid = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined
  const said = Object.entries(rest).filter(([, value]) => isSaid(value))
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
