import { isFreeCast } from '../migrate/free-cast.js'
import { qualified } from '../schema/quote.js'
import type { Column, Schema, Table, TableIndex } from '../schema/schema.js'
import { namesIn } from './sql-words.js'

/** The tables and columns that both schemas have, of the same type or one that is as wide: their values have to stay. */
export function keptColumns(before: Schema, target: Schema): Schema {
  const later = tablesByName(target)
  const tables = before.tables.flatMap((table) => {
    const types = new Map(later.get(qualified(table))?.columns.map(({ name, type }) => [name, type]))
    const columns = table.columns.filter(({ name, type }) => isFreeCast(type, types.get(name) ?? 'none'))
    return columns.length === 0 ? [] : [{ ...table, columns }]
  })
  return { ...before, tables }
}

/**
 * A schema with the rules that another has for the same tables. Rows made for it fit both sides of a migration: they do
 * not fail at a check or key that up adds, or that down brings back, which rows of a real database may well satisfy.
 */
export function withRulesOf(schema: Schema, other: Schema): Schema {
  const others = tablesByName(other)
  return { ...schema, tables: schema.tables.map((table) => addRules(table, others.get(qualified(table)))) }
}

function addRules(table: Table, other: Table | undefined): Table {
  if (other === undefined) return table
  const names = table.columns.map(({ name }) => name)
  const unknown = other.columns.map(({ name }) => name).filter((name) => !names.includes(name))
  const has = ({ columns }: { readonly columns: readonly string[] }): boolean =>
    columns.every((column) => names.includes(column))
  const isKnown = (sql: string): boolean => namesIn(sql, unknown).length === 0
  const isDistinct = ({ unique, terms }: TableIndex): boolean =>
    unique && terms.every(({ kind, value }) => (kind === 'column' ? names.includes(value) : isKnown(value)))
  return {
    ...table,
    columns: table.columns.map((column) => stricter(column, other)),
    uniques: [...table.uniques, ...missingIn(table.uniques, other.uniques).filter(has)],
    foreignKeys: [...table.foreignKeys, ...missingIn(table.foreignKeys, other.foreignKeys).filter(has)],
    checks: [...table.checks, ...missingIn(table.checks, other.checks).filter(({ sql }) => isKnown(sql))],
    indexes: [...table.indexes, ...missingIn(table.indexes, other.indexes).filter(isDistinct)],
  }
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
