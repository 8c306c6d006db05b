import type { ForeignKeysSpec } from '../spec/definition/constraint.js'
import type { Span } from '../spec/node.js'
import { alternatives, quoted, suggest } from '../spec/wording.js'
import { spokenType } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import type { ForeignKeyParts } from './foreign-keys.js'
import type { DataType, Field, ForeignKey, ReferentialAction } from './model.js'
import { placeOf } from './places.js'

/** Whether a foreign key can be made; what is wrong with it is noted. */
export function isSound(building: Building, owner: EntityDraft, parts: ForeignKeyParts): boolean {
  // All are checked, so that all mistakes are shown.
  return [
    isNew(building, owner, parts),
    haveSameTypes(building, owner, parts),
    isTargetUnique(building, parts),
    isActionPossible(building, parts, parts.onDelete, 'on_delete', parts.deleteSpan),
    isActionPossible(building, parts, parts.onUpdate, 'on_update', parts.updateSpan),
    areOrphansPossible(building, parts),
    isTargetKept(building, owner, parts),
  ].every(Boolean)
}

/** `references` in the column and the same in "foreign_keys" would be two constraints. */
function isNew(
  { problems, foreignKeys }: Building,
  owner: EntityDraft,
  { fields, target, targetFields, span }: ForeignKeyParts,
): boolean {
  const twin = owner.entity.foreignKeys.find(
    (key) =>
      key.target === target.entity &&
      sortedNames(key.fields) === sortedNames(fields) &&
      sortedNames(key.targetFields) === sortedNames(targetFields),
  )
  if (twin === undefined) return true
  const first = foreignKeys.find(({ key }) => key === twin)?.span ?? span
  const message = `${fieldNames(fields)} refers to ${target.name} already (${placeOf(first)})`
  problems.add('DB510', span, message, 'remove one of the two foreign keys')
  return false
}

/** The place is that of the type, which is what must change. */
function haveSameTypes(
  { problems }: Building,
  owner: EntityDraft,
  { fields, target, targetFields, span }: ForeignKeyParts,
): boolean {
  const differ = fields.filter((field, index) => {
    const other = targetFields[index]
    if (other === undefined || isTypeUnknown(owner, field) || isTypeUnknown(target, other)) return false
    if (isSameFamily(field.type, other.type)) return false
    const wanted = target.columns.get(other.name)?.type?.text ?? spokenType(other.type)
    const is = `column ${quoted(field.name)} is ${spokenType(field.type)}`
    const message = `${is}, but ${target.name}.${other.name} is ${spokenType(other.type)}`
    problems.add('DB505', owner.columns.get(field.name)?.type?.span ?? span, message, `make it ${wanted}`)
    return true
  })
  return differ.length === 0
}

function isTypeUnknown(owner: EntityDraft, field: Field): boolean {
  return owner.columns.get(field.name)?.isTyped === false
}

/** PostgreSQL compares more types than these, but a key of another size fails once its values outgrow it. */
function isSameFamily(one: DataType, other: DataType): boolean {
  if (one.enum !== other.enum || one.dimensions !== other.dimensions) return false
  return one.name === other.name || (isText(one.name) && isText(other.name))
}

function isText(name: string): boolean {
  return name === 'text' || name === 'character varying'
}

function isTargetUnique({ problems }: Building, { target, targetFields, span }: ForeignKeyParts): boolean {
  if (isUniqueSet(target, targetFields)) return true
  if (target.isBroken) return false
  const columns = fieldNames(targetFields)
  if (isUniqueSet(target, targetFields, true)) {
    const message = `a foreign key cannot refer to ${target.name}(${columns}), whose uniqueness is "deferrable"`
    problems.add('DB504', span, message, `remove "deferrable" there, or refer to another unique column`)
    return false
  }
  const hint =
    targetFields.length === 1
      ? `add "unique: true" to ${columns} of ${target.name}, or refer to its primary key`
      : `add [${columns}] to "unique" of ${target.name}, or refer to its primary key`
  problems.add('DB504', span, `a foreign key needs unique columns, and ${target.name}(${columns}) is not unique`, hint)
  return false
}

/** Whether no two rows can have the same values in exactly these columns, as a foreign key needs it. */
export function isUniqueSet({ entity }: EntityDraft, fields: readonly Field[], isLateFine = false): boolean {
  const wanted = sortedNames(fields)
  // A key that is checked late cannot be referred to.
  const all = [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]
  const keys = all.filter(({ deferrable }) => isLateFine || deferrable === undefined)
  const indexes = entity.indexes.filter(({ unique, where }) => unique && where === undefined)
  return (
    keys.some((key) => sortedNames(key.fields) === wanted) ||
    indexes.some(
      ({ terms }) =>
        terms.every(({ kind }) => kind === 'column') &&
        terms
          .map(({ value }) => value)
          .sort()
          .join() === wanted,
    )
  )
}

/** Whether at most one row can have the same values in the key: its columns hold a unique set. */
export function isAtMostOne(holder: EntityDraft, { fields }: ForeignKey): boolean {
  const { primaryKey, uniques } = holder.entity
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
  return isUniqueSet(holder, fields, true) || keys.some((key) => key.fields.every((field) => fields.includes(field)))
}

/** After a crash an unlogged table is empty, so that only what is empty too may refer to it. */
function isTargetKept(
  { problems }: Building,
  { entity, name }: EntityDraft,
  { target, span }: ForeignKeyParts,
): boolean {
  if (!target.entity.isUnlogged || entity.isUnlogged) return true
  const message = `${name} cannot refer to ${target.name}, which is unlogged and empty after a crash`
  problems.add('DB515', span, message, `take "unlogged" from ${target.name}, or add it to ${name}`)
  return false
}

/** Whether rows that refer to nothing can refer to null instead. */
function areOrphansPossible({ problems }: Building, { fields, options }: ForeignKeyParts): boolean {
  const orphans = options?.orphans
  const strict = fields.filter(({ nullable }) => !nullable).map(({ name }) => quoted(name))
  const canBeNull = options?.match === undefined ? strict.length < fields.length : strict.length === 0
  if (orphans?.value !== 'set null' || canBeNull) return true
  const message = `"orphans: set null" needs columns that can be null, and ${alternatives(strict, 'and')} cannot`
  problems.add('DB904', orphans.span, message, 'write "orphans: delete", or add "nullable: true"')
  return false
}

/** The columns that "on_delete" sets, where the spec names some. */
export function setFieldsOf(
  { problems }: Building,
  { set_columns: spec, on_delete: action, span }: ForeignKeysSpec['items'][number],
  fields: readonly Field[],
): readonly Field[] | undefined {
  if (spec === undefined) return undefined
  if (action?.value !== 'set null' && action?.value !== 'set default') {
    const hint = 'add "on_delete: set null", or remove it'
    problems.add('DB509', spec.span ?? span, '"set_columns" is for "on_delete: set null" and "set default"', hint)
    return undefined
  }
  const names = fields.map(({ name }) => name)
  for (const node of spec.items.filter(({ text }) => !names.includes(text))) {
    const message = `${quoted(node.text)} is not a column of the foreign key`
    problems.add('DB509', node.span, message, suggest(node.text, names, 'its columns are'))
  }
  const wanted = new Set(spec.items.map(({ text }) => text))
  return fields.filter(({ name }) => wanted.has(name))
}

function isActionPossible(
  { problems }: Building,
  { fields: all, options }: ForeignKeyParts,
  action: ReferentialAction,
  option: string,
  span: Span,
): boolean {
  const fields = option === 'on_delete' ? (options?.setFields ?? all) : all
  const mistakes = fields
    .map((field) => actionMistake(field, action, option))
    .filter((mistake) => mistake !== undefined)
  for (const [code, message, hint] of mistakes) problems.add(code, span, message, hint)
  return mistakes.length === 0
}

type ActionMistake = readonly [code: 'DB506' | 'DB509', message: string, hint: string]

function actionMistake(field: Field, action: ReferentialAction, option: string): ActionMistake | undefined {
  const what = `"${option}: ${action}" on ${quoted(field.name)}`
  // A row that goes takes nothing but itself along, so that only cascading deletes are possible.
  const changes = action === 'set null' || action === 'set default' || (action === 'cascade' && option === 'on_update')
  if (field.generated !== undefined && changes) return ['DB509', `${what}, which is generated`, 'use restrict']
  if (action === 'set null' && !field.nullable) {
    return ['DB506', `${what}, which is not null`, `add "nullable: true" to ${field.name}, or use another action`]
  }
  const isEmpty = field.default === undefined && field.identity === undefined
  if (action === 'set default' && isEmpty && !field.nullable) {
    return ['DB506', `${what}, which has no default`, `add "default" to ${field.name}, or use another action`]
  }
  return undefined
}

/** `author_id, editor_id` */
export function fieldNames(fields: readonly Field[]): string {
  return fields.map((field) => field.name).join(', ')
}

function sortedNames(fields: readonly Field[]): string {
  return fields
    .map((field) => field.name)
    .sort()
    .join()
}
