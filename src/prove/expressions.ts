import type { Column, Domain, ExclusionConstraint, IndexTerm, Schema, Table, TableIndex } from '../schema/schema.js'

/** Where an expression stands in its table or domain. */
export type Place =
  | { readonly kind: 'check'; readonly name: string }
  | { readonly kind: 'default' | 'generated'; readonly column: Column }
  | {
      readonly kind: 'term'
      readonly name: string
      readonly number: number
      readonly method: string
      readonly term: IndexTerm
    }
  | { readonly kind: 'where'; readonly name: string }
  | { readonly kind: 'domain check'; readonly name: string }
  | { readonly kind: 'domain default' }

/** What is to stand in the place of an expression. */
export type Visit<Owner> = (owner: Owner, place: Place, sql: string) => string

/** A schema with other expressions in its tables and domains. */
export function mapExpressions(schema: Schema, visitTable: Visit<Table>, visitDomain: Visit<Domain>): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => mapTable(table, (place, sql) => visitTable(table, place, sql))),
    domains: schema.domains.map((domain) => mapDomain(domain, (place, sql) => visitDomain(domain, place, sql))),
  }
}

/** `check posts_title_check`: the same for the same place of another version of the table. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'check':
    case 'where':
    case 'domain check':
      return `${place.kind} ${place.name}`
    case 'default':
    case 'generated':
      return `${place.kind} ${place.column.name}`
    case 'term':
      return `${place.kind} ${place.number} ${place.name}`
    case 'domain default':
      return place.kind
  }
}

type VisitPlace = (place: Place, sql: string) => string

function mapTable(table: Table, visit: VisitPlace): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      default: column.default === undefined ? undefined : visit({ kind: 'default', column }, column.default),
      generated: column.generated === undefined ? undefined : visit({ kind: 'generated', column }, column.generated),
    })),
    checks: table.checks.map((check) => ({ ...check, sql: visit({ kind: 'check', name: check.name }, check.sql) })),
    exclusions: table.exclusions.map((exclusion) => mapIndex(exclusion, visit)),
    indexes: table.indexes.map((index) => mapIndex(index, visit)),
  }
}

function mapIndex<Index extends TableIndex | ExclusionConstraint>(index: Index, visit: VisitPlace): Index {
  const { name, method } = index
  const terms = index.terms.map((term, number) =>
    term.kind === 'column' ? term : { ...term, value: visit({ kind: 'term', name, number, method, term }, term.value) },
  )
  const where = index.where === undefined ? undefined : visit({ kind: 'where', name }, index.where)
  return { ...index, terms, where }
}

function mapDomain(domain: Domain, visit: VisitPlace): Domain {
  return {
    ...domain,
    default: domain.default === undefined ? undefined : visit({ kind: 'domain default' }, domain.default),
    checks: domain.checks.map((check) => ({
      ...check,
      sql: visit({ kind: 'domain check', name: check.name }, check.sql),
    })),
  }
}
