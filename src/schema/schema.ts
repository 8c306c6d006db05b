/**
 * What a database has, as plain data: the one type that the spec, a snapshot and a live database all become, so that
 * the diff, the proof and drift detection share it. Expressions are SQL text; two schemas are compared after PostgreSQL
 * has printed both, never as written. What is the default of PostgreSQL is `undefined`, so that a snapshot holds only
 * what was said.
 */

export interface Schema {
  readonly extensions: readonly string[]
  /** Schemas other than `public`, sorted by name. */
  readonly schemas: readonly string[]
  readonly enums: readonly EnumType[]
  readonly domains: readonly Domain[]
  /** Sequences that are objects of their own; those of identity columns belong to the column. */
  readonly sequences: readonly Sequence[]
  readonly tables: readonly Table[]
  /** What has no field of its own, in the order in which it is run. A live database has none: its objects are compared. */
  readonly sql: readonly SqlBlock[]
}

export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

export interface EnumType extends QualifiedName {
  readonly values: readonly string[]
  readonly comment: string | undefined
}

export interface Domain extends QualifiedName {
  /** As `format_type` prints it. */
  readonly type: string
  /** Quoted where needed: `"C"`, `public.german`. */
  readonly collation: string | undefined
  readonly nullable: boolean
  /** SQL expression. */
  readonly default: string | undefined
  /** Expressions over `value`. */
  readonly checks: readonly CheckConstraint[]
  readonly comment: string | undefined
}

/** What is left out is as PostgreSQL has it: from 1 by 1, up to what the type holds. Numbers are texts: they are int8. */
export interface SequenceOptions {
  readonly start: string | undefined
  readonly increment: string | undefined
  readonly minimum: string | undefined
  readonly maximum: string | undefined
  readonly cache: string | undefined
  readonly cycle: true | undefined
}

export interface Sequence extends QualifiedName {
  readonly type: 'smallint' | 'integer' | 'bigint'
  readonly options: SequenceOptions
  /** The column with which it goes. */
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | undefined
  readonly comment: string | undefined
}

/** Statements that create something, and those that remove it again. */
export interface SqlBlock {
  /** Unique among the blocks: they are compared by name and content. */
  readonly name: string
  readonly up: string
  readonly down: string
  /** True for what tables need: it is run before them. */
  readonly isBeforeTables: true | undefined
}

export interface Table extends QualifiedName {
  readonly columns: readonly Column[]
  readonly primaryKey: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly foreignKeys: readonly ForeignKeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  readonly exclusions: readonly ExclusionConstraint[]
  readonly indexes: readonly TableIndex[]
  readonly unlogged: true | undefined
  /** Storage parameters, sorted: `fillfactor=70`. */
  readonly options: readonly string[]
  readonly rowSecurity: 'enabled' | 'forced' | undefined
  /** `range (created_at)`, as `pg_get_partkeydef` prints it but in lower case key words: `RANGE` is `range`. */
  readonly partitionBy: string | undefined
  readonly partitions: readonly Partition[]
  readonly comment: string | undefined
}

/** A partition has the columns, keys and indexes of its table. */
export interface Partition extends QualifiedName {
  /** `for values from ('2024-01-01') to ('2025-01-01')`, `default` */
  readonly bounds: string
}

export interface Column {
  readonly name: string
  /** As `format_type` prints it, quoted where needed: `character varying(255)`, `bigint`, `post_status[]`. */
  readonly type: string
  /** Quoted where needed: `"C"`, `public.german`. */
  readonly collation: string | undefined
  readonly nullable: boolean
  /** SQL expression. */
  readonly default: string | undefined
  readonly identity: 'always' | 'by default' | undefined
  /** Options of the sequence of an identity column, where it has any. */
  readonly identityOptions: SequenceOptions | undefined
  /** Expression of a generated column. */
  readonly generated: string | undefined
  /** True for a generated column that is computed when it is read, from PostgreSQL 18 on. */
  readonly isVirtual: true | undefined
  readonly comment: string | undefined
}

/** When a constraint is checked: `immediate` and `deferred` are what it is initially, and it may be deferred. */
export type Deferrable = 'immediate' | 'deferred'

export interface KeyConstraint {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns stored along in the index, where there are any. */
  readonly include: readonly string[] | undefined
  readonly nullsNotDistinct: boolean
  readonly deferrable: Deferrable | undefined
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface ForeignKeyConstraint {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: QualifiedName
  readonly targetColumns: readonly string[]
  readonly onDelete: ReferentialAction
  /** The columns that `on delete set null` or `set default` sets; undefined for all. */
  readonly onDeleteColumns: readonly string[] | undefined
  readonly onUpdate: ReferentialAction
  readonly match: 'full' | undefined
  readonly deferrable: Deferrable | undefined
  /** True where rows that were there before need not fulfil it. */
  readonly notValid: true | undefined
}

export interface CheckConstraint {
  readonly name: string
  readonly sql: string
  /** True where rows that were there before need not fulfil it. */
  readonly notValid: true | undefined
}

export interface ExclusionConstraint {
  readonly name: string
  readonly method: string
  readonly terms: readonly (IndexTerm & { readonly operator: string })[]
  readonly where: string | undefined
  readonly deferrable: Deferrable | undefined
}

export interface IndexTerm {
  readonly kind: 'column' | 'expression'
  readonly value: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last' | undefined
  readonly collation: string | undefined
  readonly operatorClass: string | undefined
}

export interface TableIndex {
  readonly name: string
  readonly unique: boolean
  readonly method: string
  readonly terms: readonly IndexTerm[]
  readonly include: readonly string[]
  readonly nullsNotDistinct: true | undefined
  /** Storage parameters, sorted: `fastupdate=off`. */
  readonly options: readonly string[] | undefined
  /** Predicate of a partial index. */
  readonly where: string | undefined
}

/** A schema without anything in it: where the first migration starts. */
export const emptySchema: Schema = {
  extensions: [],
  schemas: [],
  enums: [],
  domains: [],
  sequences: [],
  tables: [],
  sql: [],
}
