import { LOCK_TIMEOUT } from './connect-settings.js'
import type { StepOptions, StepProgress } from './runner-steps.js'

/** How migrations are applied; what is left out has a value for production. */
export interface MigrateOptions {
  /** Version of dbgen, for the ledger. */
  readonly version: string
  /** Told of every step. */
  readonly onStep?: (progress: StepProgress) => void
  /** Milliseconds to wait for another runner; a minute without it. */
  readonly patience?: number
  /** Milliseconds that a step waits for the lock of a table at each attempt; 3 seconds without it. */
  readonly lockTimeout?: number
  /** How often a step tries for a lock; 6 times without it. */
  readonly attempts?: number
  /** Milliseconds before the second attempt, doubled for each later one; half a second without it. */
  readonly retryDelay?: number
}

/** The same with nothing left out. */
export interface RunnerOptions extends StepOptions {
  readonly version: string
  readonly patience: number
}

/** A migration that a run applied. */
export interface Applied {
  readonly id: string
  /** How many steps it has. */
  readonly steps: number
  readonly milliseconds: number
}

/** Puts in what was left out. */
export function runnerOptions(options: MigrateOptions): RunnerOptions {
  return {
    version: options.version,
    patience: options.patience ?? 60_000,
    lockTimeout: options.lockTimeout ?? LOCK_TIMEOUT,
    retry: { attempts: options.attempts ?? 6, delay: options.retryDelay ?? 500 },
    onStep: options.onStep ?? (() => {}),
  }
}
