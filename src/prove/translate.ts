import { withColumnNames } from '../migrate/table-edits.js'
import { literal, qualified } from '../schema/quote.js'
import type { EnumType, IndexTerm, QualifiedName, Schema, Table } from '../schema/schema.js'
import { sqlWords } from '../schema/sql-words.js'
import { columnKey, type Moves, own } from './moves.js'

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

/** Columns first, as keys and expressions have them, then what other tables and types are called. */
function translateTable(own: Table, names: Names): Table {
  const table = withColumnNames(own, new Map(own.columns.map(({ name }) => [name, names.column(own, name)])))
  const optional = (sql: string | undefined): string | undefined => (sql === undefined ? undefined : names.casts(sql))
  const term = <Term extends IndexTerm>(part: Term): Term =>
    part.kind === 'column' ? part : { ...part, value: names.casts(part.value) }
  return {
    ...table,
    ...names.table(own),
    columns: table.columns.map((part) => ({
      ...part,
      type: names.type(part.type),
      default: part.default === undefined ? undefined : names.casts(names.constant(part.type, part.default)),
      generated: optional(part.generated),
    })),
    foreignKeys: table.foreignKeys.map((key) => ({
      ...key,
      target: names.table(key.target),
      targetColumns: key.targetColumns.map((name) => names.column(key.target, name)),
    })),
    checks: table.checks.map((check) => ({ ...check, sql: names.casts(check.sql) })),
    exclusions: table.exclusions.map((each) => ({ ...each, terms: each.terms.map(term), where: optional(each.where) })),
    indexes: table.indexes.map((index) => ({ ...index, terms: index.terms.map(term), where: optional(index.where) })),
  }
}
