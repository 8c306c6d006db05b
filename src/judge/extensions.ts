import type { StatementReader } from '../spec/sql.js'
import { type LocatedMigration, readStep } from './located.js'

/** The extensions that migrations create on their way up, also those that are gone by now, sorted. */
export function extensionsOf(migrations: readonly LocatedMigration[], read: StatementReader): string[] {
  const actions = migrations.flatMap(({ up }) => up.flatMap((step) => readStep(step, read).actions))
  const names = actions.flatMap(({ action }) =>
    action.kind === 'create object' && action.object === 'extension' ? [action.name.name] : [],
  )
  return [...new Set(names)].sort()
}
