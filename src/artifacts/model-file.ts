import { hasDefault } from '../model/column-types.js'
import type { Entity, Field } from '../model/model.js'
import { runtimeNames } from '../model/reserved.js'
import { ident, qualified } from '../schema/quote.js'
import { castType } from './cast-type.js'
import {
  codecExpression,
  codecImports,
  elementCodec,
  enumCodec,
  fieldType,
  namedType,
  valueType,
} from './column-type.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { kyselyImports, kyselyProperty } from './kysely-type.js'
import { localName } from './local-name.js'
import { modelFileNames } from './model-names.js'
import { publicFields } from './select-sql.js'
import { assignment, breakable, commentText, propertyName, stringLiteral, unionType } from './typescript-text.js'

/** `models/post.ts`: the row types, the decoding and the description of one table. */
export function modelFile(context: Context, entity: Entity): Artifact {
  const fields = publicFields(entity)
  const hidden = entity.fields.filter((field) => field.private)
  const names = modelFileNames(entity)
  const codecs = columnCodecs(entity)
  const view = {
    comment: commentText(entity.comment ?? `A row of ${entity.table}.`),
    names: entity.names,
    table: entity.table,
    filterType: names.filterType,
    hasPrivate: hidden.length > 0,
    row: fields.map(rowProperty),
    privateRow: hidden.map(rowProperty),
    keyInterface: keyInterface(entity),
    newInterface: interfaceText(entity.names.newType, entity.fields.filter(isInsertable).map(newProperty)),
    patchInterface: interfaceText(entity.names.patchType, entity.fields.filter(isUpdatable).map(patchProperty)),
    filters: fields.filter(isComparable).map(filterProperty),
    orderType: names.orderType,
    orderUnion: unionType(`export type ${names.orderType} =`, [
      names.orderColumnType,
      `\`-\${${names.orderColumnType}}\``,
    ]),
    orderColumnType: names.orderColumnType,
    orderColumns: unionType(`export type ${names.orderColumnType} =`, orderColumns(fields)),
    kyselyColumns: entity.fields.map((field) => kyselyProperty(field, context.output.types)),
    codecs: [...codecs.values()].filter(({ definition }) => definition !== undefined),
    decodeName: names.decode,
    decodeMany: names.decodeMany,
    listVariable: localName(entity.names.pluralVariable),
    decodeProperties: fields.map((field) => decodeProperty(field, codecs)),
    decodePrivate: names.decodePrivate,
    decodePrivateProperties: hidden.map((field) => decodeProperty(field, codecs)),
    tableConst: names.table,
    nameText: stringLiteral(entity.names.type),
    tableSql: stringLiteral(qualified({ schema: entity.schema, name: entity.table })),
    aliasText: stringLiteral(entity.names.sqlAlias),
    columns: entity.fields.map((field) => ({
      property: propertyName(field.property),
      descriptor: descriptor(field, codecs),
    })),
    primaryKey: (entity.primaryKey?.fields ?? []).map(({ property }) => stringLiteral(property)).join(', '),
  }
  return {
    path: `models/${entity.names.file}.ts`,
    template: 'models/model.ts',
    view: { header: context.header, imports: importsOf(context, entity), ...view },
  }
}

/** A codec that a column uses; with a definition where it is not one that is imported. */
interface ColumnCodec {
  readonly name: string
  readonly definition: string | undefined
}

/** Codecs of arrays and of documents with a type are made once for each column. */
function columnCodecs(entity: Entity): ReadonlyMap<Field, ColumnCodec> {
  const imported = new Set(entity.fields.map(({ type }) => elementCodec(type)))
  return new Map(
    entity.fields.map((field): [Field, ColumnCodec] => {
      const expression = codecExpression(field.type)
      if (expression === elementCodec(field.type)) return [field, { name: expression, definition: undefined }]
      const short = `${localName(field.camel)}Codec`
      const name = imported.has(short) || runtimeNames.has(short) ? `${localName(field.camel)}ColumnCodec` : short
      return [field, { name, definition: expression }]
    }),
  )
}

/** The key as an object, where it has several columns. */
function keyInterface(entity: Entity): string {
  const fields = entity.primaryKey?.fields ?? []
  if (fields.length < 2) return ''
  const properties = fields.map((field) => `readonly ${propertyName(field.property)}: ${fieldType(field)};`)
  return interfaceText(modelFileNames(entity).keyType, properties)
}

/** What an insert may give: everything that the database does not compute itself. */
export function isInsertable(field: Field): boolean {
  return field.generated === undefined && field.identity !== 'always'
}

export function isUpdatable(field: Field): boolean {
  return isInsertable(field) && !field.readonly
}

/** Types that have an order and an equality that filters can use. */
function isComparable({ type }: Field): boolean {
  const isHiddenEnum = type.domain !== undefined && type.enum !== undefined
  return type.representation !== 'json' && !isHiddenEnum && !notComparable.has(type.name)
}

const notComparable = new Set(['xml', 'jsonpath', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'])

function isOrdered(field: Field): boolean {
  return isComparable(field) && field.type.dimensions === 0
}

function importsOf(context: Context, entity: Entity): string[] {
  const imports = new Imports()
  imports.type('kysely', ...new Set(entity.fields.flatMap((field) => kyselyImports(field, context.output.types))))
  for (const field of entity.fields) {
    imports.value(`../codecs${context.ext}`, ...codecImports(field.type))
    if (field.type.representation === 'json' && field.type.typescript === undefined) {
      imports.type(`../codecs${context.ext}`, 'JsonValue')
    }
    if (field.type.enum !== undefined) {
      imports.value(`../enums${context.ext}`, enumCodec(field.type.enum.name))
      imports.type(`../enums${context.ext}`, field.type.enum.name)
    }
    const named = namedType(field.type)
    if (named?.from !== undefined) imports.type(named.from, named.name)
  }
  const comparisons = publicFields(entity).filter(isComparable).map(comparisonName)
  imports.type(`../filter${context.ext}`, ...comparisons)
  imports.value(`../table${context.ext}`, 'defineTable')
  imports.type(`../execute${context.ext}`, 'WireRow')
  return imports.print()
}

function rowProperty(field: Field): object {
  return {
    property: propertyName(field.property),
    type: fieldType(field),
    comment: field.comment === undefined ? '' : commentText(field.comment),
  }
}

/** Whether an insert may leave the column out. */
export function isOptional(field: Field): boolean {
  return field.nullable || hasDefault(field) || field.identity !== undefined
}

function newProperty(field: Field): string {
  return `${propertyName(field.property)}${isOptional(field) ? '?' : ''}: ${fieldType(field)};`
}

function patchProperty(field: Field): string {
  return `${propertyName(field.property)}?: ${fieldType(field)};`
}

/** An interface, or the type of an object without properties where there is nothing in it. */
function interfaceText(name: string, properties: readonly string[]): string {
  if (properties.length === 0) return `export type ${name} = Record<string, never>;`
  return `export interface ${name} {\n${properties.map((property) => `  ${property}\n`).join('')}}`
}

function comparisonName({ type }: Field): string {
  if (type.dimensions > 0) return 'ArrayComparison'
  return isTextual(type.name) ? 'TextComparison' : 'Comparison'
}

function isTextual(type: string): boolean {
  return ['text', 'character varying', 'character', 'bpchar', 'citext', 'name'].includes(type)
}

function filterProperty(field: Field): object {
  const type = fieldType(field)
  return { property: propertyName(field.property), type: `${type} | ${comparisonName(field)}<${comparedTypes(field)}>` }
}

function comparedTypes(field: Field): string {
  const { type } = field
  if (type.dimensions === 0) return fieldType(field)
  return `${fieldType(field)}, ${valueType({ ...type, dimensions: type.dimensions - 1 })}`
}

function orderColumns(fields: readonly Field[]): string[] {
  const ordered = fields.filter(isOrdered).map(({ property }) => stringLiteral(property))
  return ordered.length === 0 ? ['never'] : ordered
}

/** `id: bigintAsString.decode(row[at++])`: values are read one after the other. */
function decodeProperty(field: Field, codecs: ReadonlyMap<Field, ColumnCodec>): string {
  const codec = codecs.get(field)?.name ?? ''
  const decode = field.nullable ? 'decodeNullable' : 'decode'
  return assignment(`${propertyName(field.property)}:`, `${codec}.${decode}(row[at++]),`, 4)
}

function descriptor(field: Field, codecs: ReadonlyMap<Field, ColumnCodec>): string {
  const flags = [
    ...(ident(field.name) === field.property ? [] : [`sql: ${stringLiteral(ident(field.name))}`]),
    `type: ${stringLiteral(castType(field))}`,
    `codec: ${codecs.get(field)?.name}`,
    ...(field.nullable ? ['nullable: true'] : []),
    ...(field.private ? ['isPrivate: true'] : []),
    ...(isComparable(field) ? [] : ['isOpaque: true']),
    ...(isInsertable(field) ? [] : ['isGenerated: true']),
    ...(field.readonly ? ['isReadonly: true'] : []),
    ...(field.onUpdate === undefined ? [] : [`onUpdate: ${stringLiteral(field.onUpdate)}`]),
  ]
  return breakable('{', flags, '}', { indent: 4, used: propertyName(field.property).length + 3, spaced: true })
}
