import type { EntityNames } from '../model/entity-names.js'
import type { Entity, Field, Relation } from '../model/model.js'
import { castType } from './cast-type.js'
import { fieldType } from './column-type.js'
import { isInsertable, isOptional, isUpdatable } from './model-file.js'
import { commentText } from './typescript-text.js'

/** What a template of the user's sees of a model. */
export interface ModelView {
  readonly name: string
  readonly schema: string
  readonly table: string
  /** Empty where there is none; it can stand in a comment. */
  readonly comment: string
  readonly names: EntityNames
  /** Properties of the primary key; none where there is no key. */
  readonly primaryKey: readonly string[]
  readonly columns: readonly ColumnView[]
  readonly relations: readonly RelationView[]
}

interface ColumnView {
  readonly name: string
  readonly property: string
  readonly type: string
  readonly sqlType: string
  readonly comment: string
  readonly isNullable: boolean
  readonly isOptional: boolean
  readonly isPrivate: boolean
  readonly isInsertable: boolean
  readonly isUpdatable: boolean
  readonly isPrimaryKey: boolean
}

interface RelationView {
  readonly name: string
  readonly property: string
  readonly kind: string
  readonly isMany: boolean
  readonly target: EntityNames
}

/** Plain text and flags, so that a template needs no logic. */
export function modelView(entity: Entity): ModelView {
  const key = entity.primaryKey?.fields ?? []
  return {
    name: entity.name,
    schema: entity.schema,
    table: entity.table,
    comment: commentText(entity.comment ?? ''),
    names: entity.names,
    primaryKey: key.map(({ property }) => property),
    columns: entity.fields.map((field) => columnView(field, key.includes(field))),
    relations: entity.relations.map(relationView),
  }
}

function columnView(field: Field, isPrimaryKey: boolean): ColumnView {
  return {
    name: field.name,
    property: field.property,
    type: fieldType(field),
    sqlType: castType(field),
    comment: commentText(field.comment ?? ''),
    isNullable: field.nullable,
    isOptional: isOptional(field),
    isPrivate: field.private,
    isInsertable: isInsertable(field),
    isUpdatable: isUpdatable(field),
    isPrimaryKey,
  }
}

function relationView({ name, property, kind, target }: Relation): RelationView {
  return {
    name,
    property,
    kind,
    isMany: kind === 'has_many' || kind === 'many_to_many',
    target: target.names,
  }
}
