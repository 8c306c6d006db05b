import type {
  CheckConstraint,
  Column,
  EnumType,
  ForeignKeyConstraint,
  KeyConstraint,
  QualifiedName,
  Table,
  TableIndex,
} from '../schema/schema.js'

/**
 * Everything that a migration may do, each with what it takes to undo it. Constraints and indexes of a table that is
 * created along are changes of their own, so that one order and one planner serve new and existing tables.
 */
export type Change =
  | { readonly kind: 'createExtension'; readonly name: string }
  | { readonly kind: 'dropExtension'; readonly name: string }
  | { readonly kind: 'createSchema'; readonly name: string }
  | { readonly kind: 'dropSchema'; readonly name: string }
  | { readonly kind: 'createEnum'; readonly type: EnumType }
  | { readonly kind: 'dropEnum'; readonly type: EnumType }
  | {
      readonly kind: 'addEnumValue'
      readonly type: EnumType
      readonly value: string
      /** The value in front of which it goes; at the end without one. */
      readonly before: string | undefined
    }
  | {
      readonly kind: 'removeEnumValue'
      readonly type: EnumType
      readonly value: string
      readonly before: string | undefined
    }
  | { readonly kind: 'createTable'; readonly table: Table }
  | { readonly kind: 'dropTable'; readonly table: Table }
  | { readonly kind: 'addColumn'; readonly table: QualifiedName; readonly column: Column }
  | { readonly kind: 'dropColumn'; readonly table: QualifiedName; readonly column: Column }
  | { readonly kind: 'alterColumn'; readonly table: QualifiedName; readonly from: Column; readonly to: Column }
  | {
      readonly kind: 'addUnique'
      readonly table: QualifiedName
      readonly key: KeyConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'dropUnique'
      readonly table: QualifiedName
      readonly key: KeyConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'addCheck'
      readonly table: QualifiedName
      readonly check: CheckConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'dropCheck'
      readonly table: QualifiedName
      readonly check: CheckConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'addForeignKey'
      readonly table: QualifiedName
      readonly foreignKey: ForeignKeyConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'dropForeignKey'
      readonly table: QualifiedName
      readonly foreignKey: ForeignKeyConstraint
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'createIndex'
      readonly table: QualifiedName
      readonly index: TableIndex
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'dropIndex'
      readonly table: QualifiedName
      readonly index: TableIndex
      readonly onNewTable: boolean
    }
  | {
      readonly kind: 'setTableComment'
      readonly table: QualifiedName
      readonly from: string | undefined
      readonly to: string | undefined
    }
  | {
      readonly kind: 'setEnumComment'
      readonly type: QualifiedName
      readonly from: string | undefined
      readonly to: string | undefined
    }

export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

/** The change that takes you back. No `default` arm: a new kind must not compile. */
export function invert(change: Change): Change {
  switch (change.kind) {
    case 'createExtension':
      return { ...change, kind: 'dropExtension' }
    case 'dropExtension':
      return { ...change, kind: 'createExtension' }
    case 'createSchema':
      return { ...change, kind: 'dropSchema' }
    case 'dropSchema':
      return { ...change, kind: 'createSchema' }
    case 'createEnum':
      return { ...change, kind: 'dropEnum' }
    case 'dropEnum':
      return { ...change, kind: 'createEnum' }
    case 'addEnumValue':
      return { ...change, kind: 'removeEnumValue' }
    case 'removeEnumValue':
      return { ...change, kind: 'addEnumValue' }
    case 'createTable':
      return { ...change, kind: 'dropTable' }
    case 'dropTable':
      return { ...change, kind: 'createTable' }
    case 'addColumn':
      return { ...change, kind: 'dropColumn' }
    case 'dropColumn':
      return { ...change, kind: 'addColumn' }
    case 'alterColumn':
    case 'setTableComment':
    case 'setEnumComment':
      return invertAlteration(change)
    case 'addUnique':
      return { ...change, kind: 'dropUnique' }
    case 'dropUnique':
      return { ...change, kind: 'addUnique' }
    case 'addCheck':
      return { ...change, kind: 'dropCheck' }
    case 'dropCheck':
      return { ...change, kind: 'addCheck' }
    case 'addForeignKey':
      return { ...change, kind: 'dropForeignKey' }
    case 'dropForeignKey':
      return { ...change, kind: 'addForeignKey' }
    case 'createIndex':
      return { ...change, kind: 'dropIndex' }
    case 'dropIndex':
      return { ...change, kind: 'createIndex' }
  }
}

/** The changes that take you back, in the order that does. */
export function invertAll(changes: readonly Change[]): Change[] {
  return changes.map(invert).reverse()
}

function invertAlteration(change: ChangeOf<'alterColumn' | 'setTableComment' | 'setEnumComment'>): Change {
  switch (change.kind) {
    case 'alterColumn':
      return { ...change, from: change.to, to: change.from }
    case 'setTableComment':
      return { ...change, from: change.to, to: change.from }
    case 'setEnumComment':
      return { ...change, from: change.to, to: change.from }
  }
}
