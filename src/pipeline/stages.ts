/** The stages of a run, in their order. */
export type Stage = 'read' | 'plan' | 'render' | 'prove' | 'write'

/** Measures how long each stage takes. */
export interface Stages {
  begin(stage: Stage): void
  /** The duration of each stage in whole milliseconds. */
  end(): Record<Stage, number>
}

/** What stages took that were not begun. */
export const noTime: Readonly<Record<Stage, number>> = { read: 0, plan: 0, render: 0, prove: 0, write: 0 }

/** A clock for the stages of one run; `onStage` is told when one begins. */
export function createStages(onStage: (stage: Stage) => void): Stages {
  const milliseconds: Record<Stage, number> = { ...noTime }
  let current: { readonly stage: Stage; readonly since: number } | undefined
  const finish = () => {
    if (current !== undefined) milliseconds[current.stage] = Math.round(performance.now() - current.since)
    current = undefined
  }
  return {
    begin(stage) {
      finish()
      current = { stage, since: performance.now() }
      onStage(stage)
    },
    end() {
      finish()
      return milliseconds
    },
  }
}
