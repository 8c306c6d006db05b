import type { Check, Plan, Step } from './plan.js'
import { notesOf, type StepMeasure } from './step-measure.js'
import { commentLine, printCheck, printStep } from './step-text.js'

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
  const allowed = plan.allowed.map((word) => `the spec allows: ${word}`)
  const losses = plan.irreversible.map((loss) => `cannot bring back: ${loss}`)
  const up = { steps: plan.up, checks: plan.upChecks, remarks: [...head.proof, ...allowed], measures }
  const down = { steps: plan.down, checks: plan.downChecks, remarks: losses, measures: [] }
  return { up: printFile(head, 'up', up), down: printFile(head, 'down', down) }
}

interface Direction {
  readonly steps: readonly Step[]
  readonly checks: readonly Check[]
  readonly remarks: readonly string[]
  readonly measures: readonly StepMeasure[]
}

function printFile(
  head: MigrationHead,
  direction: 'up' | 'down',
  { steps, checks, remarks, measures }: Direction,
): string {
  const lines = [`migration ${head.id}, ${direction}`, `parent: ${head.parent}`, ...remarks].map(
    (line) => `-- ${commentLine(line)}`,
  )
  return [
    `${lines.join('\n')}\n`,
    ...checks.map((check, index) => printCheck(check, index + 1, checks.length)),
    ...steps.map((step, index) => printStep(step, index + 1, steps.length, notesOf(measures[index]))),
  ].join('\n')
}
