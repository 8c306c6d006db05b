import { quoted, suggest } from '../spec/wording.js'
import type { Building, Draft, EntityDraft, RelationDraft } from './drafts.js'
import type { ManyToMany, Relation } from './model.js'
import { camel, pluralize, snake } from './inflect.js'
import { placeOf } from './relations.js'

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
  if (target.isBroken) return undefined
  const hint = `add ${quoted(suggestion(draft))} to the relations of ${target.name}, or "inverse: none" to this one`
  problems.add('DB603', span, `${quoted(name)} has no other side in ${target.name}`, hint)
  return undefined
}

/** What the other side would be: `posts: { has_many: Post }`. */
function suggestion({ owner, kind, relation, spec }: RelationDraft): string {
  const one = camel(owner.name)
  const many = camel(pluralize(snake(owner.name)))
  if (kind === 'belongs_to') return `${many}: { has_many: ${owner.name} }`
  if (kind !== 'many_to_many') return `${one}: { belongs_to: ${owner.name} }`
  const through = spec.through?.text ?? (relation as ManyToMany).through.table
  return `${many}: { many_to_many: ${owner.name}, through: ${through} }`
}

function given({ problems }: Building, draft: RelationDraft, relation: Draft<Relation>): Relation | undefined {
  const { target, spec, name } = draft
  const { inverse } = spec
  if (inverse === undefined) return undefined
  const other = target.relations.get(inverse.text)
  if (other === undefined) {
    if (target.isBroken) return undefined
    const hint = suggest(inverse.text, [...target.relations.keys()], 'its relations are')
    problems.add('DB608', inverse.span, `${target.name} has no relation ${quoted(inverse.text)}`, hint)
    return undefined
  }
  if (other.relation === undefined) return undefined
  if (isInverse(relation, other.relation)) return other.relation
  const message = `${quoted(inverse.text)} of ${target.name} (${placeOf(other.span)}) does not lead back over ${quoted(name)}`
  problems.add('DB608', inverse.span, message, 'both must follow the same foreign keys')
  return undefined
}
