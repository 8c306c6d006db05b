import { stepsOf } from '../database/migration-files.js'
import type { Queryable } from '../database/queryable.js'
import { estimateStep, isLarge, type TableWork } from '../database/runner-estimate.js'
import type { MigrationStatus } from '../database/runner-status.js'
import type { MigrationFiles } from '../migrate/chain.js'
import { MigrationUnreadable, type StoredStep } from '../migrate/step-text.js'

/** What a step of a pending migration is going to do with a large table. */
export interface PendingWork extends TableWork {
  /** From 1. */
  readonly step: number
}

/**
 * What the steps that are left of a migration are going to do with tables as large as they are now; tables that go by
 * another name until then are left out. Empty where the migration is applied, or cannot be read.
 */
export async function pendingWork(
  db: Queryable,
  { id, state, stepsDone }: Pick<MigrationStatus, 'id' | 'state' | 'stepsDone'>,
  migrations: readonly MigrationFiles[],
): Promise<PendingWork[]> {
  const migration = migrations.find((each) => each.id === id)
  if (state !== 'pending' || migration === undefined) return []
  const found: PendingWork[] = []
  for (const [index, step] of readable(migration).entries()) {
    if (index < stepsDone) continue
    const work = (await estimateStep(db, step)).filter(isLarge)
    found.push(...work.map((each) => ({ step: index + 1, ...each })))
  }
  return found
}

/** What cannot be read is for `migrate up` to say. */
function readable(migration: MigrationFiles): readonly StoredStep[] {
  try {
    return stepsOf(migration, 'up')
  } catch (error) {
    if (error instanceof MigrationUnreadable) return []
    throw error
  }
}
