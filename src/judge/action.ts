import type { QualifiedName } from '../schema/schema.js'

/** A column as a statement says it. */
export interface SaidColumn {
  readonly name: string
  /** As `format_type` prints it: `character varying(255)`; `serial` where that is what was written. */
  readonly type: string
  readonly isRequired: boolean
  readonly hasDefault: boolean
  /** Tree of the default. */
  readonly default: unknown
  readonly isIdentity: boolean
  readonly generated: 'stored' | 'virtual' | undefined
  /** Constraints written with the column. */
  readonly constraints: readonly SaidConstraint[]
}

/** A constraint as a statement says it. */
export interface SaidConstraint {
  readonly kind: 'primary key' | 'unique' | 'check' | 'foreign key' | 'exclude' | 'not null'
  readonly name: string | undefined
  readonly columns: readonly string[]
  /** Tree of a check. */
  readonly expression: unknown
  readonly isNotValid: boolean
  /** The index that becomes the constraint. */
  readonly index: string | undefined
  readonly target: QualifiedName | undefined
  /** What happens to the columns when the row that they lead to is deleted or changes its key. */
  readonly onDelete: 'set null' | 'other'
  readonly onUpdate: 'set null' | 'other'
  /** The columns that `set null` sets; all where there are none. */
  readonly setColumns: readonly string[]
  readonly nullsNotDistinct: boolean
}

/** Objects that are neither tables nor parts of one. */
export type ObjectKind =
  | 'view'
  | 'materialized view'
  | 'type'
  | 'domain'
  | 'sequence'
  | 'schema'
  | 'extension'
  | 'function'
  | 'trigger'
  | 'policy'
  | 'other'

/** What one statement does, or one part of an ALTER TABLE: what the rules are about. */
export type Action =
  | {
      readonly kind: 'create table'
      readonly table: QualifiedName
      readonly columns: readonly SaidColumn[]
      readonly constraints: readonly SaidConstraint[]
      readonly parent: QualifiedName | undefined
      readonly isPartitioned: boolean
      readonly isDefault: boolean
    }
  | { readonly kind: 'drop table'; readonly table: QualifiedName; readonly cascade: boolean }
  | { readonly kind: 'rename table'; readonly table: QualifiedName; readonly to: QualifiedName }
  | { readonly kind: 'add column'; readonly table: QualifiedName; readonly column: SaidColumn }
  | { readonly kind: 'drop column'; readonly table: QualifiedName; readonly column: string; readonly cascade: boolean }
  | { readonly kind: 'rename column'; readonly table: QualifiedName; readonly from: string; readonly to: string }
  | {
      readonly kind: 'alter type'
      readonly table: QualifiedName
      readonly column: string
      readonly type: string
      /** Tree of the USING expression. */
      readonly using: unknown
    }
  | { readonly kind: 'set not null' | 'drop not null'; readonly table: QualifiedName; readonly column: string }
  | { readonly kind: 'set default'; readonly table: QualifiedName; readonly column: string; readonly value: unknown }
  | {
      readonly kind: 'add identity'
      readonly table: QualifiedName
      readonly column: string
      /** Whether it says where to begin. */
      readonly hasStart: boolean
    }
  | { readonly kind: 'drop identity' | 'set expression'; readonly table: QualifiedName; readonly column: string }
  | {
      readonly kind: 'add constraint'
      readonly table: QualifiedName
      readonly constraint: SaidConstraint
      /** Of a partitioned table alone, so that no row is looked at. */
      readonly isOnly: boolean
    }
  | { readonly kind: 'validate constraint'; readonly table: QualifiedName; readonly name: string }
  | {
      readonly kind: 'drop constraint'
      readonly table: QualifiedName
      readonly name: string
      readonly cascade: boolean
    }
  | { readonly kind: 'rename constraint'; readonly table: QualifiedName; readonly from: string; readonly to: string }
  | {
      readonly kind: 'create index'
      readonly table: QualifiedName
      readonly name: string | undefined
      readonly columns: readonly string[]
      readonly terms: number
      readonly unique: boolean
      readonly concurrently: boolean
      readonly ifNotExists: boolean
      /** On a partitioned table without its partitions. */
      readonly isOnly: boolean
    }
  | {
      readonly kind: 'drop index'
      readonly index: QualifiedName
      readonly concurrently: boolean
      readonly cascade: boolean
    }
  | { readonly kind: 'rename index'; readonly index: QualifiedName; readonly to: string }
  | { readonly kind: 'reindex'; readonly what: string; readonly concurrently: boolean }
  | {
      readonly kind: 'attach partition'
      readonly table: QualifiedName
      readonly partition: QualifiedName
      readonly isDefault: boolean
    }
  | {
      readonly kind: 'detach partition'
      readonly table: QualifiedName
      readonly partition: QualifiedName
      readonly concurrently: boolean
    }
  | { readonly kind: 'rewrite table'; readonly table: QualifiedName; readonly how: string }
  | { readonly kind: 'enable row security' | 'change table'; readonly table: QualifiedName }
  | { readonly kind: 'create policy' | 'drop policy'; readonly table: QualifiedName; readonly name: string }
  | { readonly kind: 'create type'; readonly type: QualifiedName; readonly values: readonly string[] }
  | {
      readonly kind: 'add value'
      readonly type: QualifiedName
      readonly value: string
      /** Whether it says where among the others the value stands. */
      readonly hasPlace: boolean
    }
  | { readonly kind: 'rename value'; readonly type: QualifiedName; readonly from: string; readonly to: string }
  | { readonly kind: 'create domain'; readonly domain: QualifiedName; readonly hasConstraint: boolean }
  | {
      readonly kind: 'constrain domain'
      readonly domain: QualifiedName
      readonly name: string | undefined
      readonly isNotValid: boolean
      readonly isValidation: boolean
    }
  | { readonly kind: 'create object'; readonly object: ObjectKind; readonly name: QualifiedName }
  | {
      readonly kind: 'drop object'
      readonly object: ObjectKind
      readonly name: QualifiedName
      readonly cascade: boolean
      /** What kind it is, for messages. */
      readonly word: string
    }
  | {
      readonly kind: 'rename object'
      readonly object: ObjectKind
      readonly name: QualifiedName
      readonly to: QualifiedName
    }
  | {
      readonly kind: 'alter sequence'
      readonly sequence: QualifiedName
      readonly restart: string | undefined
      readonly type: string | undefined
    }
  | { readonly kind: 'set sequence'; readonly sequence: string }
  | {
      readonly kind: 'write rows'
      readonly verb: 'insert' | 'update' | 'delete' | 'merge' | 'copy'
      readonly table: QualifiedName
      /** Whether nothing says which rows. */
      readonly isAll: boolean
      /** Columns that an UPDATE sets twice. */
      readonly twice: readonly string[]
    }
  | { readonly kind: 'truncate'; readonly table: QualifiedName; readonly cascade: boolean }
  | { readonly kind: 'lock table'; readonly table: QualifiedName }
  | { readonly kind: 'refresh view'; readonly view: QualifiedName; readonly concurrently: boolean }
  | { readonly kind: 'set'; readonly name: string; readonly isLocal: boolean; readonly isReset: boolean }
  | { readonly kind: 'control transaction' }
  | { readonly kind: 'opaque'; readonly what: string }
  | { readonly kind: 'drop database'; readonly name: string }
  /** Refused inside a transaction, whatever it is about. */
  | { readonly kind: 'outside'; readonly what: string }
  | { readonly kind: 'other' }

export type ActionKind = Action['kind']
export type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>

/** An action with its place and its text. */
export interface PlacedAction {
  readonly action: Action
  /** Tree of the whole statement. */
  readonly tree: unknown
  /** Number of the statement in the step; the parts of an ALTER TABLE share it. */
  readonly statement: number
  readonly line: number
  readonly column: number
}
