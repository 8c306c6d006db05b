import type { MigrationFiles } from '../migrate/chain.js'
import type { UnderWay } from './ledger.js'
import type { Direction } from './migration-files.js'
import { MigrationConflict } from './runner-errors.js'
import type { MigrationStatus } from './runner-status.js'

/** How far down: so many migrations, all behind one that stays, or all. */
export type DownTarget =
  | { readonly kind: 'steps'; readonly count: number }
  | { readonly kind: 'to'; readonly id: string }
  | { readonly kind: 'all' }

/** The migrations to take back, the newest first. Throws MigrationConflict where one of them cannot be. */
export function downFrom(
  statuses: readonly MigrationStatus[],
  folder: readonly MigrationFiles[],
  target: DownTarget,
): MigrationFiles[] {
  const applied = statuses.filter(({ state }) => state !== 'pending')
  const leaving = applied.slice(firstLeaving(applied, target)).reverse()
  const problems = leaving.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  if (problems.length > 0) throw new MigrationConflict(problems)
  return leaving.flatMap(({ id }) => folder.filter((migration) => migration.id === id))
}

/**
 * Throws MigrationConflict where a run in the other direction, or of a migration that is not next, was cut off: what is
 * half-way up can only be gone on with in its own direction.
 */
export function expectNoOther(runs: readonly UnderWay[], direction: Direction): void {
  const other = runs.find((run) => run.direction !== direction)
  if (other === undefined) return
  const done = `${other.migration} was interrupted on its way ${other.direction}, with ${other.stepsDone} steps done`
  throw new MigrationConflict([`${done}: finish that with dbgen migrate ${other.direction} first`])
}

function firstLeaving(applied: readonly MigrationStatus[], target: DownTarget): number {
  switch (target.kind) {
    case 'all':
      return 0
    case 'steps':
      return Math.max(0, applied.length - target.count)
    case 'to': {
      const place = applied.findIndex(({ id }) => id === target.id)
      if (place !== -1) return place + 1
      throw new MigrationConflict([
        `the database does not have ${target.id}, so there is no way down to it: dbgen migrate status lists what it has`,
      ])
    }
  }
}
