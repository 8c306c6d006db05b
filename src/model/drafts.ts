import type { ColumnSpec } from '../spec/definition/column.js'
import type { CheckSpec } from '../spec/definition/constraint.js'
import type { IndexesSpec } from '../spec/definition/indexes.js'
import type { ModelSpec, RelationSpec } from '../spec/definition/model.js'
import type { ScalarNode, Span } from '../spec/node.js'
import type { Problems } from '../spec/problems.js'
import type { ScriptReader, SqlReader } from '../spec/sql.js'
import type { MissingNames } from './missing.js'
import type { Entity, Enum, Field, ForeignKey, Relation } from './model.js'
import type { NameBook } from './name-book.js'
import type { Domain, Sequence } from './objects.js'
import type { ProjectTypes } from './output.js'
import type { PropertyStyle } from './property-names.js'

/** A part of the model while it is being built. */
export type Draft<Part> = {
  -readonly [Key in keyof Part]: Part[Key] extends readonly (infer Member)[] ? Member[] : Part[Key]
}

/** A column as the spec has it; the short form is just its type. */
export interface ColumnDraft {
  readonly key: ScalarNode
  readonly field: Draft<Field>
  readonly type: ScalarNode | undefined
  readonly spec: ColumnSpec | undefined
  /** The mixin that it comes from. */
  readonly mixin: string | undefined
  /** False where the type is missing or unknown, which is already noted. */
  readonly isTyped: boolean
}

/** A foreign key with the place that declares it. */
export interface ForeignKeyDraft {
  readonly owner: EntityDraft
  readonly key: Draft<ForeignKey>
  readonly target: EntityDraft
  readonly span: Span
}

/** A relation that may or may not be resolved yet. */
export interface RelationDraft {
  readonly owner: EntityDraft
  readonly name: string
  readonly span: Span
  readonly spec: RelationSpec
  readonly kind: Relation['kind']
  readonly target: EntityDraft
  relation: Draft<Relation> | undefined
  /** True once a mistake is noted that is that of the other side too. */
  isReported: boolean
}

/** An entity with what the spec says about it. */
export interface EntityDraft {
  readonly name: string
  readonly span: Span
  readonly spec: ModelSpec | undefined
  readonly checks: readonly CheckSpec[]
  readonly indexes: readonly IndexesSpec['items'][number][]
  readonly entity: Draft<Entity>
  readonly columns: Map<string, ColumnDraft>
  readonly relations: Map<string, RelationDraft>
  /** Relations that lead nowhere, which is already noted. */
  readonly unresolved: Set<string>
  /** True where a column or key could not be read or resolved, so that a key that seems missing may be that. */
  isBroken: boolean
  /** True where a part of the model or a mixin of it could not be read: a column that seems missing may be there. */
  readonly isPartial: boolean
}

/** What the passes share. */
export interface Building {
  readonly problems: Problems
  readonly missing: MissingNames
  readonly sql: SqlReader
  readonly script: ScriptReader
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
  readonly types: ProjectTypes
  readonly properties: PropertyStyle
  readonly enums: Map<string, Enum>
  /** Where each enum is defined. */
  readonly enumSpans: ReadonlyMap<string, Span>
  readonly domains: Map<string, Domain>
  /** By name in the database, with the schema in front where that is not `public`. */
  readonly sequences: Map<string, Draft<Sequence>>
  /** The type of the primary key of each model, for hints. */
  readonly keyTypes: ReadonlyMap<string, string>
  readonly entities: Map<string, EntityDraft>
  /** The models of the spec by their tables. */
  readonly tables: Map<string, EntityDraft>
  /** Join tables that relations imply, by name; nothing where one cannot be made, which is already noted. */
  readonly joinTables: Map<string, EntityDraft | undefined>
  readonly foreignKeys: ForeignKeyDraft[]
  readonly extensions: Set<string>
  readonly names: NameBook
  /** Whether a missing name may be in a file, or a part of one, that could not be read. */
  mayHold(name: string): boolean
}
