import { ident, literal, qualified } from '../schema/quote.js'
import type { EnumType, QualifiedName, Schema, Table } from '../schema/schema.js'
import { columnKey, type Moves, own } from './moves.js'
import { renamedIn, sqlWords } from './sql-words.js'

/**
 * The tables of a schema as they would be in the names of another one, which `moves` gives by their own: also in keys,
 * foreign keys and, word by word, in expressions.
 */
export function inNamesOf(schema: Schema, other: Schema, moves: Moves): Schema {
  if ([moves.tables, moves.columns, moves.types, moves.values].every((names) => Object.keys(names).length === 0))
    return schema
  const others = new Map(
    [...other.tables, ...other.enums, ...other.domains].map(({ schema, name }) => [
      qualified({ schema, name }),
      { schema, name },
    ]),
  )
  const tableName = (table: QualifiedName): QualifiedName =>
    others.get(own(moves.tables, qualified(table)) ?? '') ?? { schema: table.schema, name: table.name }
  const typeName = ({ schema, name }: QualifiedName): QualifiedName =>
    others.get(own(moves.types, qualified({ schema, name })) ?? '') ?? { schema, name }
  const names: Names = {
    table: tableName,
    column: (table, name) => own(moves.columns, columnKey(table, name)) ?? name,
    type: (type) => typeText(type, moves),
    constant: (type, sql) => constantOf(sql, own(moves.values, type) ?? {}),
    casts: (sql) => castsIn(sql, moves),
  }
  return {
    ...schema,
    enums: schema.enums.map((type) => ({ ...type, ...typeName(type), values: valuesOf(type, moves) })),
    domains: schema.domains.map((type) => ({ ...type, ...typeName(type), type: names.type(type.type) })),
    tables: schema.tables.map((table) => translateTable(table, names)),
  }
}

/** `status[]` as `post_status[]`, where that is the other name of `status`. */
export function typeText(type: string, { types }: Moves): string {
  const element = type.replace(/\[\]$/, '')
  const other = own(types, element)
  return other === undefined ? type : `${other}${type.slice(element.length)}`
}

function valuesOf(type: EnumType, { values }: Moves): string[] {
  const others = own(values, qualified(type)) ?? {}
  return type.values.map((value) => own(others, value) ?? value)
}

interface Names {
  table(table: QualifiedName): QualifiedName
  column(table: QualifiedName, name: string): string
  type(type: string): string
  /** A value of an enum, where the expression is one. */
  constant(type: string, sql: string): string
  /** The expression with the other names of types. */
  casts(sql: string): string
}

function constantOf(sql: string, values: Readonly<Record<string, string>>): string {
  const [value, ...rest] = sqlWords(sql)
  const other = value?.kind === 'text' ? own(values, value.value) : undefined
  if (other === undefined || (rest.length > 0 && rest[0]?.value !== '::')) return sql
  return `${literal(other)}${/::.*$/s.exec(sql)?.[0] ?? ''}`
}

/** `'draft'::status` as `'draft'::post_status` */
function castsIn(sql: string, { types }: Moves): string {
  return Object.entries(types).reduce((text, [now, other]) => {
    const name = now.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return text.replace(new RegExp(`::${name}(?![\\w"$.])`, 'g'), () => `::${other}`)
  }, sql)
}

function translateTable(table: Table, names: Names): Table {
  const column = (name: string): string => names.column(table, name)
  const renamed = new Map(table.columns.map(({ name }) => [name, ident(column(name))]))
  const sql = (text: string): string => names.casts(renamedIn(text, renamed))
  const optional = (text: string | undefined): string | undefined => (text === undefined ? undefined : sql(text))
  const key = <Key extends { readonly columns: readonly string[] }>(constraint: Key): Key => ({
    ...constraint,
    columns: constraint.columns.map(column),
  })
  const term = <Term extends { readonly kind: string; readonly value: string }>(part: Term): Term => ({
    ...part,
    value: part.kind === 'column' ? column(part.value) : sql(part.value),
  })
  return {
    ...table,
    ...names.table(table),
    columns: table.columns.map((part) => ({
      ...part,
      name: column(part.name),
      type: names.type(part.type),
      default: part.default === undefined ? undefined : names.casts(names.constant(part.type, part.default)),
      generated: optional(part.generated),
    })),
    primaryKey: table.primaryKey === undefined ? undefined : key(table.primaryKey),
    uniques: table.uniques.map(key),
    foreignKeys: table.foreignKeys.map((foreignKey) => ({
      ...key(foreignKey),
      target: names.table(foreignKey.target),
      targetColumns: foreignKey.targetColumns.map((name) => names.column(foreignKey.target, name)),
    })),
    checks: table.checks.map((check) => ({ ...check, sql: sql(check.sql) })),
    exclusions: table.exclusions.map((exclusion) => ({
      ...exclusion,
      terms: exclusion.terms.map(term),
      where: optional(exclusion.where),
    })),
    indexes: table.indexes.map((index) => ({ ...index, terms: index.terms.map(term), where: optional(index.where) })),
  }
}
