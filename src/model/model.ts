/**
 * The resolved form of a spec: every reference is a link, every name is made, nothing is inferred later.
 * Plain frozen data; `build.ts` makes it and everything behind it only reads it.
 */

import type { Place } from '../spec/diagnostic.js'
import type { EntityNames } from './entity-names.js'
import type {
  ColumnWay,
  Deferrable,
  Domain,
  Drops,
  Exclusion,
  FormerName,
  IndexTerm,
  Partition,
  Partitioning,
  Sequence,
  SequenceOptions,
  SqlBlock,
} from './objects.js'
import type { OutputOptions } from './output.js'
import type { Query } from './query.js'

/** The whole spec, resolved. Orders are those of the spec. */
export interface Model {
  readonly output: OutputOptions
  /** Extensions that must exist before anything else, e.g. `citext`. */
  readonly extensions: readonly string[]
  readonly enums: readonly Enum[]
  readonly domains: readonly Domain[]
  readonly sequences: readonly Sequence[]
  /** Every table that dbgen owns, inferred join tables included. */
  readonly entities: readonly Entity[]
  readonly sqlBlocks: readonly SqlBlock[]
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
  readonly drops: Drops
  /** True where nobody uses the database while a migration runs. */
  readonly isOffline: boolean
}

/** How a value of a column appears in TypeScript. */
export type Representation = 'string' | 'number' | 'bigint' | 'boolean' | 'Date' | 'Uint8Array' | 'json' | 'enum'

/**
 * A PostgreSQL type as a column uses it. `name` is the name that `format_type` prints without modifiers
 * (`character varying`, `timestamp with time zone`, `integer`, `int4range`, `citext`), for an enum its bare type name.
 * Of a domain it says what the domain is made of.
 */
export interface DataType {
  readonly name: string
  /** Type modifiers in order: `numeric(10,2)` has `[10, 2]`. */
  readonly modifiers: readonly (number | string)[]
  /** Number of `[]` behind the type; 0 for a scalar. */
  readonly dimensions: number
  readonly enum: Enum | undefined
  readonly domain: Domain | undefined
  /** TypeScript form of one element (of the value itself, where `dimensions` is 0). */
  readonly representation: Representation
  /** A TypeScript type that the spec names for a json or jsonb column, and where it comes from. */
  readonly typescript: TypeImport | undefined
}

/** `{ name: 'Settings', from: './settings.js' }`; without `from` the name is a global or built-in type expression. */
export interface TypeImport {
  readonly name: string
  readonly from: string | undefined
}

export interface Enum {
  /** Name in the spec, which is also the TypeScript type: `PostStatus`. */
  readonly name: string
  readonly schema: string
  /** Type name in the database: `post_status`. */
  readonly typeName: string
  readonly values: readonly string[]
  readonly comment: string | undefined
  readonly at: Place
  readonly renamedFrom: FormerName | undefined
  /** What values were before, by what they are now. */
  readonly renamedValues: Readonly<Record<string, string>>
  /** What becomes of rows with a value that is gone, by that value. */
  readonly goneValues: Readonly<Record<string, string>>
}

export interface Entity {
  /** Name in the spec: `Post`. */
  readonly name: string
  readonly at: Place
  readonly schema: string
  /** Table name in the database: `posts`. */
  readonly table: string
  /** What Kysely's queries call the table: `posts`, `billing.line_items`, or `billing.lineItems` in camel case. */
  readonly property: string
  readonly comment: string | undefined
  /** Join tables that a many-to-many relation implies have no repository, queries or types beyond the table's. */
  readonly isImplied: boolean
  readonly names: EntityNames
  readonly fields: readonly Field[]
  readonly primaryKey: Key | undefined
  readonly uniques: readonly Key[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly checks: readonly Check[]
  readonly exclusions: readonly Exclusion[]
  readonly indexes: readonly Index[]
  readonly isUnlogged: boolean
  /** Storage parameters, sorted: `fillfactor=70`. */
  readonly storage: readonly string[]
  readonly rowSecurity: 'enabled' | 'forced' | undefined
  readonly partitioning: Partitioning | undefined
  readonly partitions: readonly Partition[]
  readonly renamedFrom: FormerName | undefined
  /** Columns that may be dropped. */
  readonly drops: readonly string[]
  /** True where nobody uses the table while a migration runs. */
  readonly isOffline: boolean
  readonly relations: readonly Relation[]
  readonly queries: readonly Query[]
}

/** A default that is a plain value, kept exactly as written, or an SQL expression that was parsed. */
export type Default =
  | { readonly kind: 'literal'; readonly value: string | boolean | null }
  | { readonly kind: 'expression'; readonly sql: string }

export interface Field {
  /** Column name in the database: `author_id`. */
  readonly name: string
  /** What rows call it: `author_id`, or `authorId` where the spec asks for camel case. */
  readonly property: string
  readonly at: Place
  /** The name in camel case, for parameters and methods: `authorId`. */
  readonly camel: string
  /** The name in Pascal case, for method names: `AuthorId`. */
  readonly pascal: string
  readonly type: DataType
  readonly nullable: boolean
  readonly default: Default | undefined
  readonly collation: string | undefined
  readonly identity: 'always' | 'by default' | undefined
  readonly identityOptions: SequenceOptions | undefined
  /** Expression of a `generated always as (...)` column. */
  readonly generated: string | undefined
  /** True where the expression is computed when it is read. */
  readonly isVirtual: boolean
  readonly comment: string | undefined
  /** Left out of rows unless asked for. */
  readonly private: boolean
  /** May be given on insert but never updated. */
  readonly readonly: boolean
  /** Expression that generated updates put into the column when the caller gives no value: `now()`. */
  readonly onUpdate: string | undefined
  readonly way: ColumnWay
}

/** A primary key or unique constraint. */
export interface Key {
  /** Constraint name, as PostgreSQL itself would choose it where the spec gives none. */
  readonly name: string
  readonly fields: readonly Field[]
  readonly nullsNotDistinct: boolean
  /** Columns stored along. */
  readonly include: readonly Field[]
  readonly deferrable: Deferrable | undefined
  /** What follows `findBy`, `upsertBy`: `Email`, `AuthorIdAndSlug`. */
  readonly pascal: string
  /** Typed error for a violation: `UserEmailTaken`. */
  readonly errorName: string
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface ForeignKey {
  readonly name: string
  readonly fields: readonly Field[]
  readonly target: Entity
  readonly targetFields: readonly Field[]
  readonly onDelete: ReferentialAction
  /** The columns that `onDelete` sets; undefined for all. */
  readonly onDeleteFields: readonly Field[] | undefined
  readonly onUpdate: ReferentialAction
  readonly match: 'full' | undefined
  readonly deferrable: Deferrable | undefined
  /** True where rows that were there before need not fulfil it. */
  readonly isNotValid: boolean
  /** What becomes of rows that refer to nothing when the key is made. */
  readonly orphans: 'delete' | 'set null' | undefined
  /** Typed error where the referenced row does not exist: `PostAuthorMissing`. */
  readonly missingError: string
  /** Typed error where the referenced row cannot go because of this key: `PostAuthorInUse`. */
  readonly inUseError: string
}

export interface Check {
  readonly name: string
  /** Parsed SQL expression, without the outer parentheses. */
  readonly sql: string
  /** True where rows that were there before need not fulfil it. */
  readonly isNotValid: boolean
  /** `PostRatingInvalid` */
  readonly errorName: string
}

export interface Index {
  readonly name: string
  readonly unique: boolean
  /** `btree`, `hash`, `gin`, `gist`, `spgist`, `brin` */
  readonly method: string
  readonly terms: readonly IndexTerm[]
  readonly include: readonly Field[]
  readonly nullsNotDistinct: boolean
  /** Storage parameters, sorted: `fillfactor=70`. */
  readonly storage: readonly string[]
  /** Predicate of a partial index. */
  readonly where: string | undefined
  /** Typed error of a unique index: `UserEmailTaken`. */
  readonly errorName: string
}

/** Column pairs of one hop: `from` lies on the nearer table, `to` on the farther one. */
export interface JoinPair {
  readonly from: Field
  readonly to: Field
}

interface RelationBase {
  /** Name in the spec: `main_author`. */
  readonly name: string
  /** Property in loaded rows: `main_author`, or `mainAuthor` where the spec asks for camel case. */
  readonly property: string
  /** `Author`, for `findPostWithAuthor`. */
  readonly pascal: string
  readonly target: Entity
  /** The same relation seen from the target, where the spec has it. */
  readonly inverse: Relation | undefined
  /** Order of a to-many relation's rows; ends with the target's primary key where it has one. */
  readonly order: readonly OrderTerm[]
  readonly strategy: 'join' | 'select'
}

/** This table holds the key: at most one row on the other side. */
export interface BelongsTo extends RelationBase {
  readonly kind: 'belongs_to'
  readonly foreignKey: ForeignKey
  /** Own column to target column. */
  readonly pairs: readonly JoinPair[]
  /** True where a key column may be null, so that the loaded value may be null. */
  readonly nullable: boolean
}

/** The other table holds the key: one row (or none) or many. */
export interface Has extends RelationBase {
  readonly kind: 'has_one' | 'has_many'
  readonly foreignKey: ForeignKey
  /** Own column to target column. */
  readonly pairs: readonly JoinPair[]
}

/** Both tables are linked by rows of a third. */
export interface ManyToMany extends RelationBase {
  readonly kind: 'many_to_many'
  readonly through: Entity
  /** Own column to join table column. */
  readonly near: readonly JoinPair[]
  /** Join table column to target column. */
  readonly far: readonly JoinPair[]
  readonly nearKey: ForeignKey
  readonly farKey: ForeignKey
  /** Singular Pascal case, for `linkTag`, `unlinkTag`: `Tag`. */
  readonly singularPascal: string
  /** Columns of the join table outside both keys that an insert must give. */
  readonly requiredExtras: readonly Field[]
}

export type Relation = BelongsTo | Has | ManyToMany

export interface OrderTerm {
  readonly field: Field
  readonly direction: 'asc' | 'desc'
}
