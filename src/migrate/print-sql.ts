import type { Plan, Step } from './plan.js'
import { notesOf, type StepMeasure } from './step-measure.js'
import { commentLine, printStep } from './step-text.js'

/** What stands at the top of a migration. */
export interface MigrationHead {
  /** `20261122104500_init` */
  readonly id: string
  /** Hash of the chain that this migration stands on, `none` for the first. */
  readonly parent: string
  /** One line each: what was proven, or that nothing was. */
  readonly proof: readonly string[]
}

export interface PrintedMigration {
  readonly up: string
  readonly down: string
}

/** The plan as two SQL files. `measures` belong to the steps of `plan.up`, in their order. */
export function printSql(plan: Plan, head: MigrationHead, measures: readonly StepMeasure[]): PrintedMigration {
  const upNotes = plan.up.map((_, index) => notesOf(measures[index]))
  const losses = plan.irreversible.map((loss) => `cannot bring back: ${loss}`)
  return {
    up: printFile(head, 'up', plan.up, upNotes, head.proof),
    down: printFile(head, 'down', plan.down, [], losses),
  }
}

function printFile(
  head: MigrationHead,
  direction: 'up' | 'down',
  steps: readonly Step[],
  notes: readonly (readonly string[])[],
  remarks: readonly string[],
): string {
  const lines = [`migration ${head.id}, ${direction}`, `parent: ${head.parent}`, ...remarks].map(
    (line) => `-- ${commentLine(line)}`,
  )
  const printed = steps.map((step, index) => printStep(step, index + 1, steps.length, notes[index] ?? []))
  return [`${lines.join('\n')}\n`, ...printed].join('\n')
}
