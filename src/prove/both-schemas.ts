import { qualified } from '../schema/quote.js'
import type { Schema, Table, TableIndex } from '../schema/schema.js'
import { namesIn } from './sql-words.js'

/** The tables and columns, of the same type, that both schemas have: whose values a migration has to keep. */
export function keptColumns(before: Schema, target: Schema): Schema {
  const later = tablesByName(target)
  const tables = before.tables.flatMap((table) => {
    const types = new Map(later.get(qualified(table))?.columns.map(({ name, type }) => [name, type]))
    const columns = table.columns.filter(({ name, type }) => types.get(name) === type)
    return columns.length === 0 ? [] : [{ ...table, columns }]
  })
  return { ...before, tables }
}

/**
 * The schema before a migration, with the rules that the migration adds to its tables: rows for it do not fail at a new
 * check or key, which rows of a real database may well satisfy.
 */
export function withLaterRules(before: Schema, target: Schema): Schema {
  const later = tablesByName(target)
  return { ...before, tables: before.tables.map((table) => addRules(table, later.get(qualified(table)))) }
}

function addRules(table: Table, later: Table | undefined): Table {
  if (later === undefined) return table
  const names = table.columns.map(({ name }) => name)
  const added = later.columns.map(({ name }) => name).filter((name) => !names.includes(name))
  const required = new Set(later.columns.filter(({ nullable }) => !nullable).map(({ name }) => name))
  const has = (columns: readonly string[]): boolean => columns.every((column) => names.includes(column))
  const isOfRows = (sql: string): boolean => namesIn(sql, added).length === 0
  const isOfIndex = ({ unique, terms }: TableIndex): boolean =>
    unique && terms.every(({ kind, value }) => (kind === 'column' ? has([value]) : isOfRows(value)))
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, nullable: column.nullable && !required.has(column.name) })),
    uniques: [...table.uniques, ...newOnes(table.uniques, later.uniques).filter(({ columns }) => has(columns))],
    foreignKeys: [...table.foreignKeys, ...newOnes(table.foreignKeys, later.foreignKeys).filter(({ columns }) => has(columns))],
    checks: [...table.checks, ...newOnes(table.checks, later.checks).filter(({ sql }) => isOfRows(sql))],
    indexes: [...table.indexes, ...newOnes(table.indexes, later.indexes).filter(isOfIndex)],
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
