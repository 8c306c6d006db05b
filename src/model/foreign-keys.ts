import type { ColumnSpec } from '../spec/definition/column.js'
import type { ForeignKeysSpec } from '../spec/definition/model.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, Draft, EntityDraft } from './drafts.js'
import { fieldsOf } from './keys.js'
import type { DataType, Field, ForeignKey, ReferentialAction } from './model.js'
import { referenceWord } from './naming.js'
import { columnsPart } from './object-names.js'

/** What a foreign key is made from, whichever way the spec says it. */
interface ForeignKeyParts {
  readonly fields: readonly Field[]
  readonly target: EntityDraft
  readonly targetFields: readonly Field[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly name: ScalarNode | undefined
  /** Where the target stands in the spec. */
  readonly span: Span
  readonly deleteSpan: Span
  readonly updateSpan: Span
}

/** Adds the foreign keys of an entity: those of its columns, then its own. */
export function addForeignKeys(building: Building, owner: EntityDraft): void {
  for (const { field, spec } of owner.columns.values()) {
    if (spec?.references !== undefined) addReference(building, owner, field, spec, spec.references)
    else if (spec?.keys.has('references') === true) owner.isBroken = true
  }
  for (const spec of owner.spec?.foreign_keys?.items ?? []) addListed(building, owner, spec)
}

/** `references: User` or `references: User.email` */
function addReference(building: Building, owner: EntityDraft, field: Field, spec: ColumnSpec, node: ScalarNode): void {
  const [name = '', column] = node.text.split('.')
  const target = entityNamed(building, owner, name, node.span)
  if (target === undefined) return
  const targetFields =
    column === undefined
      ? primaryKeyOf(building, owner, target, node.span)
      : fieldsOf(building, target, [{ ...node, text: column }])
  if (targetFields === undefined) {
    owner.isBroken = true
    return
  }
  addForeignKey(building, owner, {
    fields: [field],
    target,
    targetFields,
    onDelete: spec.on_delete?.value ?? 'no action',
    onUpdate: updateAction(building, spec),
    name: undefined,
    span: node.span,
    deleteSpan: spec.on_delete?.span ?? node.span,
    updateSpan: spec.on_update?.span ?? node.span,
  })
}

const actions: readonly ReferentialAction[] = ['cascade', 'restrict', 'no action', 'set null', 'set default']

function updateAction({ problems }: Building, { on_update: spec }: ColumnSpec): ReferentialAction {
  if (spec === undefined) return 'no action'
  const action = spec.kind === 'scalar' ? actions.find((word) => word === spec.text) : undefined
  if (action !== undefined) return action
  const hint = suggest(spec.kind === 'scalar' ? spec.text : '', actions, 'it takes')
  problems.add('DB509', spec.span, `"on_update" of a column with "references" is an action for its foreign key`, hint)
  return 'no action'
}

function addListed(building: Building, owner: EntityDraft, spec: ForeignKeysSpec['items'][number]): void {
  const fields = spec.columns && fieldsOf(building, owner, spec.columns.items)
  const { references } = spec
  const target = references && entityNamed(building, owner, references.text, references.span)
  if (fields === undefined || references === undefined || target === undefined) {
    owner.isBroken = true
    return
  }
  const key = target.entity.primaryKey
  if (spec.to === undefined && key === undefined && !target.isBroken) {
    building.problems.add('DB504', references.span, `model ${quoted(target.name)} has no primary key to refer to`, 'name unique columns with "to"')
  }
  const targetFields = spec.to === undefined ? key?.fields : fieldsOf(building, target, spec.to.items)
  if (targetFields === undefined) {
    owner.isBroken = true
    return
  }
  addForeignKey(building, owner, {
    fields,
    target,
    targetFields,
    onDelete: spec.on_delete?.value ?? 'no action',
    onUpdate: spec.on_update?.value ?? 'no action',
    name: spec.name,
    span: references.span,
    deleteSpan: spec.on_delete?.span ?? spec.span,
    updateSpan: spec.on_update?.span ?? spec.span,
  })
}

/** The model of that name; nothing where there is none, which is then noted. */
export function entityNamed(building: Building, owner: EntityDraft, name: string, span: Span): EntityDraft | undefined {
  const found = building.entities.get(name)
  if (found !== undefined) return found
  owner.isBroken = true
  if (building.mayHold(name)) return undefined
  const hint = suggest(name, [...building.entities.keys()], 'models here')
  building.problems.add('DB502', span, `there is no model ${quoted(name)}`, hint)
  return undefined
}

function primaryKeyOf({ problems }: Building, owner: EntityDraft, target: EntityDraft, span: Span): readonly Field[] | undefined {
  const key = target.entity.primaryKey
  if (key?.fields.length === 1) return key.fields
  if (key === undefined) {
    if (target.isBroken) return undefined
    const hint = `give it one, or refer to a unique column: ${target.name}.<column>`
    problems.add('DB504', span, `model ${quoted(target.name)} has no primary key to refer to`, hint)
    return undefined
  }
  const columns = key.fields.map((field) => field.name).join(', ')
  const hint = `write it in "foreign_keys" of ${owner.name}: { columns: [...], references: ${target.name} }`
  problems.add('DB508', span, `the primary key of ${quoted(target.name)} has ${key.fields.length} columns (${columns}), this is one`, hint)
  return undefined
}

/** Checks a foreign key, names it and adds it. */
export function addForeignKey(building: Building, owner: EntityDraft, parts: ForeignKeyParts): ForeignKey | undefined {
  if (!isSound(building, owner, parts)) {
    owner.isBroken = true
    return undefined
  }
  const { fields, target, targetFields, onDelete, onUpdate, name, span } = parts
  const word = referenceWord(fields)
  const key: Draft<ForeignKey> = {
    name: name?.text ?? '',
    fields: [...fields],
    target: target.entity,
    targetFields: [...targetFields],
    onDelete,
    onUpdate,
    missingError: `${owner.name}${word}Missing`,
    inUseError: `${owner.name}${word}InUse`,
  }
  owner.entity.foreignKeys.push(key)
  building.foreignKeys.push({ owner, key, target, span })
  const { schema, table } = owner.entity
  const what = `a foreign key of ${owner.name}`
  if (name !== undefined) building.names.takeConstraint({ schema, table }, name.text, what, name.span)
  else {
    const assign = (made: string) => {
      key.name = made
    }
    const part = columnsPart(fields.map((field) => field.name))
    building.names.infer({ kind: 'constraint', schema, table, part, label: 'fkey', what, assign })
  }
  return key
}

function isSound(building: Building, owner: EntityDraft, parts: ForeignKeyParts): boolean {
  const { problems } = building
  const { fields, target, targetFields, span } = parts
  if (fields.length !== targetFields.length) {
    const message = `the foreign key has ${fields.length} columns, ${target.name}(${names(targetFields)}) has ${targetFields.length}`
    problems.add('DB508', span, message, 'name as many columns on both sides')
    return false
  }
  const before = problems.count
  checkTypes(building, owner, parts)
  checkUnique(building, parts)
  checkAction(building, parts, parts.onDelete, 'on_delete', parts.deleteSpan)
  checkAction(building, parts, parts.onUpdate, 'on_update', parts.updateSpan)
  return problems.count === before
}

function checkTypes({ problems }: Building, owner: EntityDraft, { fields, target, targetFields, span }: ForeignKeyParts): void {
  fields.forEach((field, index) => {
    const other = targetFields[index]
    if (other === undefined || isTypeUnknown(owner, field) || isTypeUnknown(target, other)) return
    if (isSameFamily(field.type, other.type)) return
    const message = `column ${quoted(field.name)} is ${field.type.name}, but ${target.name}.${other.name} is ${other.type.name}`
    problems.add('DB505', span, message, `make it ${other.type.name}`)
  })
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

function checkUnique({ problems }: Building, { target, targetFields, span }: ForeignKeyParts): void {
  if (isUniqueSet(target, targetFields) || target.isBroken) return
  const columns = names(targetFields)
  const hint = `make ${columns} unique in ${target.name}, or refer to its primary key`
  problems.add('DB504', span, `a foreign key needs unique columns, and ${target.name}(${columns}) is not unique`, hint)
}

/** Whether no two rows can have the same values in exactly these columns, as a foreign key needs it. */
export function isUniqueSet({ entity }: EntityDraft, fields: readonly Field[]): boolean {
  const wanted = sortedNames(fields)
  const keys = [...(entity.primaryKey === undefined ? [] : [entity.primaryKey]), ...entity.uniques]
  const indexes = entity.indexes.filter(({ unique, where }) => unique && where === undefined)
  return (
    keys.some((key) => sortedNames(key.fields) === wanted) ||
    indexes.some(({ terms }) => terms.every(({ kind }) => kind === 'column') && terms.map(({ value }) => value).sort().join() === wanted)
  )
}

function checkAction(
  { problems }: Building,
  { fields }: ForeignKeyParts,
  action: ReferentialAction,
  option: string,
  span: Span,
): void {
  for (const field of fields) {
    if (action === 'set null' && !field.nullable) {
      const hint = `add "nullable: true" to ${field.name}, or use another action`
      problems.add('DB506', span, `"${option}: set null" on ${quoted(field.name)}, which is not null`, hint)
    }
    if (action === 'set default' && field.default === undefined && !field.nullable) {
      problems.add('DB506', span, `"${option}: set default" on ${quoted(field.name)}, which has no default`, 'give it one')
    }
    if (action !== 'no action' && action !== 'restrict' && field.generated !== undefined) {
      problems.add('DB509', span, `"${option}: ${action}" on ${quoted(field.name)}, which is generated`, 'use restrict')
    }
  }
}

function names(fields: readonly Field[]): string {
  return fields.map((field) => field.name).join(', ')
}

function sortedNames(fields: readonly Field[]): string {
  return fields.map((field) => field.name).sort().join()
}
