import type { DataType, Default, Entity, Field, ForeignKey, Index, Key, Model } from '../model/model.js'
import type { Domain, Exclusion, IndexTerm, Partition, Sequence } from '../model/objects.js'
import { partitionBounds, partitionKey } from './partition-text.js'
import { ident, literal, qualified } from './quote.js'
import type {
  Column,
  Domain as DomainType,
  ExclusionConstraint,
  ForeignKeyConstraint,
  KeyConstraint,
  Schema,
  Sequence as SequenceObject,
  SequenceOptions,
  Table,
  TableIndex,
} from './schema.js'
import { withoutDefaults } from './sequence-defaults.js'

/** The relational form of a model: what the database must have. */
export function schemaOf(model: Model): Schema {
  const { entities, enums, domains, sequences } = model
  const schemas = [...entities, ...enums, ...domains, ...sequences].map(({ schema }) => schema)
  return {
    extensions: [...new Set(model.extensions)].sort(),
    schemas: [...new Set(schemas)].filter((schema) => schema !== 'public').sort(),
    enums: enums.map(({ schema, typeName, values, comment }) => ({ schema, name: typeName, values, comment })),
    domains: domains.map(domainOf),
    sequences: sequences.map(sequenceOf),
    tables: entities.map(tableOf),
    sql: model.sqlBlocks.map(({ name, up, down, isBeforeTables }) => ({
      name,
      up,
      down,
      isBeforeTables: orUndefined(isBeforeTables),
    })),
  }
}

/** A type as `format_type` prints it: `character varying(255)`, `timestamp(3) with time zone`, `post_status[]`. */
export function typeText(type: DataType): string {
  const { domain } = type
  // The brackets of what a domain is made of are its own.
  const brackets = type.dimensions - (domain?.type.dimensions ?? 0)
  const suffix = '[]'.repeat(Math.min(brackets, 1))
  if (domain !== undefined) return `${qualified({ schema: domain.schema, name: domain.typeName })}${suffix}`
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

function domainOf(domain: Domain): DomainType {
  const { schema, typeName, type, collation, nullable, checks, comment } = domain
  return {
    schema,
    name: typeName,
    type: typeText(type),
    collation: collation && ident(collation),
    nullable,
    default: domain.default && defaultSql(domain.default),
    checks: checks.map(({ name, sql, isNotValid }) => ({ name, sql, notValid: orUndefined(isNotValid) })),
    comment,
  }
}

function sequenceOf({ schema, name, type, options, ownedBy, comment }: Sequence): SequenceObject {
  const owner = ownedBy && {
    table: { schema: ownedBy.entity.schema, name: ownedBy.entity.table },
    column: ownedBy.field.name,
  }
  return { schema, name, type, options: withoutDefaults(options, type), ownedBy: owner, comment }
}

function tableOf(entity: Entity): Table {
  const { schema, table, partitioning } = entity
  return {
    schema,
    name: table,
    columns: entity.fields.map(columnOf),
    primaryKey: entity.primaryKey === undefined ? undefined : keyOf(entity.primaryKey),
    uniques: entity.uniques.map(keyOf),
    foreignKeys: entity.foreignKeys.map(foreignKeyOf),
    checks: entity.checks.map(({ name, sql, isNotValid }) => ({ name, sql, notValid: orUndefined(isNotValid) })),
    exclusions: entity.exclusions.map(exclusionOf),
    indexes: entity.indexes.map(indexOf),
    unlogged: orUndefined(entity.isUnlogged),
    options: entity.storage,
    rowSecurity: entity.rowSecurity,
    partitionBy: partitioning && partitionKey(partitioning),
    partitions: entity.partitions.map((partition: Partition) => ({
      schema,
      name: partition.name,
      bounds: partitionBounds(partition.bounds),
    })),
    comment: entity.comment,
  }
}

/** Options of an identity; undefined where all are as PostgreSQL has them. */
function numberingOf(options: SequenceOptions, type: string): SequenceOptions | undefined {
  const said = withoutDefaults(options, type)
  return Object.values(said).every((value) => value === undefined) ? undefined : said
}

function columnOf(field: Field): Column {
  return {
    name: field.name,
    type: typeText(field.type),
    collation: field.collation && ident(field.collation),
    nullable: field.nullable,
    default: field.default === undefined ? undefined : defaultSql(field.default),
    identity: field.identity,
    identityOptions: field.identityOptions && numberingOf(field.identityOptions, field.type.name),
    generated: field.generated,
    isVirtual: orUndefined(field.isVirtual),
    comment: field.comment,
  }
}

function keyOf({ name, fields, include, nullsNotDistinct, deferrable }: Key): KeyConstraint {
  const stored = include.length === 0 ? undefined : namesOf(include)
  return { name, columns: namesOf(fields), include: stored, nullsNotDistinct, deferrable }
}

function foreignKeyOf(key: ForeignKey): ForeignKeyConstraint {
  const { name, fields, target, targetFields, onDelete, onDeleteFields, onUpdate, match, deferrable } = key
  return {
    name,
    columns: namesOf(fields),
    target: { schema: target.schema, name: target.table },
    targetColumns: namesOf(targetFields),
    onDelete,
    onDeleteColumns: onDeleteFields && namesOf(onDeleteFields),
    onUpdate,
    match,
    deferrable,
    notValid: orUndefined(key.isNotValid),
  }
}

function exclusionOf({ name, method, terms, where, deferrable }: Exclusion): ExclusionConstraint {
  const printed = terms.map(({ operator, ...term }) => ({ ...termOf(term), operator }))
  return { name, method, terms: printed, where, deferrable }
}

function indexOf({ name, unique, method, terms, include, nullsNotDistinct, storage, where }: Index): TableIndex {
  return {
    name,
    unique,
    method,
    terms: terms.map(termOf),
    include: namesOf(include),
    nullsNotDistinct: orUndefined(nullsNotDistinct),
    options: storage.length === 0 ? undefined : storage,
    where,
  }
}

function termOf({ kind, value, direction, nulls, collation, operatorClass }: IndexTerm): TableIndex['terms'][number] {
  return { kind, value, direction, nulls, collation: collation && ident(collation), operatorClass }
}

function namesOf(fields: readonly Field[]): string[] {
  return fields.map(({ name }) => name)
}

/** What is the default of PostgreSQL is left out of a snapshot. */
function orUndefined(flag: boolean): true | undefined {
  return flag || undefined
}

/** A default as SQL. Literals stay untyped strings: PostgreSQL reads them as the type of the column. */
function defaultSql(value: Default): string {
  if (value.kind === 'expression') return value.sql
  if (value.value === null) return 'null'
  return typeof value.value === 'boolean' ? String(value.value) : literalDefault(value.value)
}

function literalDefault(text: string): string {
  return /^-?\d{1,9}$/.test(text) && !/^-?0\d/.test(text) ? text : literal(text)
}
