import { qualified } from '../schema/quote.js'
import type { QualifiedName } from '../schema/schema.js'
import type { Scene } from './scene.js'

/** Whether a constraint that was valid before this step shows PostgreSQL that the column is not null, so that it need not look. */
export function isKnownNotNull({ world, step }: Scene, table: QualifiedName, column: string): boolean {
  const known = world.tables.get(qualified(table))
  if (known === undefined) return false
  if (known.columns.get(column)?.nullable === false) return true
  return [...known.parts.values()].some(
    (part) => part.isValid && (part.step === undefined || part.step < step) && part.notNull.includes(column),
  )
}
