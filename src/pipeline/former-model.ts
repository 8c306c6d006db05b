import { camel, pascal } from '../model/inflect.js'
import type { Entity, Field, Key, Model } from '../model/model.js'
import { aggregateFunction, keyPascal, listFunction, nameEntity, referenceWord, takenError } from '../model/naming.js'
import type { CodeStyle } from '../model/output.js'
import { type PropertyStyle, propertyOf, tableProperty } from '../model/property-names.js'
import type { Query } from '../model/query.js'
import type { Schema, Table } from '../schema/schema.js'

/** What an entity was called before. */
export interface FormerEntity {
  /** `Post` */
  readonly name: string
  readonly schema: string
  readonly table: string
  /** Old names of columns by new ones. */
  readonly columns: Readonly<Record<string, string>>
}

/**
 * The model as it would be if nothing had been renamed: what it generates differs from what the model generates in names
 * alone. `former` has the entities that are called otherwise now, by what they are called; `before` is the schema so far,
 * which knows what constraints were called.
 */
export function formerModel(
  model: Model,
  former: ReadonlyMap<string, FormerEntity>,
  before: Schema,
  style: CodeStyle = model.output.style,
): Model {
  const old: Writable<Model> = structuredClone(model)
  old.output = { ...old.output, style }
  for (const entity of old.entities) {
    const was = former.get(entity.name)
    if (was === undefined) continue
    const table = before.tables.find(({ schema, name }) => schema === was.schema && name === was.table)
    renameEntity(entity, was, table)
  }
  for (const entity of old.entities) restyle(entity, style.properties)
  return old
}

/** The clone is nobody else's yet. */
type Writable<Part> = { -readonly [Name in keyof Part]: Part[Name] }

function renameEntity(entity: Writable<Entity>, was: FormerEntity, table: Table | undefined): void {
  const now = { ...entity }
  const columns = entity.fields.map((field) => [field, { ...field }] as const)
  const words = entity.foreignKeys.map(({ fields }) => referenceWord(fields))
  for (const [field] of columns) renameField(field, was.columns[field.name])
  const names = nameEntity(was.name, was.table)
  const queries = entity.queries.map((query) => formerQuery(query, now.name, names))
  Object.assign(entity, { name: was.name, schema: was.schema, table: was.table, names, queries })
  const known = table === undefined ? new Set<string>() : constraintNames(table)
  const nameOf = (name: string) => formerConstraint(name, now.table, was, columns, known)
  const pascals = new Map(columns.map(([old, field]) => [field.pascal, old.pascal]))
  /** `PostKindAndTitleTaken`, an index, is named after its columns. */
  const columnsOf = (error: string) => renamedParts(error, was.name, pascals)
  const errorOf = (error: string) => (error.startsWith(now.name) ? was.name + error.slice(now.name.length) : error)
  for (const key of [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]) {
    renameKey(key, now.name, was.name, errorOf)
  }
  for (const part of [...entity.checks, ...entity.exclusions])
    Object.assign(part, { errorName: errorOf(part.errorName) })
  entity.foreignKeys.forEach((key, index) => {
    const swap = (error: string) =>
      errorOf(error).replace(`${was.name}${words[index] ?? ''}`, `${was.name}${referenceWord(key.fields)}`)
    Object.assign(key, { missingError: swap(key.missingError), inUseError: swap(key.inUseError) })
  })
  const constraints = [
    entity.primaryKey ?? [],
    entity.uniques,
    entity.foreignKeys,
    entity.checks,
    entity.exclusions,
  ].flat()
  for (const constraint of constraints) Object.assign(constraint, { name: nameOf(constraint.name) })
  for (const index of entity.indexes)
    Object.assign(index, { name: nameOf(index.name), errorName: columnsOf(errorOf(index.errorName)) })
}

/** Names in TypeScript follow those of the database. */
function restyle(entity: Writable<Entity>, style: PropertyStyle): void {
  entity.property = tableProperty(entity.schema, entity.table, style)
  for (const part of [...entity.fields, ...entity.relations])
    Object.assign(part, { property: propertyOf(part.name, style) })
}

function renameField(field: Field, name: string | undefined): void {
  if (name !== undefined) Object.assign(field, { name, camel: camel(name), pascal: pascal(name) })
}

/** Fields have their old names by now. */
function renameKey(key: Key, now: string, was: string, errorOf: (error: string) => string): void {
  const isMade = key.errorName === takenError(now, key.pascal)
  const old = keyPascal(key.fields)
  Object.assign(key, { pascal: old, errorName: isMade ? takenError(was, old) : errorOf(key.errorName) })
}

function renamedParts(error: string, entity: string, pascals: ReadonlyMap<string, string>): string {
  const [, middle, end] = /^(.*)(Taken\d*)$/.exec(error.slice(entity.length)) ?? []
  if (middle === undefined || end === undefined) return error
  const parts = middle.split('And').map((part) => pascals.get(part) ?? part)
  return `${entity}${parts.join('And')}${end}`
}

function formerQuery(query: Query, now: string, names: Entity['names']): Query {
  const functionName = query.kind === 'list' ? listFunction(query.name, names) : aggregateFunction(query.name, names)
  const optionsType = query.optionsType.replace(capitalised(query.functionName), capitalised(functionName))
  if (query.kind === 'list') return { ...query, functionName, optionsType }
  const isOwn = query.resultType.startsWith(now)
  const resultType = isOwn ? names.type + query.resultType.slice(now.length) : query.resultType
  return { ...query, functionName, optionsType, resultType }
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function constraintNames({ primaryKey, uniques, foreignKeys, checks, exclusions, indexes }: Table): Set<string> {
  const parts = [primaryKey ?? [], uniques, foreignKeys, checks, exclusions, indexes].flat()
  return new Set(parts.map(({ name }) => name))
}

/** What a constraint would be called with the old names, where there was one of that name. */
function formerConstraint(
  name: string,
  table: string,
  was: FormerEntity,
  columns: readonly (readonly [Field, Field])[],
  known: ReadonlySet<string>,
): string {
  const rest = name.startsWith(`${table}_`) ? `_${name.slice(table.length + 1)}` : undefined
  if (rest === undefined) return name
  const renamed = columns.reduce((text, [old, now]) => text.replace(`_${now.name}_`, `_${old.name}_`), rest)
  return [was.table + renamed, was.table + rest, table + renamed].find((candidate) => known.has(candidate)) ?? name
}
