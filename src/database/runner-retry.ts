import { setTimeout as sleep } from 'node:timers/promises'
import { isLockProblem } from './runner-errors.js'

/** How often a lock is tried for. */
export interface RetryPolicy {
  readonly attempts: number
  /** Milliseconds before the second attempt; twice as long before each later one. */
  readonly delay: number
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
      await sleep(delayAfter(attempt, policy))
    }
  }
}

/** Not the same for two runners, so that they do not meet again. */
function delayAfter(attempt: number, { delay }: RetryPolicy): number {
  return Math.min(LONGEST_DELAY, delay * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
}
