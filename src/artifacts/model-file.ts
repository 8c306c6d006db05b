import type { Entity, Field } from '../model/model.js'
import { ident, qualified } from '../schema/quote.js'
import {
  codecExpression,
  codecImports,
  enumCodec,
  fieldType,
  isDecodedByWire,
  namedType,
  valueType,
  wireType,
} from './column-type.js'
import type { Artifact, Context } from './context.js'
import { Imports } from './imports.js'
import { kyselyImports, kyselyProperty } from './kysely-type.js'
import { localName } from './local-name.js'
import { modelFileNames } from './model-names.js'
import { fill, jsonItems, privateFirst, publicFields, selectItems } from './select-sql.js'
import {
  assignment,
  breakable,
  commentText,
  destructuringHead,
  escapeTemplate,
  LINE_WIDTH,
  propertyName,
  stringLiteral,
  unionType,
} from './typescript-text.js'

/** `models/post.ts`: the row types, the decoding and the description of one table. */
export function modelFile(context: Context, entity: Entity): Artifact {
  const fields = publicFields(entity)
  const hidden = entity.fields.filter((field) => field.private)
  const names = modelFileNames(entity)
  return {
    path: `models/${entity.names.file}.ts`,
    template: 'models/model.ts',
    view: {
      header: context.header,
      imports: importsOf(context, entity),
      comment: commentText(entity.comment ?? `A row of ${entity.table}.`),
      names: entity.names,
      table: entity.table,
      filterType: names.filterType,
      hasPrivate: hidden.length > 0,
      row: fields.map(rowProperty),
      privateRow: hidden.map(rowProperty),
      newInterface: interfaceText(entity.names.newType, entity.fields.filter(isInsertable).map(newProperty)),
      patchInterface: interfaceText(entity.names.patchType, entity.fields.filter(isUpdatable).map(patchProperty)),
      filters: fields.filter(isComparable).map(filterProperty),
      orderType: names.orderType,
      orderUnion: unionType(`export type ${names.orderType} =`, [
        names.orderColumnType,
        `\`-\${${names.orderColumnType}}\``,
      ]),
      optionsType: names.optionsType,
      orderColumnType: names.orderColumnType,
      orderColumns: unionType(`export type ${names.orderColumnType} =`, orderColumns(fields)),
      kyselyColumns: entity.fields.map((field) => kyselyProperty(field, context.output.types)),
      valuesTuple: tuple(names.valuesType, fields.map(tupleElement)),
      decodeName: names.decode,
      decodeHead: destructuringHead(
        `export function ${names.decode}`,
        fields.map(({ name }) => localName(name)),
        `: ${names.valuesType}): ${entity.names.type}`,
      ),
      decodeObject: decodeObject(fields),
      privateValuesTuple: tuple(names.privateValuesType, [...hidden.map(tupleElement), `...row: ${names.valuesType}`]),
      decodePrivateHead: destructuringHead(
        `export function ${names.decodePrivate}`,
        [...hidden.map(({ name }) => localName(name)), '...row'],
        `: ${names.privateValuesType}): ${entity.names.privateType}`,
      ),
      decodePrivateObject: breakable('{', [`...${names.decode}(row)`, ...hidden.map(decodeProperty)], '}', {
        indent: 2,
        used: 'return ;'.length,
        spaced: true,
      }),
      privateSelectName: names.privateSelect,
      privateSelect: escapeTemplate(fill(selectItems(entity.names.sqlAlias, privateFirst(entity)), 4)),
      tableConst: names.table,
      tableSql: stringLiteral(qualified({ schema: entity.schema, name: entity.table })),
      aliasText: stringLiteral(entity.names.sqlAlias),
      columns: entity.fields.map((field) => ({
        property: propertyName(field.name),
        descriptor: descriptor(field),
      })),
      primaryKey: (entity.primaryKey?.fields ?? []).map(({ name }) => stringLiteral(name)).join(', '),
      select: escapeTemplate(fill(selectItems(entity.names.sqlAlias, fields), 4)),
      json: escapeTemplate(fill(jsonItems(entity, entity.names.sqlAlias), 4)),
    },
  }
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
  return type.representation !== 'json' && !notComparable.has(type.name)
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
  return imports.print()
}

function rowProperty(field: Field): object {
  return {
    property: propertyName(field.name),
    type: fieldType(field),
    comment: field.comment === undefined ? '' : commentText(field.comment),
  }
}

/** Whether an insert may leave the column out. */
export function isOptional(field: Field): boolean {
  return field.nullable || field.default !== undefined || field.identity !== undefined
}

function newProperty(field: Field): string {
  return `${propertyName(field.name)}${isOptional(field) ? '?' : ''}: ${fieldType(field)};`
}

function patchProperty(field: Field): string {
  return `${propertyName(field.name)}?: ${fieldType(field)};`
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
  return { property: propertyName(field.name), type: `${type} | ${comparisonName(field)}<${comparedTypes(field)}>` }
}

function comparedTypes(field: Field): string {
  const { type } = field
  if (type.dimensions === 0) return fieldType(field)
  return `${fieldType(field)}, ${valueType({ ...type, dimensions: type.dimensions - 1 })}`
}

function orderColumns(fields: readonly Field[]): string[] {
  const ordered = fields.filter(isOrdered).map(({ name }) => stringLiteral(name))
  return ordered.length === 0 ? ['never'] : ordered
}

function tuple(name: string, elements: readonly string[]): string {
  return breakable(`export type ${name} = readonly [`, elements, '];')
}

function tupleElement(field: Field): string {
  return `${localName(field.name)}: ${wireType(field)}`
}

function decodeObject(fields: readonly Field[]): string {
  return breakable('{', fields.map(decodeProperty), '}', { indent: 2, used: 'return ;'.length, spaced: true })
}

function decodeProperty(field: Field): string {
  const local = localName(field.name)
  const property = propertyName(field.name)
  if (isDecodedByWire(field.type)) return property === local ? local : `${property}: ${local}`
  const decoded = `${codecExpression(field.type)}.decode(${local})`
  if (!field.nullable) return assignment(`${property}:`, decoded, 4)
  const line = `${local} === null ? null : ${decoded}`
  const fits = line.length < LINE_WIDTH - 6
  return assignment(`${property}:`, fits ? line : `${local} === null\n        ? null\n        : ${decoded}`, 4)
}

function descriptor(field: Field): string {
  const flags = [
    `sql: ${stringLiteral(ident(field.name))}`,
    `type: ${stringLiteral(castType(field))}`,
    `codec: ${codecExpression(field.type)}`,
    ...(field.nullable ? ['nullable: true'] : []),
    ...(field.private ? ['isPrivate: true'] : []),
    ...(isComparable(field) ? [] : ['isOpaque: true']),
    ...(isInsertable(field) ? [] : ['isGenerated: true']),
    ...(field.readonly ? ['isReadonly: true'] : []),
    ...(field.onUpdate === undefined ? [] : [`onUpdate: ${stringLiteral(field.onUpdate)}`]),
  ]
  return breakable('{', flags, '}', { indent: 4, used: propertyName(field.name).length + 3, spaced: true })
}

/**
 * The column's type without modifiers, for casts that must not cut values. `character` and `bit` alone would be of length
 * one: under their other names they are of any.
 */
export function castType({ type }: Field): string {
  const name =
    type.enum === undefined
      ? (unlimited[type.name] ?? type.name)
      : qualified({ schema: type.enum.schema, name: type.enum.typeName })
  return `${name}${'[]'.repeat(Math.min(type.dimensions, 1))}`
}

const unlimited: Readonly<Record<string, string>> = { character: 'bpchar', bit: '"bit"' }
