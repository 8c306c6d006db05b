import type { Entity } from '../model/model.js'
import { isToMany, type LoadPlan } from './load-sql.js'
import { localName } from './local-name.js'
import { modelFileNames } from './model-names.js'
import { breakable, propertyName, stringLiteral } from './typescript-text.js'

/** The type of a row with its relations, and the functions that make it of wire values. */
export interface LoadedType {
  readonly name: string
  readonly decode: string
  /** Makes rows of lists of wire values, as an expression that is called with them. */
  readonly decodeMany: (rows: string) => string
  /** Text of the interface and the function, those of nested rows first. */
  readonly blocks: readonly { readonly comment: string; readonly text: string }[]
}

/** `PostWithAuthorAndTags` for loads without anything below them. */
export function loadedName(entity: Entity, plans: readonly LoadPlan[]): string {
  return `${entity.names.type}With${plans.map(({ relation }) => relation.pascal).join('And')}`
}

/** The type of `entity` rows with `plans` loaded, called `name`. */
export function loadedType(entity: Entity, plans: readonly LoadPlan[], name: string): LoadedType {
  const nested = plans.map((plan) => ({ plan, type: relatedType(plan, name) }))
  const decode = `to${name}`
  return {
    name,
    decode,
    decodeMany: (rows) => `decodeRows(${rows}, ${decode})`,
    blocks: [
      ...nested.flatMap(({ type }) => type.blocks),
      { comment: '', text: interfaceText(entity, name, nested) },
      { comment: '', text: decodeText(entity, name, decode, nested) },
    ],
  }
}

/** The type of one related row; types below a relation are named behind `parent`. */
export function relatedType(plan: LoadPlan, parent: string): LoadedType {
  const { target } = plan.relation
  if (plan.children.length > 0) return loadedType(target, plan.children, `${parent}${plan.relation.pascal}`)
  return plainType(target)
}

/** Rows of the entity with nothing loaded. */
export function plainType(entity: Entity): LoadedType {
  const { decode, decodeMany } = modelFileNames(entity)
  return { name: entity.names.type, decode, decodeMany: (rows) => `${decodeMany}(${rows})`, blocks: [] }
}

/** `author: User`, `tags: Tag[]` */
export function loadedProperty(plan: LoadPlan, type: LoadedType): string {
  const suffix = isToMany(plan.relation) ? '[]' : mayBeNull(plan) ? ' | null' : ''
  return `${propertyName(plan.relation.property)}: ${type.name}${suffix}`
}

/** Whether a loaded relation may be null: no row may refer to the parent, or the key that refers is nullable. */
export function mayBeNull({ relation }: LoadPlan): boolean {
  if (relation.kind === 'has_one') return true
  return relation.kind === 'belongs_to' && relation.nullable
}

/** What says that a related row is missing. */
export function missingText(owner: Entity, { relation }: LoadPlan): string {
  return stringLiteral(`a row of ${owner.table} has no ${relation.property}`)
}

interface Nested {
  readonly plan: LoadPlan
  readonly type: LoadedType
}

function interfaceText(entity: Entity, name: string, nested: readonly Nested[]): string {
  const properties = nested.map(({ plan, type }) => `  ${loadedProperty(plan, type)};\n`)
  return `export interface ${name} extends ${entity.names.type} {\n${properties.join('')}}`
}

/** Values of relations come first, so that a new column of the row moves none of them. */
function decodeText(entity: Entity, name: string, decode: string, nested: readonly Nested[]): string {
  const locals = nested.map(({ plan }) => localName(plan.relation.property))
  const reads = nested.map(({ plan }, index) => `  ${readLine(entity, plan, locals[index] ?? '')}\n`)
  const properties = nested.map(({ plan, type }, index) => decodedProperty(plan, type, locals[index] ?? ''))
  const row = `...${modelFileNames(entity).decode}(row, at)`
  const object = breakable('return {', [...properties, row], '};', { indent: 2, spaced: true })
  const head = breakable(`function ${decode}(`, ['row: WireRow', 'at = 0'], `): ${name} {`)
  return `${head}\n${reads.join('')}  ${object}\n}`
}

function readLine(owner: Entity, plan: LoadPlan, local: string): string {
  if (isToMany(plan.relation)) return `const ${local} = readRows(row[at++]);`
  if (mayBeNull(plan)) return `const ${local} = readOptionalRow(row[at++]);`
  return breakable(`const ${local} = readRow(`, ['row[at++]', missingText(owner, plan)], ');', { indent: 2 })
}

function decodedProperty(plan: LoadPlan, type: LoadedType, local: string): string {
  const property = propertyName(plan.relation.property)
  if (isToMany(plan.relation)) return `${property}: ${type.decodeMany(local)}`
  if (mayBeNull(plan)) return `${property}: ${local} === undefined ? null : ${type.decode}(${local})`
  return `${property}: ${type.decode}(${local})`
}
