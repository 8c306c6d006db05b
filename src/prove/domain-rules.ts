import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, Column, Domain, Schema, Table } from '../schema/schema.js'
import { renamedIn } from '../schema/sql-words.js'

/**
 * The same tables with what their domains are made of: a column has the type below its domain, may not be NULL where that
 * may not, and the checks of the domain are checks of the table, for the elements of an array one by one.
 */
export function withDomainRules(schema: Schema): Schema {
  if (schema.domains.length === 0) return schema
  const domains = new Map(schema.domains.map((domain) => [qualified(domain), domain]))
  return { ...schema, tables: schema.tables.map((table) => withoutDomains(table, domains)) }
}

type Domains = ReadonlyMap<string, Domain>

function withoutDomains(table: Table, domains: Domains): Table {
  const columns = table.columns.map((column) => ({ column, chain: chainOf(column.type, domains) }))
  if (columns.every(({ chain }) => chain.length === 0)) return table
  return {
    ...table,
    columns: columns.map(({ column, chain }) => baseColumn(column, chain)),
    checks: [...table.checks, ...columns.flatMap(({ column, chain }) => checksOf(column, chain))],
  }
}

/** A domain and what it is made of, as far as these are domains. */
function chainOf(type: string, domains: Domains): Domain[] {
  const domain = domains.get(type.replace(/\[\]$/, ''))
  return domain === undefined ? [] : [domain, ...chainOf(domain.type, domains)]
}

function baseColumn(column: Column, chain: readonly Domain[]): Column {
  const isArray = column.type.endsWith('[]')
  const base = chain.at(-1)?.type ?? column.type.replace(/\[\]$/, '')
  const [first] = chain
  return {
    ...column,
    type: isArray ? `${base}[]` : base,
    nullable: column.nullable && (isArray || chain.every(({ nullable }) => nullable)),
    default: column.default ?? (isArray || column.generated !== undefined ? undefined : first?.default),
  }
}

function checksOf({ name, type }: Column, chain: readonly Domain[]): CheckConstraint[] {
  const isArray = type.endsWith('[]')
  const base = chain.at(-1)?.type ?? type
  return chain.flatMap((domain) =>
    domain.checks.map((check) => {
      const value = isArray ? 'element' : `(${ident(name)}::${base})`
      const sql = renamedIn(check.sql, new Map([['value', value]]))
      return {
        ...check,
        name: `${check.name} of ${name}`,
        sql: isArray ? ofEach(sql, `${ident(name)}::${base}[]`, domain.nullable) : sql,
      }
    }),
  )
}

function ofEach(sql: string, array: string, nullable: boolean): string {
  const filled = nullable ? '' : 'element is not null and '
  return `(select bool_and(${filled}(${sql}) is not false) from unnest(${array}) as e (element)) is not false`
}
