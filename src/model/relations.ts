import type { RelationSpec } from '../spec/definition/model.js'
import type { Span } from '../spec/node.js'
import { alternatives, quoted, suggest } from '../spec/wording.js'
import type { Building, Draft, EntityDraft, RelationDraft } from './drafts.js'
import { entityNamed, isUniqueSet } from './foreign-keys.js'
import { pascal, singularize, snake } from './inflect.js'
import { joinOf } from './join-tables.js'
import type { Field, ForeignKey, JoinPair, OrderTerm, Relation } from './model.js'
import { checkProperty } from './name-rules.js'
import { readOrder } from './order.js'

/**
 * Relations come in these shapes, told apart by where the foreign key is:
 *
 * - belongs_to: this table has it; the other side is has_one or has_many.
 * - has_one: the other table has it and it is unique; the other side is belongs_to.
 * - has_many: the other table has it; the other side is belongs_to.
 * - many_to_many: a third table has one to each side; the other side is many_to_many through the same table.
 *
 * First every relation of every model is declared, so that `through` and `inverse` can look at both sides; then each is
 * tied to its foreign keys; then the two sides are tied to each other.
 */
export function declareRelations(building: Building, owner: EntityDraft): void {
  for (const { key, value } of owner.spec?.relations?.entries ?? []) {
    const kind = value && kindOf(value)
    const node = kind && value[kind]
    const target = node && entityNamed(building, owner, node.text, node.span)
    if (value === undefined || kind === undefined || target === undefined) {
      owner.isBroken = true
      continue
    }
    const relation: RelationDraft = { owner, name: key.text, span: key.span, spec: value, kind, target, relation: undefined }
    checkName(building, relation)
    checkOptions(building, relation)
    owner.relations.set(key.text, relation)
  }
}

const kinds = ['belongs_to', 'has_one', 'has_many', 'many_to_many'] as const

function kindOf(spec: RelationSpec): Relation['kind'] | undefined {
  return kinds.find((kind) => spec[kind] !== undefined)
}

function checkName(building: Building, { owner, name, span }: RelationDraft): void {
  checkProperty(building, name, span, 'a relation')
  const column = owner.columns.get(name)
  if (column === undefined) return
  const { file, line } = column.key.span.at
  building.problems.add('DB604', span, `${quoted(name)} is a column too (${file}:${line})`, 'call the relation otherwise')
}

function checkOptions({ problems }: Building, { spec, kind }: RelationDraft): void {
  const refuse = (option: string, why: string) => {
    const span = spec.keys.get(option)
    if (span !== undefined) problems.add('DB609', span, `"${option}" is not for ${kind}: ${why}`, 'remove it')
  }
  if (kind !== 'many_to_many') refuse('through', 'it has no join table')
  if (kind === 'belongs_to' || kind === 'has_one') refuse('order', 'there is one row at most')
}

/** Ties the relations of an entity to their foreign keys. */
export function resolveRelations(building: Building, owner: EntityDraft): void {
  for (const draft of owner.relations.values()) {
    draft.relation = draft.kind === 'many_to_many' ? manyToMany(building, draft) : direct(building, draft)
    if (draft.relation !== undefined) owner.entity.relations.push(draft.relation)
    else owner.isBroken = true
  }
}

function direct(building: Building, draft: RelationDraft): Draft<Relation> | undefined {
  const { kind, owner, target, span } = draft
  if (kind === 'many_to_many') return undefined
  const holder = kind === 'belongs_to' ? owner : target
  const foreignKey = chooseKey(building, draft, holder, kind === 'belongs_to' ? target : owner)
  if (foreignKey === undefined) return undefined
  const pairs = pairsOf(foreignKey.fields, foreignKey.targetFields)
  if (kind === 'belongs_to') {
    return { ...base(building, draft), kind, foreignKey, pairs, nullable: foreignKey.fields.some((field) => field.nullable) }
  }
  if (kind === 'has_one' && !isAtMostOne(target, foreignKey)) {
    const columns = foreignKey.fields.map((field) => field.name).join(', ')
    const hint = `make ${columns} unique in ${target.name}, or write "has_many"`
    building.problems.add('DB606', span, `several rows of ${quoted(target.name)} can have the same ${columns}`, hint)
    return undefined
  }
  return { ...base(building, draft), kind, foreignKey, pairs: pairs.map(({ from, to }) => ({ from: to, to: from })) }
}

/** Whether the columns of the key hold a unique set. */
function isAtMostOne(holder: EntityDraft, { fields }: ForeignKey): boolean {
  const { primaryKey, uniques } = holder.entity
  const keys = [...(primaryKey === undefined ? [] : [primaryKey]), ...uniques]
  return isUniqueSet(holder, fields) || keys.some((key) => key.fields.every((field) => fields.includes(field)))
}

function manyToMany(building: Building, draft: RelationDraft): Draft<Relation> | undefined {
  const join = joinOf(building, draft)
  if (join === undefined) return undefined
  const { through, nearKey, farKey } = join
  const inKeys = new Set([...nearKey.fields, ...farKey.fields])
  return {
    ...base(building, draft),
    kind: 'many_to_many',
    through: through.entity,
    near: pairsOf(nearKey.targetFields, nearKey.fields),
    far: pairsOf(farKey.fields, farKey.targetFields),
    nearKey,
    farKey,
    singularPascal: pascal(singularize(snake(draft.name))),
    requiredExtras: through.entity.fields.filter((field) => !inKeys.has(field) && isRequired(field)),
  }
}

function isRequired(field: Field): boolean {
  return !field.nullable && field.default === undefined && field.identity === undefined && field.generated === undefined
}

function base(building: Building, draft: RelationDraft) {
  const { name, target, spec, kind } = draft
  const isToMany = kind === 'has_many' || kind === 'many_to_many'
  const order: OrderTerm[] = isToMany ? readOrder(building, target, spec.order) : []
  return {
    name,
    pascal: pascal(name),
    target: target.entity,
    inverse: undefined,
    order,
    strategy: spec.strategy?.value ?? 'join',
  } as const
}

function pairsOf(from: readonly Field[], to: readonly Field[]): JoinPair[] {
  return from.flatMap((field, index) => {
    const other = to[index]
    return other === undefined ? [] : [{ from: field, to: other }]
  })
}

/** The foreign key of `holder` that a relation follows; nothing where none or several could be meant. */
function chooseKey(building: Building, draft: RelationDraft, holder: EntityDraft, referred: EntityDraft): ForeignKey | undefined {
  const { spec, span, name, kind } = draft
  const candidates = holder.entity.foreignKeys.filter(({ target }) => target === referred.entity)
  if (spec.via !== undefined) return keyVia(building, draft, holder, candidates)
  const [only] = candidates
  if (candidates.length === 1) return only
  if (only === undefined) {
    if (!holder.isBroken) building.problems.add('DB601', span, ...missingKey(draft, holder, referred))
    return undefined
  }
  const byInverse = keyOfInverse(draft)
  if (byInverse !== undefined) return byInverse
  const byName = candidates.filter(({ fields }) => kind === 'belongs_to' && fields[0]?.name.replace(/_id$/, '') === snake(name))
  if (byName.length === 1) return byName[0]
  const columns = candidates.map(({ fields }) => fields.map((field) => field.name).join('+'))
  const message = `${quoted(name)} could follow ${alternatives(columns)} of ${holder.name}`
  building.problems.add('DB602', span, message, `add "via: ${columns[0]}" or another of them`)
  return undefined
}

/** `inverse: author` names a belongs_to on the other side, whose key it is. */
function keyOfInverse({ spec, target, kind }: RelationDraft): ForeignKey | undefined {
  const inverse = spec.inverse === undefined ? undefined : target.relations.get(spec.inverse.text)
  if (inverse === undefined || kind === 'belongs_to' || inverse.kind !== 'belongs_to') return undefined
  const via = inverse.spec.via?.text ?? `${snake(inverse.name)}_id`
  return target.entity.foreignKeys.find(({ fields }) => fields.some((field) => field.name === via))
}

function keyVia(
  building: Building,
  { spec, name }: RelationDraft,
  holder: EntityDraft,
  candidates: readonly ForeignKey[],
): ForeignKey | undefined {
  const { via } = spec
  const found = candidates.filter(({ fields }) => fields.some((field) => field.name === via?.text))
  if (found.length === 1) return found[0]
  if (holder.isBroken || via === undefined) return undefined
  const columns = candidates.flatMap(({ fields }) => fields.map((field) => field.name))
  const hint = suggest(via.text, columns, 'foreign keys that fit')
  building.problems.add('DB601', via.span, `${quoted(via.text)} of ${holder.name} is no foreign key that ${quoted(name)} can follow`, hint)
  return undefined
}

function missingKey({ kind, name, target, owner }: RelationDraft, holder: EntityDraft, referred: EntityDraft): [string, string] {
  const type = referred.entity.primaryKey?.fields[0]?.type.name ?? 'bigint'
  const column = kind === 'belongs_to' ? `${snake(name)}_id` : `${snake(owner.name)}_id`
  const where = kind === 'belongs_to' ? 'to this model' : `to ${target.name}`
  return [
    `${quoted(name)} has no foreign key to follow: no column of ${holder.name} references ${referred.name}`,
    `add ${where}, under "columns": ${column}: { type: ${type}, references: ${referred.name} }`,
  ]
}

/** What a message says of where something is. */
export function placeOf({ at }: Span): string {
  return `${at.file}:${at.line}`
}
