import { isFreeCast } from '../migrate/free-cast.js'
import { qualified } from '../schema/quote.js'
import type { Schema, Table, TableIndex } from '../schema/schema.js'
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
  const added = other.columns.map(({ name }) => name).filter((name) => !names.includes(name))
  const required = new Set(other.columns.filter(({ nullable }) => !nullable).map(({ name }) => name))
  const has = (columns: readonly string[]): boolean => columns.every((column) => names.includes(column))
  const isOfRows = (sql: string): boolean => namesIn(sql, added).length === 0
  const isOfIndex = ({ unique, terms }: TableIndex): boolean =>
    unique && terms.every(({ kind, value }) => (kind === 'column' ? has([value]) : isOfRows(value)))
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, nullable: column.nullable && !required.has(column.name) })),
    uniques: [...table.uniques, ...newOnes(table.uniques, other.uniques).filter(({ columns }) => has(columns))],
    foreignKeys: [
      ...table.foreignKeys,
      ...newOnes(table.foreignKeys, other.foreignKeys).filter(({ columns }) => has(columns)),
    ],
    checks: [...table.checks, ...newOnes(table.checks, other.checks).filter(({ sql }) => isOfRows(sql))],
    indexes: [...table.indexes, ...newOnes(table.indexes, other.indexes).filter(isOfIndex)],
  }
}

function newOnes<Part>(before: readonly Part[], later: readonly Part[]): Part[] {
  const known = new Set(before.map((part) => JSON.stringify(part)))
  return later.filter((part) => !known.has(JSON.stringify(part)))
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
