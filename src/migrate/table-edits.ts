import { ident } from '../schema/quote.js'
import type { Column, ForeignKeyConstraint, IndexTerm, QualifiedName, Schema, Table } from '../schema/schema.js'
import { namesIn, renamedIn } from '../schema/sql-words.js'
import { isSameName } from './journey.js'

/** The table without a column and what PostgreSQL drops along with it: every key, constraint and index that uses it. */
export function withoutColumn(table: Table, column: string): Table {
  const { primaryKey } = table
  return {
    ...table,
    columns: table.columns.filter(({ name }) => name !== column),
    primaryKey: primaryKey !== undefined && usesKey(primaryKey, column) ? undefined : primaryKey,
    uniques: table.uniques.filter((key) => !usesKey(key, column)),
    foreignKeys: table.foreignKeys.filter(({ columns }) => !columns.includes(column)),
    checks: table.checks.filter(({ sql }) => !uses(sql, column)),
    exclusions: table.exclusions.filter((each) => !usesTerms(each.terms, column) && !uses(each.where, column)),
    indexes: table.indexes.filter((index) => !usesIndex(index, column)),
  }
}

/** Names of what would go with a column. */
export function dependentsOf(table: Table, column: string): string[] {
  const rest = withoutColumn(table, column)
  const namesOf = ({ primaryKey, uniques, foreignKeys, checks, exclusions, indexes }: Table): string[] =>
    [
      ...(primaryKey === undefined ? [] : [primaryKey]),
      ...uniques,
      ...foreignKeys,
      ...checks,
      ...exclusions,
      ...indexes,
    ].map(({ name }) => name)
  const kept = new Set(namesOf(rest))
  return namesOf(table).filter((name) => !kept.has(name))
}

export function withColumn(table: Table, column: Column): Table {
  const isKnown = table.columns.some(({ name }) => name === column.name)
  const columns = isKnown
    ? table.columns.map((known) => (known.name === column.name ? column : known))
    : [...table.columns, column]
  return { ...table, columns }
}

/** The table with columns by other names, in keys, indexes and expressions too. */
export function withColumnNames(table: Table, renamed: ReadonlyMap<string, string>): Table {
  if (renamed.size === 0) return table
  const rename = (name: string): string => renamed.get(name) ?? name
  const inText = new Map([...renamed].map(([before, after]) => [before, ident(after)]))
  const inSql = <Sql extends string | undefined>(sql: Sql): Sql =>
    (sql === undefined ? sql : renamedIn(sql, inText)) as Sql
  const inTerm = <Term extends IndexTerm>(term: Term): Term => ({
    ...term,
    value: term.kind === 'column' ? rename(term.value) : inSql(term.value),
  })
  const inKey = <Key extends { readonly columns: readonly string[]; readonly include: readonly string[] | undefined }>(
    key: Key,
  ): Key => ({ ...key, columns: key.columns.map(rename), include: key.include?.map(rename) })
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: rename(column.name),
      generated: inSql(column.generated),
    })),
    primaryKey: table.primaryKey && inKey(table.primaryKey),
    uniques: table.uniques.map(inKey),
    foreignKeys: table.foreignKeys.map((key) => ({
      ...key,
      columns: key.columns.map(rename),
      onDeleteColumns: key.onDeleteColumns?.map(rename),
    })),
    checks: table.checks.map((check) => ({ ...check, sql: inSql(check.sql) })),
    exclusions: table.exclusions.map((each) => ({ ...each, terms: each.terms.map(inTerm), where: inSql(each.where) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      terms: index.terms.map(inTerm),
      include: index.include.map(rename),
      where: inSql(index.where),
    })),
    partitionBy: inSql(table.partitionBy),
  }
}

/** The schema whose foreign keys to a table are others. */
export function withReferences(
  schema: Schema,
  target: QualifiedName,
  change: (key: ForeignKeyConstraint) => ForeignKeyConstraint,
): Schema {
  const tables = schema.tables.map((table) => {
    if (!table.foreignKeys.some((key) => isSameName(key.target, target))) return table
    const foreignKeys = table.foreignKeys.map((key) => (isSameName(key.target, target) ? change(key) : key))
    return { ...table, foreignKeys }
  })
  return { ...schema, tables }
}

/** The schema without the foreign keys that refer to a table, or to one column of it. */
export function withoutReferences(schema: Schema, target: QualifiedName, column?: string): Schema {
  const leads = (key: ForeignKeyConstraint): boolean =>
    isSameName(key.target, target) && (column === undefined || key.targetColumns.includes(column))
  const tables = schema.tables.map((table) =>
    table.foreignKeys.some(leads) ? { ...table, foreignKeys: table.foreignKeys.filter((key) => !leads(key)) } : table,
  )
  return { ...schema, tables }
}

function usesKey(
  { columns, include }: { readonly columns: readonly string[]; readonly include: readonly string[] | undefined },
  column: string,
): boolean {
  return columns.includes(column) || include?.includes(column) === true
}

/** Whether an index has the column in a term, stored along, or in an expression. */
export function usesIndex({ terms, include, where }: Table['indexes'][number], column: string): boolean {
  return usesTerms(terms, column) || include.includes(column) || uses(where, column)
}

/** Whether an expression may refer to the column. */
export function uses(sql: string | undefined, column: string): boolean {
  return sql !== undefined && namesIn(sql, [column]).length > 0
}

function usesTerms(terms: readonly IndexTerm[], column: string): boolean {
  return terms.some(({ kind, value }) => (kind === 'column' ? value === column : uses(value, column)))
}
