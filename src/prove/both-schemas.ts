import { isFreeCast } from '../migrate/free-cast.js'
import { apartSql } from '../migrate/partitions.js'
import { qualified } from '../schema/quote.js'
import type { CheckConstraint, Column, EnumType, Schema, Table, TableIndex } from '../schema/schema.js'
import { namesIn } from '../schema/sql-words.js'
import { withDomainRules } from './domain-rules.js'
import { columnKey } from './moves.js'

/**
 * A schema with the rules that another has for the same tables, by the same names. Rows made for it fit both sides of a
 * migration: they do not fail at a check or key that up adds, or that down brings back, which rows of a real database may
 * well satisfy. Not so where the spec says what becomes of rows that do not, which are the columns in `open`: those have
 * the rules of the first schema alone.
 */
export function withRulesOf(schema: Schema, other: Schema, open: ReadonlySet<string> = new Set()): Schema {
  const others = tablesByName(withDomainRules(other))
  const own = withDomainRules(schema)
  return {
    ...own,
    // Functions that such rules call, and that are not there yet.
    sql: [...own.sql, ...missingIn(own.sql, other.sql)],
    enums: own.enums.map((type) => withValuesOf(type, other.enums)),
    tables: own.tables.map((table) => addRules(table, others.get(qualified(table)), open)),
  }
}

/** Only values that both have, where there is one. */
function withValuesOf(type: EnumType, others: readonly EnumType[]): EnumType {
  const other = others.find((candidate) => qualified(candidate) === qualified(type))
  const values = type.values.filter((value) => other?.values.includes(value) !== false)
  return values.length === 0 ? type : { ...type, values }
}

function addRules(table: Table, other: Table | undefined, open: ReadonlySet<string>): Table {
  if (other === undefined) return table
  const names = table.columns.map(({ name }) => name).filter((name) => !open.has(columnKey(table, name)))
  const unknown = [...table.columns, ...other.columns].map(({ name }) => name).filter((name) => !names.includes(name))
  const has = ({ columns }: { readonly columns: readonly string[] }): boolean =>
    columns.every((column) => names.includes(column))
  const isKnown = (sql: string): boolean => namesIn(sql, unknown).length === 0
  const isDistinct = ({ unique, terms }: TableIndex): boolean =>
    unique && terms.every(({ kind, value }) => (kind === 'column' ? names.includes(value) : isKnown(value)))
  return {
    ...table,
    columns: table.columns.map((column) => (names.includes(column.name) ? stricter(column, other) : column)),
    uniques: [...table.uniques, ...missingIn(keysOf(table), keysOf(other)).filter(has)],
    foreignKeys: [...table.foreignKeys, ...missingIn(table.foreignKeys, other.foreignKeys).filter(has)],
    checks: [
      ...table.checks,
      ...missingIn(table.checks, other.checks).filter(({ sql }) => isKnown(sql)),
      ...apartChecks(table, other),
    ],
    exclusions: [
      ...table.exclusions,
      ...missingIn(table.exclusions, other.exclusions).filter(({ terms }) =>
        terms.every(({ kind, value }) => (kind === 'column' ? names.includes(value) : isKnown(value))),
      ),
    ],
    indexes: [...table.indexes, ...missingIn(table.indexes, other.indexes).filter(isDistinct)],
  }
}

/** Rows in the partition for all others do not belong into one that the other schema has beside it. */
function apartChecks({ partitions }: Table, other: Table): CheckConstraint[] {
  const catchAll = partitions.find(({ bounds }) => bounds === 'default')
  if (catchAll === undefined || !other.partitions.some(({ bounds }) => bounds === 'default')) return []
  return missingIn(partitions, other.partitions).flatMap((partition) => {
    const sql = apartSql(other, partition)
    return sql === undefined ? [] : [{ name: `apart from ${partition.name}`, sql, notValid: undefined }]
  })
}

function keysOf({ primaryKey, uniques }: Table): Table['uniques'] {
  return primaryKey === undefined ? uniques : [primaryKey, ...uniques]
}

/** Of both types the narrower, and NULL only where both allow it. */
function stricter(column: Column, { columns }: Table): Column {
  const other = columns.find(({ name }) => name === column.name)
  if (other === undefined) return column
  const type = isFreeCast(other.type, column.type) ? other.type : column.type
  return { ...column, type, nullable: column.nullable && other.nullable }
}

function missingIn<Part>(known: readonly Part[], others: readonly Part[]): Part[] {
  const texts = new Set(known.map((part) => JSON.stringify(part)))
  return others.filter((part) => !texts.has(JSON.stringify(part)))
}

/** The same schema with columns by name: a column that is added stands last in the table, wherever the spec has it. */
export function withoutColumnOrder(schema: Schema): Schema {
  const tables = schema.tables.map((table) => ({
    ...table,
    columns: [...table.columns].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }))
  return { ...schema, tables }
}

/** Tables by their name as SQL writes it. */
export function tablesByName({ tables }: Schema): Map<string, Table> {
  return new Map(tables.map((table) => [qualified(table), table]))
}
