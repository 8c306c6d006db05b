import type { ColumnSpec } from '../spec/definition/column.js'
import type { ForeignKeysSpec } from '../spec/definition/constraint.js'
import type { Choice, Flag } from '../spec/definition/shape.js'
import { type ScalarNode, type Span, spanWithin } from '../spec/node.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building, ColumnDraft, Draft, EntityDraft } from './drafts.js'
import { fieldNames, isSound, setFieldsOf } from './foreign-key-rules.js'
import { fieldsOf } from './keys.js'
import type { Field, ForeignKey, ReferentialAction } from './model.js'
import { referenceWord } from './naming.js'
import { columnsPart } from './object-names.js'
import type { Deferrable } from './objects.js'

type ForeignKeySpec = ForeignKeysSpec['items'][number]

/** What a foreign key is made from, whichever way the spec says it. */
export interface ForeignKeyParts {
  readonly fields: readonly Field[]
  readonly target: EntityDraft
  readonly targetFields: readonly Field[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly options: ForeignKeyOptions | undefined
  /** Where the target stands in the spec. */
  readonly span: Span
  readonly deleteSpan: Span
  readonly updateSpan: Span
}

/** Options of a foreign key as the spec has them. */
export interface ForeignKeyOptions {
  readonly name: ScalarNode | undefined
  readonly match: Choice<'full'> | undefined
  readonly deferrable: Choice<Deferrable> | undefined
  readonly not_valid: Flag | undefined
  readonly orphans: Choice<'delete' | 'set null'> | undefined
  /** The columns that "on_delete" sets. */
  readonly setFields?: readonly Field[] | undefined
}

/** Adds the foreign keys of an entity: those of its columns, then its own. */
export function addForeignKeys(building: Building, owner: EntityDraft): void {
  for (const column of owner.columns.values()) {
    const { spec } = column
    const node = referenceNode(spec)
    if (spec !== undefined && node !== undefined) addReference(building, owner, column, spec, node)
    else if (spec?.keys.has('references') === true) owner.isBroken = true
  }
  for (const spec of owner.spec?.foreign_keys?.items ?? []) addListed(building, owner, spec)
}

/** What a column refers to, however the spec says it. */
export function referenceNode(spec: ColumnSpec | undefined): ScalarNode | undefined {
  return spec?.references?.kind === 'record' ? spec.references.model : spec?.references
}

/** `references: User` or `references: User.email` */
function addReference(
  building: Building,
  owner: EntityDraft,
  column: ColumnDraft,
  spec: ColumnSpec,
  node: ScalarNode,
): void {
  const [name = '', targetColumn] = node.text.split('.')
  const target = entityNamed(building, name, spanWithin(node, 0, name.length))
  if (target === undefined) {
    owner.isBroken = true
    return
  }
  const at = spanWithin(node, name.length + 1, targetColumn?.length ?? 0)
  const targetFields =
    targetColumn === undefined
      ? primaryKeyOf(building, owner, column, target, node.span)
      : fieldsOf(building, target, [{ ...node, text: targetColumn, span: at }])
  if (targetFields === undefined) {
    owner.isBroken = true
    return
  }
  addForeignKey(building, owner, {
    fields: [column.field],
    target,
    targetFields,
    onDelete: spec.on_delete?.value ?? 'no action',
    onUpdate: updateAction(building, spec),
    options: {
      ...(spec.references?.kind === 'record' ? spec.references : noOptions),
      orphans: spec.orphans,
    },
    span: node.span,
    deleteSpan: spec.on_delete?.span ?? node.span,
    updateSpan: spec.on_update?.span ?? node.span,
  })
}

const noOptions = { name: undefined, match: undefined, deferrable: undefined, not_valid: undefined }

const actions: readonly ReferentialAction[] = ['cascade', 'restrict', 'no action', 'set null', 'set default']

function updateAction({ problems }: Building, { on_update: spec }: ColumnSpec): ReferentialAction {
  if (spec === undefined) return 'no action'
  const action = spec.kind === 'scalar' ? actions.find((word) => word === spec.text) : undefined
  if (action !== undefined) return action
  const hint = suggest(spec.kind === 'scalar' ? spec.text : '', actions, 'it takes')
  problems.add('DB509', spec.span, `"on_update" of a column with "references" is an action for its foreign key`, hint)
  return 'no action'
}

function addListed(building: Building, owner: EntityDraft, spec: ForeignKeySpec): void {
  const fields = spec.columns && fieldsOf(building, owner, spec.columns.items)
  const { references, columns } = spec
  const target = references && entityNamed(building, references.text, references.span)
  const targetFields = target && references && listedTargets(building, target, spec, references.span)
  if (fields === undefined || references === undefined || target === undefined || targetFields === undefined) {
    owner.isBroken = true
    return
  }
  if (fields.length !== targetFields.length) {
    owner.isBroken = true
    reportNumber(
      building,
      fields,
      targetFields,
      target,
      spec.to?.span ?? columns?.span ?? spec.span,
      spec.to !== undefined,
    )
    return
  }
  const setFields = setFieldsOf(building, spec, fields)
  addForeignKey(building, owner, {
    fields,
    target,
    targetFields,
    onDelete: spec.on_delete?.value ?? 'no action',
    onUpdate: spec.on_update?.value ?? 'no action',
    options: { ...spec, setFields },
    span: references.span,
    deleteSpan: spec.on_delete?.span ?? spec.span,
    updateSpan: spec.on_update?.span ?? spec.span,
  })
}

/** The columns that a listed foreign key refers to: those given with "to", or the primary key. */
function listedTargets(
  building: Building,
  target: EntityDraft,
  spec: ForeignKeySpec,
  span: Span,
): readonly Field[] | undefined {
  if (spec.to !== undefined) return fieldsOf(building, target, spec.to.items)
  const key = target.entity.primaryKey
  if (key === undefined && !target.isBroken && !spec.keys.has('to')) {
    const message = `model ${quoted(target.name)} has no primary key to refer to`
    building.problems.add('DB504', span, message, 'give it one, or name columns that are unique with "to"')
  }
  return spec.keys.has('to') ? undefined : key?.fields
}

function reportNumber(
  { problems }: Building,
  fields: readonly Field[],
  targetFields: readonly Field[],
  target: EntityDraft,
  span: Span,
  isGiven: boolean,
): void {
  const what = isGiven ? '"to" has' : `the primary key of ${quoted(target.name)} has`
  const message = `the foreign key has ${columnsText(fields)}, but ${what} ${columnsText(targetFields)}`
  problems.add('DB508', span, message, 'name as many columns on both sides, in the same order')
}

/** `2 columns (post_id, user_id)` */
function columnsText(fields: readonly Field[]): string {
  const count = fields.length === 1 ? '1 column' : `${fields.length} columns`
  return `${count} (${fieldNames(fields)})`
}

/** The model of that name; nothing where there is none, which is then noted. */
export function entityNamed(building: Building, name: string, span: Span): EntityDraft | undefined {
  const found = building.entities.get(name)
  if (found !== undefined || building.mayHold(name)) return found
  const hint = suggest(name, [...building.entities.keys()], 'models here')
  building.missing.note('DB502', 'model', name, { span, message: `there is no model ${quoted(name)}`, hint })
  return undefined
}

function primaryKeyOf(
  { problems }: Building,
  owner: EntityDraft,
  { field }: ColumnDraft,
  target: EntityDraft,
  span: Span,
): readonly Field[] | undefined {
  const key = target.entity.primaryKey
  if (key?.fields.length === 1) return key.fields
  if (key === undefined) {
    if (target.isBroken) return undefined
    const hint = `give it one, or refer to a unique column of it: ${target.name}.<column>`
    problems.add('DB504', span, `model ${quoted(target.name)} has no primary key to refer to`, hint)
    return undefined
  }
  const others = key.fields.slice(1).map(({ name }) => name)
  const columns = [field.name, ...others].join(', ')
  const hint = `under "foreign_keys" of ${owner.name} write { columns: [${columns}], references: ${target.name} }`
  const message = `the primary key of ${quoted(target.name)} has ${columnsText(key.fields)}, and this is one`
  problems.add('DB508', span, message, hint)
  return undefined
}

/** Checks a foreign key, names it and adds it. */
export function addForeignKey(building: Building, owner: EntityDraft, parts: ForeignKeyParts): ForeignKey | undefined {
  if (!isSound(building, owner, parts)) {
    owner.isBroken = true
    return undefined
  }
  const { fields, target, targetFields, onDelete, onUpdate, options, span } = parts
  const name = options?.name
  const word = referenceWord(fields)
  const key: Draft<ForeignKey> = {
    name: name?.text ?? '',
    fields: [...fields],
    target: target.entity,
    targetFields: [...targetFields],
    onDelete,
    onDeleteFields: options?.setFields && [...options.setFields],
    onUpdate,
    match: options?.match?.value,
    deferrable: options?.deferrable?.value,
    isNotValid: options?.not_valid?.value ?? false,
    orphans: options?.orphans?.value,
    missingError: `${owner.name}${word}Missing`,
    inUseError: `${owner.name}${word}InUse`,
  }
  owner.entity.foreignKeys.push(key)
  building.foreignKeys.push({ owner, key, target, span })
  const { schema, table } = owner.entity
  const what = `a foreign key of ${quoted(owner.name)}`
  if (name !== undefined)
    building.names.take({ kind: 'constraint', schema, table, name: name.text, what, span: name.span })
  else {
    const assign = (made: string) => {
      key.name = made
    }
    const part = columnsPart(fields.map((field) => field.name))
    building.names.infer({ kind: 'constraint', schema, table, part, label: 'fkey', what, assign })
  }
  return key
}
