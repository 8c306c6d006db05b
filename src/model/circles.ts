import type { Building, EntityDraft, ForeignKeyDraft } from './drafts.js'
import { fieldNames } from './foreign-key-rules.js'

/**
 * Notes circles of foreign keys whose columns are all required: each row would need another one to be there first. A
 * circle is noted once, at the key that closes it.
 */
export function checkCircles(building: Building): void {
  const required = new Map<EntityDraft, ForeignKeyDraft[]>()
  for (const foreignKey of building.foreignKeys) {
    if (foreignKey.key.fields.some((field) => field.nullable)) continue
    required.set(foreignKey.owner, [...(required.get(foreignKey.owner) ?? []), foreignKey])
  }
  const done = new Set<EntityDraft>()
  for (const entity of required.keys()) visit(building, entity, required, [], done)
}

/** Depth first; an entity on the path is met again where a circle closes. */
function visit(
  building: Building,
  entity: EntityDraft,
  required: ReadonlyMap<EntityDraft, readonly ForeignKeyDraft[]>,
  path: readonly ForeignKeyDraft[],
  done: Set<EntityDraft>,
): void {
  if (done.has(entity)) return
  for (const foreignKey of required.get(entity) ?? []) {
    const start = [...path, foreignKey].findIndex(({ owner }) => owner === foreignKey.target)
    if (start === -1) visit(building, foreignKey.target, required, [...path, foreignKey], done)
    else reportCircle(building, [...path, foreignKey].slice(start))
  }
  done.add(entity)
}

function reportCircle({ problems }: Building, circle: readonly ForeignKeyDraft[]): void {
  const last = circle.at(-1)
  if (last === undefined) return
  const steps = circle.map(({ owner, key }) => `${owner.name}.${fieldNames(key.fields)}`)
  if (circle.length === 1) {
    const why = 'a first row could refer to nothing but itself'
    const message = `the required foreign key ${steps[0]} refers to its own table: ${why}`
    problems.add('DB507', last.span, message, `add "nullable: true" to ${fieldNames(last.key.fields)}`)
    return
  }
  const route = [...steps, last.target.name].join(' -> ')
  const message = `required foreign keys in a circle, ${route}: no first row could be inserted`
  problems.add(
    'DB507',
    last.span,
    message,
    `add "nullable: true" to one of them, such as ${fieldNames(last.key.fields)}`,
  )
}
