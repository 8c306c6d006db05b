import type { Plan, Step } from './plan.js'
import { printStep } from './step-text.js'

/** What was measured of one step: locks on tables that were there before, and tables written anew. */
export interface StepMeasure {
  readonly locks: readonly { readonly table: string; readonly mode: string }[]
  readonly rewrites: readonly string[]
}

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
  const lines = [`-- migration ${head.id}, ${direction}`, `-- parent: ${head.parent}`, ...remarks.map((line) => `-- ${line}`)]
  const printed = steps.map((step, index) => printStep(step, index + 1, steps.length, notes[index] ?? []))
  return [`${lines.join('\n')}\n`, ...printed].join('\n')
}

function notesOf(measure: StepMeasure | undefined): string[] {
  if (measure === undefined) return []
  const { locks, rewrites } = measure
  return [
    ...(locks.length === 0 ? [] : [`locks: ${locks.map(({ table, mode }) => `${table} ${mode}`).join(', ')}`]),
    ...(rewrites.length === 0 ? [] : [`rewrites: ${rewrites.join(', ')}`]),
  ]
}
