import { quoted, suggest } from '../spec/wording.js'
import type { Building, Draft, EntityDraft, RelationDraft } from './drafts.js'
import { fieldNames, isAtMostOne } from './foreign-key-rules.js'
import { camel, pluralize, snake } from './inflect.js'
import type { ManyToMany, Relation } from './model.js'
import { placeOf } from './places.js'

/** What `inverse` says where the other side has no such relation on purpose. */
const NONE = 'none'

/** Ties both sides of each relation to each other. */
export function linkInverses(building: Building, owner: EntityDraft): void {
  for (const draft of owner.relations.values()) {
    const { relation, spec } = draft
    if (relation === undefined) continue
    reportTwin(building, draft)
    if (spec.inverse?.text === NONE) continue
    relation.inverse = spec.inverse === undefined ? found(building, draft, relation) : given(building, draft, relation)
  }
}

/** The same foreign key followed twice in the same direction is one relation with two names. */
function reportTwin({ problems }: Building, draft: RelationDraft): void {
  const { owner, relation, span, name } = draft
  const twin = [...owner.relations.values()].find(
    (other) => other.relation !== undefined && relation !== undefined && isTwin(other.relation, relation),
  )
  if (twin === undefined || twin === draft) return
  const message = `${quoted(name)} follows the same foreign key as ${quoted(twin.name)} (${placeOf(twin.span)})`
  problems.add('DB605', span, message, 'keep one of them')
}

function isTwin(one: Relation, other: Relation): boolean {
  if (one.kind === 'many_to_many') {
    return other.kind === 'many_to_many' && one.nearKey === other.nearKey && one.farKey === other.farKey
  }
  const isSameSide = (one.kind === 'belongs_to') === (other.kind === 'belongs_to')
  return other.kind !== 'many_to_many' && isSameSide && one.foreignKey === other.foreignKey
}

/** Whether one is the other, seen from the other end. */
function isInverse(one: Relation, other: Relation): boolean {
  if (one.kind === 'many_to_many') {
    return other.kind === 'many_to_many' && one.nearKey === other.farKey && one.farKey === other.nearKey
  }
  if (other.kind === 'many_to_many' || one.foreignKey !== other.foreignKey) return false
  return (one.kind === 'belongs_to') !== (other.kind === 'belongs_to')
}

function found({ problems }: Building, draft: RelationDraft, relation: Draft<Relation>): Relation | undefined {
  const { target, span, name } = draft
  const inverse = [...target.relations.values()].find((other) => other.relation && isInverse(relation, other.relation))
  if (inverse?.relation !== undefined) return inverse.relation
  if (mayHaveOther(draft)) return undefined
  const hint = `add to the relations of ${target.name}: ${suggestion(draft, relation)}; or "inverse: none" here`
  problems.add('DB603', span, `${quoted(name)} has no other side in ${target.name}`, hint)
  return undefined
}

/** Whether a relation of the target that could not be resolved may be the other side. */
function mayHaveOther({ owner, target }: RelationDraft): boolean {
  if (target.isPartial || target.unresolved.size > 0) return true
  return [...target.relations.values()].some((other) => other.target === owner && other.relation === undefined)
}

/** What the other side would be: `posts: { has_many: Post }`. */
function suggestion(draft: RelationDraft, relation: Relation): string {
  const { owner } = draft
  const one = camel(owner.name)
  const many = camel(pluralize(snake(owner.name)))
  if (relation.kind === 'many_to_many') {
    const via = relation.target === owner.entity ? `, via: ${relation.farKey.fields[0]?.name ?? ''}` : ''
    return `${freeName(draft, many)}: { many_to_many: ${owner.name}, through: ${throughOf(relation)}${via} }`
  }
  if (relation.kind !== 'belongs_to')
    return `${freeName(draft, one)}: { belongs_to: ${owner.name}${viaOf(draft.target, relation)} }`
  const isOne = isAtMostOne(owner, relation.foreignKey)
  const kind = isOne ? 'has_one' : 'has_many'
  return `${freeName(draft, isOne ? one : many)}: { ${kind}: ${owner.name}${viaOf(owner, relation)} }`
}

function throughOf({ through }: ManyToMany): string {
  return through.isImplied ? through.table : through.name
}

/** Told where the table has several foreign keys to the same one. */
function viaOf(holder: EntityDraft, { foreignKey }: Exclude<Relation, ManyToMany>): string {
  const same = holder.entity.foreignKeys.filter(({ target }) => target === foreignKey.target)
  return same.length > 1 ? `, via: ${foreignKey.fields[0]?.name ?? ''}` : ''
}

/** A name that the target does not have yet: `posts`, else `editor_posts`. */
function freeName({ target, name }: RelationDraft, wanted: string): string {
  const isTaken = target.relations.has(wanted) || target.columns.has(wanted)
  return isTaken ? `${snake(name)}_${wanted}` : wanted
}

function given({ problems }: Building, draft: RelationDraft, relation: Draft<Relation>): Relation | undefined {
  const { target, spec, name } = draft
  const { inverse } = spec
  if (inverse === undefined) return undefined
  const other = target.relations.get(inverse.text)
  if (other === undefined) {
    if (target.isPartial || target.unresolved.has(inverse.text)) return undefined
    const names = [...target.relations.keys()]
    const hint = suggest(inverse.text, names, 'its relations are') ?? `add it, or write "inverse: none"`
    problems.add('DB608', inverse.span, `${target.name} has no relation ${quoted(inverse.text)}`, hint)
    return undefined
  }
  if (other.relation === undefined) return undefined
  if (isInverse(relation, other.relation)) return other.relation
  const what = `${quoted(inverse.text)} of ${target.name} (${placeOf(other.span)})`
  const message = `${what} does not lead back over ${quoted(name)}`
  problems.add('DB608', inverse.span, message, sameKeyHint(relation, other.relation))
  return undefined
}

function sameKeyHint(relation: Relation, other: Relation): string {
  const [own, others] = [keyText(relation), keyText(other)]
  return own === others ? 'it is the same side' : `this one follows ${own}, the other one ${others}`
}

function keyText(relation: Relation): string {
  if (relation.kind === 'many_to_many') {
    const { through, nearKey, farKey } = relation
    return `${fieldNames(nearKey.fields)} and ${fieldNames(farKey.fields)} of ${through.table}`
  }
  return fieldNames(relation.foreignKey.fields)
}
