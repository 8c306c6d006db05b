import type { DataType, Default, Entity, Field, Index, Key, Model } from '../model/model.js'
import { literal, qualified } from './quote.js'
import type { Column, KeyConstraint, Schema, Table, TableIndex } from './schema.js'

/** The relational form of a model: what the database must have. */
export function schemaOf(model: Model): Schema {
  const schemas = [...model.entities, ...model.enums].map(({ schema }) => schema)
  return {
    extensions: [...new Set(model.extensions)].sort(),
    schemas: [...new Set(schemas)].filter((schema) => schema !== 'public').sort(),
    enums: model.enums.map(({ schema, typeName, values, comment }) => ({ schema, name: typeName, values, comment })),
    domains: [],
    sequences: [],
    tables: model.entities.map(tableOf),
    sql: [],
  }
}

/** A type as `format_type` prints it: `character varying(255)`, `timestamp(3) with time zone`, `post_status[]`. */
export function typeText(type: DataType): string {
  const suffix = '[]'.repeat(Math.min(type.dimensions, 1))
  if (type.enum !== undefined) return `${qualified({ schema: type.enum.schema, name: type.enum.typeName })}${suffix}`
  return `${withModifiers(type)}${suffix}`
}

function withModifiers({ name, modifiers }: DataType): string {
  if (modifiers.length === 0) return name
  const words = modifiers.filter((modifier) => typeof modifier === 'string')
  const numbers = modifiers.filter((modifier) => typeof modifier === 'number')
  const list = numbers.length === 0 ? '' : `(${numbers.join(',')})`
  if (name === 'interval') return [`interval${words.map((word) => ` ${word}`).join('')}`, list].join('')
  const [, head = name, zone = ''] = /^(time|timestamp)( with(?:out)? time zone)$/.exec(name) ?? []
  return `${head}${list}${zone}`
}

function tableOf(entity: Entity): Table {
  return {
    schema: entity.schema,
    name: entity.table,
    columns: entity.fields.map(columnOf),
    primaryKey: entity.primaryKey === undefined ? undefined : keyOf(entity.primaryKey),
    uniques: entity.uniques.map(keyOf),
    foreignKeys: entity.foreignKeys.map(({ name, fields, target, targetFields, onDelete, onUpdate }) => ({
      name,
      columns: fields.map((field) => field.name),
      target: { schema: target.schema, name: target.table },
      targetColumns: targetFields.map((field) => field.name),
      onDelete,
      onDeleteColumns: undefined,
      onUpdate,
      match: undefined,
      deferrable: undefined,
      notValid: undefined,
    })),
    checks: entity.checks.map(({ name, sql }) => ({ name, sql, notValid: undefined })),
    exclusions: [],
    indexes: entity.indexes.map(indexOf),
    unlogged: undefined,
    options: [],
    rowSecurity: undefined,
    partitionBy: undefined,
    partitions: [],
    comment: entity.comment,
  }
}

function columnOf(field: Field): Column {
  return {
    name: field.name,
    type: typeText(field.type),
    collation: undefined,
    nullable: field.nullable,
    default: field.default === undefined ? undefined : defaultSql(field.default),
    identity: field.identity,
    identityOptions: undefined,
    generated: field.generated,
    isVirtual: undefined,
    comment: field.comment,
  }
}

/** Literals stay untyped strings: PostgreSQL reads them as the type of the column. */
function defaultSql(value: Default): string {
  if (value.kind === 'expression') return value.sql
  if (value.value === null) return 'null'
  return typeof value.value === 'boolean' ? String(value.value) : literalDefault(value.value)
}

function literalDefault(text: string): string {
  return /^-?\d{1,9}$/.test(text) && !/^-?0\d/.test(text) ? text : literal(text)
}

function keyOf({ name, fields, nullsNotDistinct }: Key): KeyConstraint {
  const columns = fields.map((field) => field.name)
  return { name, columns, include: undefined, nullsNotDistinct, deferrable: undefined }
}

function indexOf({ name, unique, method, terms, include, where }: Index): TableIndex {
  return {
    name,
    unique,
    method,
    terms: terms.map((term) => ({ ...term, collation: undefined })),
    include: include.map((field) => field.name),
    nullsNotDistinct: undefined,
    options: undefined,
    where,
  }
}
