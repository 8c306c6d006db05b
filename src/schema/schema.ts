/**
 * What a database has, as plain data: the one type that the spec, a snapshot and a live database all become, so that
 * the diff, the proof and drift detection share it. Expressions are SQL text; two schemas are compared after PostgreSQL
 * has printed both (see `normalise`), never as written.
 */

export interface Schema {
  readonly extensions: readonly string[]
  /** Schemas other than `public`, sorted by name. */
  readonly schemas: readonly string[]
  readonly enums: readonly EnumType[]
  readonly tables: readonly Table[]
}

export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

export interface EnumType extends QualifiedName {
  readonly values: readonly string[]
  readonly comment: string | undefined
}

export interface Table extends QualifiedName {
  readonly columns: readonly Column[]
  readonly primaryKey: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly foreignKeys: readonly ForeignKeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  readonly indexes: readonly TableIndex[]
  readonly comment: string | undefined
}

export interface Column {
  readonly name: string
  /** As `format_type` prints it, quoted where needed: `character varying(255)`, `bigint`, `post_status[]`. */
  readonly type: string
  readonly nullable: boolean
  /** SQL expression. */
  readonly default: string | undefined
  readonly identity: 'always' | 'by default' | undefined
  /** Expression of a stored generated column. */
  readonly generated: string | undefined
  readonly comment: string | undefined
}

export interface KeyConstraint {
  readonly name: string
  readonly columns: readonly string[]
  readonly nullsNotDistinct: boolean
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface ForeignKeyConstraint {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: QualifiedName
  readonly targetColumns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
}

export interface CheckConstraint {
  readonly name: string
  readonly sql: string
}

export interface IndexTerm {
  readonly kind: 'column' | 'expression'
  readonly value: string
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last' | undefined
  readonly operatorClass: string | undefined
}

export interface TableIndex {
  readonly name: string
  readonly unique: boolean
  readonly method: string
  readonly terms: readonly IndexTerm[]
  readonly include: readonly string[]
  readonly where: string | undefined
}
