import type { Connection } from './connect.js'
import { LOCK_TIMEOUT } from './connect-settings.js'
import type { StepOptions, StepProgress } from './runner-steps.js'
import { blindWatcher } from './runner-watch.js'

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
  /** Milliseconds that `concurrently` waits for transactions of others before it is given up; 10 minutes without it. */
  readonly concurrentPatience?: number
  /** Cancels the statement at work and ends the run, which the next one goes on with. */
  readonly signal?: AbortSignal | undefined
  /** Opens a second session of the same database, to see what a step waits for; without it nothing is seen. */
  readonly openWatch?: (() => Promise<Connection>) | undefined
  /** Told of each migration that is behind it. */
  readonly onApplied?: (applied: Applied) => void
}

/** The same with nothing left out. */
export interface RunnerOptions extends StepOptions {
  readonly version: string
  readonly patience: number
  readonly openWatch: (() => Promise<Connection>) | undefined
  readonly onApplied: (applied: Applied) => void
}

/** A migration that a run applied, or took back. */
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
    concurrentPatience: options.concurrentPatience ?? 600_000,
    retry: { attempts: options.attempts ?? 6, delay: options.retryDelay ?? 500, signal: options.signal },
    onStep: options.onStep ?? (() => {}),
    onApplied: options.onApplied ?? (() => {}),
    signal: options.signal,
    openWatch: options.openWatch,
    watcher: blindWatcher,
  }
}
