import type { RelationSpec } from '../spec/definition/model.js'
import { alternatives, quoted, suggest } from '../spec/wording.js'
import { hasDefault } from './column-types.js'
import type { Building, Draft, EntityDraft, RelationDraft } from './drafts.js'
import { fieldNames, isAtMostOne } from './foreign-key-rules.js'
import { entityNamed, referenceNode } from './foreign-keys.js'
import { pascal, singularize, snake } from './inflect.js'
import { joinOf, viaChoice } from './join-tables.js'
import { reportNoKey } from './missing-keys.js'
import type { Field, ForeignKey, JoinPair, OrderTerm, Relation } from './model.js'
import { checkProperty } from './name-rules.js'
import { readOrder } from './order.js'
import { placeOf } from './places.js'
import { propertyOf } from './property-names.js'

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
    const target = node && entityNamed(building, node.text, node.span)
    if (value === undefined || kind === undefined || target === undefined) {
      owner.unresolved.add(key.text)
      continue
    }
    const base = { owner, name: key.text, span: key.span, spec: value, kind, target }
    const relation: RelationDraft = { ...base, relation: undefined, isReported: false }
    checkName(building, relation)
    checkOptions(building, relation)
    owner.relations.set(key.text, relation)
  }
}

const kinds = ['belongs_to', 'has_one', 'has_many', 'many_to_many'] as const

function kindOf(spec: RelationSpec): Relation['kind'] | undefined {
  return kinds.find((kind) => spec[kind] !== undefined)
}

function checkName(building: Building, { owner, name, span, target, kind }: RelationDraft): void {
  checkProperty(building, name, span, 'a relation')
  const property = propertyOf(name, building.properties)
  if (property !== name) checkProperty(building, property, span, `relation ${quoted(name)}`)
  const column = [...owner.columns.values()].find(({ field }) => field.property === property)
  if (column === undefined) return
  const isKey = kind === 'belongs_to' && referenceNode(column.spec)?.text.split('.')[0] === target.name
  const hint = isKey ? `call the column ${name}_id, or the relation otherwise` : 'call the relation otherwise'
  building.problems.add('DB604', span, `${quoted(name)} is a column too (${placeOf(column.key.span)})`, hint)
}

function checkOptions({ problems }: Building, { spec, kind, target }: RelationDraft): void {
  const refuse = (option: string, why: string, hint: string) => {
    const span = spec.keys.get(option)
    if (span !== undefined) problems.add('DB609', span, `"${option}" is not for ${kind}: ${why}`, hint)
  }
  const join = kind === 'has_many' ? `, or write "many_to_many: ${target.name}"` : ''
  if (kind !== 'many_to_many') refuse('through', 'it has no join table', `remove it${join}`)
  if (kind === 'belongs_to' || kind === 'has_one') refuse('order', 'there is one row at most', 'remove it')
}

/** Ties the relations of an entity to their foreign keys. */
export function resolveRelations(building: Building, owner: EntityDraft): void {
  for (const draft of owner.relations.values()) {
    draft.relation = draft.kind === 'many_to_many' ? manyToMany(building, draft) : direct(building, draft)
    if (draft.relation !== undefined) owner.entity.relations.push(draft.relation)
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
    return {
      ...base(building, draft),
      kind,
      foreignKey,
      pairs,
      nullable: foreignKey.fields.some((field) => field.nullable),
    }
  }
  if (kind === 'has_one' && !isAtMostOne(target, foreignKey)) {
    const columns = fieldNames(foreignKey.fields)
    const hint = `make ${columns} unique in ${target.name}, or write "has_many: ${target.name}"`
    building.problems.add('DB606', span, `several rows of ${quoted(target.name)} can have the same ${columns}`, hint)
    return undefined
  }
  return { ...base(building, draft), kind, foreignKey, pairs: pairs.map(({ from, to }) => ({ from: to, to: from })) }
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
  return !field.nullable && !hasDefault(field) && field.identity === undefined && field.generated === undefined
}

function base(building: Building, draft: RelationDraft) {
  const { name, target, spec, kind } = draft
  const isToMany = kind === 'has_many' || kind === 'many_to_many'
  const order: OrderTerm[] = isToMany ? readOrder(building, target, spec.order) : []
  return {
    name,
    property: propertyOf(name, building.properties),
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
function chooseKey(
  building: Building,
  draft: RelationDraft,
  holder: EntityDraft,
  referred: EntityDraft,
): ForeignKey | undefined {
  const { spec, span, name } = draft
  const candidates = holder.entity.foreignKeys.filter(({ target }) => target === referred.entity)
  if (spec.via !== undefined) return keyVia(building, draft, holder, candidates)
  const meant = keyOfInverse(draft, candidates) ?? keyByName(draft, candidates)
  if (meant !== undefined) return meant
  // A key that could not be read may be the one.
  if (holder.isBroken) return undefined
  const [only] = candidates
  if (only === undefined) reportNoKey(building, draft, holder, referred)
  if (candidates.length < 2) return only
  const columns = candidates.map(({ fields }) => fieldNames(fields))
  building.problems.add(
    'DB602',
    span,
    `${quoted(name)} could follow ${alternatives(columns)} of ${holder.name}`,
    viaChoice(columns),
  )
  return undefined
}

/** `author` is the key `author_id`. */
function keyByName({ kind, name }: RelationDraft, candidates: readonly ForeignKey[]): ForeignKey | undefined {
  const named = candidates.filter(({ fields }) => fields[0]?.name.replace(/_id$/, '') === snake(name))
  return kind === 'belongs_to' && named.length === 1 ? named[0] : undefined
}

/** `inverse: author` names a belongs_to on the other side, whose key it is. */
function keyOfInverse(
  { spec, target, kind, owner, name }: RelationDraft,
  candidates: readonly ForeignKey[],
): ForeignKey | undefined {
  const inverse =
    spec.inverse === undefined
      ? [...target.relations.values()].find((other) => other.target === owner && other.spec.inverse?.text === name)
      : target.relations.get(spec.inverse.text)
  if (inverse === undefined || kind === 'belongs_to' || inverse.kind !== 'belongs_to') return undefined
  const via = inverse.spec.via?.text ?? `${snake(inverse.name)}_id`
  return candidates.find(({ fields }) => fields.some((field) => field.name === via))
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
  building.problems.add(
    'DB601',
    via.span,
    `${quoted(via.text)} of ${holder.name} is no foreign key that ${quoted(name)} can follow`,
    hint,
  )
  return undefined
}
