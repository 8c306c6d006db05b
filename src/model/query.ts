import type { DataType, Field, OrderTerm, Relation } from './model.js'

/** `author`, `tags.name`: relations to walk, then a field of the last one. */
export interface Path {
  readonly relations: readonly Relation[]
  readonly field: Field
}

export type FilterOperator =
  | 'equals'
  | 'not_equals'
  | 'less_than'
  | 'at_most'
  | 'greater_than'
  | 'at_least'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'any_of'
  | 'none_of'
  | 'is_null'

/** One parameter of a query. Several paths are alternatives: any of them may match. */
export interface Filter {
  /** Name in the spec: `author_id`. */
  readonly name: string
  /** Name of the parameter: `authorId`. */
  readonly parameter: string
  readonly operator: FilterOperator
  readonly paths: readonly Path[]
  readonly required: boolean
}

/** A relation to load along, with what narrows it. */
export interface Load {
  readonly relation: Relation
  readonly strategy: 'join' | 'select'
  /** Replaces the relation's own order where the spec gives one. */
  readonly order: readonly OrderTerm[]
  /** Rows per parent; undefined for all. */
  readonly limit: number | undefined
  readonly load: readonly Load[]
}

/** Rows of one entity: `searchPosts(db, { keyword, limit, after })`. */
export interface ListQuery {
  readonly kind: 'list'
  /** Name in the spec: `search`. */
  readonly name: string
  /** `searchPosts` */
  readonly functionName: string
  /** `SearchPostsOptions` */
  readonly optionsType: string
  readonly comment: string | undefined
  readonly filters: readonly Filter[]
  readonly load: readonly Load[]
  /** Ends with the primary key, so that the order is total. */
  readonly order: readonly OrderTerm[]
  readonly page: 'keyset' | 'offset' | 'none'
  readonly defaultLimit: number
  readonly maxLimit: number
}

/** One value of an aggregate query. */
export interface Measure {
  /** Name in the spec: `avg_length`. */
  readonly name: string
  /** Property of the result: `avgLength`. */
  readonly property: string
  /** Parsed SQL expression over the entity's columns: `avg(length(content))`. */
  readonly sql: string
  /** What the expression is cast to, so that its TypeScript form is known. `count` is a bigint shown as a number. */
  readonly type: DataType
  readonly nullable: boolean
}

/** Aggregates over one entity: `postStats(db)`, one row, or one row per group. */
export interface AggregateQuery {
  readonly kind: 'aggregate'
  readonly name: string
  /** `postStats` */
  readonly functionName: string
  /** `PostStats` */
  readonly resultType: string
  /** `PostStatsOptions`; only used where there are filters. */
  readonly optionsType: string
  readonly comment: string | undefined
  readonly filters: readonly Filter[]
  readonly groupBy: readonly Field[]
  readonly measures: readonly Measure[]
}

export type Query = ListQuery | AggregateQuery
