import type { Place } from '../spec/diagnostic.js'
import type { DataType, Default, Entity, Field } from './model.js'

/** What something was called before. */
export interface FormerName {
  readonly schema: string
  readonly name: string
}

/** A type of the spec with conditions of its own. */
export interface Domain {
  /** Name in the spec, which columns use as their type: `Email`. */
  readonly name: string
  readonly at: Place
  readonly schema: string
  /** Name in the database: `email`. */
  readonly typeName: string
  /** What it is made of. */
  readonly type: DataType
  readonly nullable: boolean
  readonly default: Default | undefined
  readonly checks: readonly DomainCheck[]
  readonly collation: string | undefined
  readonly comment: string | undefined
  readonly renamedFrom: FormerName | undefined
}

/** An expression over `value`. */
export interface DomainCheck {
  readonly name: string
  readonly sql: string
  readonly isNotValid: boolean
}

/** Options of a sequence as they stand in the spec; what is left out is as PostgreSQL has it. */
export interface SequenceOptions {
  readonly start: string | undefined
  readonly increment: string | undefined
  readonly minimum: string | undefined
  readonly maximum: string | undefined
  readonly cache: string | undefined
  readonly cycle: true | undefined
}

/** A sequence that is an object of its own. */
export interface Sequence {
  /** Name in the database. */
  readonly name: string
  readonly at: Place
  readonly schema: string
  readonly type: 'smallint' | 'integer' | 'bigint'
  readonly options: SequenceOptions
  /** The column with which it goes. */
  readonly ownedBy: { readonly entity: Entity; readonly field: Field } | undefined
  readonly comment: string | undefined
  readonly renamedFrom: FormerName | undefined
}

/** Rows that exclude each other. */
export interface Exclusion {
  readonly name: string
  readonly method: string
  readonly terms: readonly ExclusionTerm[]
  readonly where: string | undefined
  readonly deferrable: Deferrable | undefined
  /** Typed error for a violation: `BookingRoomIdAndDuringConflict`. */
  readonly errorName: string
}

/** What is compared, and how. */
export interface ExclusionTerm extends IndexTerm {
  readonly operator: string
}

/** How a table is divided. */
export interface Partitioning {
  readonly method: 'range' | 'list' | 'hash'
  readonly terms: readonly PartitionTerm[]
}

/** A column, or an expression. */
export interface PartitionTerm {
  readonly kind: 'column' | 'expression'
  readonly value: string
}

/** A part of a divided table, in its schema. */
export interface Partition {
  readonly name: string
  readonly bounds: PartitionBounds
}

/** The rows that a partition takes. */
export type PartitionBounds =
  | { readonly kind: 'default' }
  | { readonly kind: 'range'; readonly from: readonly BoundValue[]; readonly to: readonly BoundValue[] }
  | { readonly kind: 'list'; readonly values: readonly BoundValue[] }
  | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number }

/** A literal is printed in quotes; a number, `true`, `null` or `minvalue` is not. */
export interface BoundValue {
  readonly kind: 'literal' | 'word'
  readonly text: string
}

/** Statements that create something, and those that remove it again; each ends with a semicolon. */
export interface SqlBlock {
  readonly name: string
  readonly at: Place
  readonly up: string
  readonly down: string
  readonly isBeforeTables: boolean
}

/** What may be dropped, each with its schema. */
export interface Drops {
  readonly tables: readonly FormerName[]
  readonly enums: readonly FormerName[]
  readonly domains: readonly FormerName[]
  readonly sequences: readonly FormerName[]
  readonly schemas: readonly string[]
  readonly extensions: readonly string[]
}

/** How a column came to be what it is, for migrations. */
export interface ColumnWay {
  readonly renamedFrom: string | undefined
  /** Expression over the old columns that gives the value. */
  readonly using: string | undefined
  /** Expression over the new columns that gives the old value again. */
  readonly usingBack: string | undefined
  /** Expression for rows without a value. */
  readonly backfill: string | undefined
}

/** When a constraint is checked, where that may be at the end of a transaction: `deferred` is so from its beginning. */
export type Deferrable = 'immediate' | 'deferred'

/** A part of an index. */
export interface IndexTerm {
  /** A column name, or an SQL expression. */
  readonly kind: 'column' | 'expression'
  readonly value: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last' | undefined
  readonly collation: string | undefined
  readonly operatorClass: string | undefined
}
