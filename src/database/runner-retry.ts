import { setTimeout as sleep } from 'node:timers/promises'
import { isLockProblem, MigrationInterrupted } from './runner-errors.js'

/** How often a lock is tried for. */
export interface RetryPolicy {
  readonly attempts: number
  /** Milliseconds before the second attempt; twice as long before each later one. */
  readonly delay: number
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

const LONGEST_DELAY = 10_000

/** Does the work again, later each time, where a lock was not to be had; `onRetry` is told before each wait. */
export async function retrying<Result>(
  policy: RetryPolicy,
  work: () => Promise<Result>,
  onRetry: () => void,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isLockProblem(error) || attempt >= policy.attempts) throw error
      onRetry()
      await pause(delayAfter(attempt, policy), policy.signal)
    }
  }
}

/** Throws MigrationInterrupted where the signal goes off. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch {
    throw new MigrationInterrupted('interrupted while it waited')
  }
}

/** Not the same for two runners, so that they do not meet again. */
function delayAfter(attempt: number, { delay }: RetryPolicy): number {
  return Math.min(LONGEST_DELAY, delay * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
}
