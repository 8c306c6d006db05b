import type { Building, Draft } from './drafts.js'
import type { Field } from './model.js'

/**
 * Gives a column that refers to another the form of that one, so that a key is the same on both sides. A column with a
 * "typescript" of its own keeps it: both sides meet in SQL, where a value has no form.
 */
export function followKeys({ entities, foreignKeys }: Building): void {
  const columns = [...entities.values()].flatMap((owner) => [...owner.columns.values()])
  const settled = new Set<Field>(columns.filter(({ spec }) => spec?.typescript !== undefined).map(({ field }) => field))
  const targets = new Map<Field, Field>()
  for (const { key } of foreignKeys) {
    for (const [index, field] of key.fields.entries()) {
      const target = key.targetFields[index]
      // In a column of several foreign keys the first decides.
      if (target !== undefined && !targets.has(field)) targets.set(field, target)
    }
  }
  for (const { field } of columns) follow(field, targets, settled)
}

/** Follows the column to the end of its chain of references first; one that leads back to itself stays as it is. */
function follow(field: Draft<Field>, targets: ReadonlyMap<Field, Field>, settled: Set<Field>): void {
  if (settled.has(field)) return
  settled.add(field)
  const target = targets.get(field)
  if (target === undefined) return
  follow(target, targets, settled)
  const { representation, typescript } = target.type
  field.type = { ...field.type, representation, typescript }
}
