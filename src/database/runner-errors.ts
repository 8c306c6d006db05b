import { codeOf } from './connect-failed.js'

/** The migrations of the folder and those of the database do not go together; nothing was applied. */
export class MigrationConflict extends Error {
  override readonly name = 'MigrationConflict'
  /** One line each, with what to do. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Another runner was at work for longer than this one was to wait; nothing was applied. */
export class MigrationLocked extends Error {
  override readonly name = 'MigrationLocked'
}

/** The user, or whoever runs the process, asked for an end; what was done before is kept. */
export class MigrationInterrupted extends Error {
  override readonly name = 'MigrationInterrupted'
}

/** Throws MigrationInterrupted where the signal went off before the migration. */
export function expectNotInterrupted(signal: AbortSignal | undefined, migration: string): void {
  if (signal?.aborted !== true) return
  throw new MigrationInterrupted(`interrupted before ${migration}\n  run again, it goes on with that`)
}

/** The database refused a step. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
  readonly migration: string
  /** From 1; undefined where it was not a step that failed. */
  readonly step: number | undefined
  /** SQLSTATE. */
  readonly code: string | undefined
  /** Whether others held what it waited for until it gave up: the same may go well when less is going on. */
  readonly isBusy: boolean

  constructor(message: string, { migration, step, isBusy = false }: FailurePlace, cause: unknown) {
    super(message, { cause })
    this.migration = migration
    this.step = step
    this.code = codeOf(cause)
    this.isBusy = isBusy || isLockProblem(cause)
  }
}

interface FailurePlace {
  readonly migration: string
  readonly step: number | undefined
  /** That it was given up for others, where the error does not say so by itself. */
  readonly isBusy?: boolean
}

/** A step as a message names it. */
export interface FailedStep {
  readonly migration: string
  /** From 1. */
  readonly step: number
  readonly total: number
  readonly title: string
}

/** The failure of a step: what the database said, then what to do. `isBusy` says that it was given up for others. */
export function stepFailed(
  { migration, step, total, title }: FailedStep,
  error: unknown,
  advice: string,
  isBusy = false,
): MigrationFailed {
  const message = `${migration}: step ${step}/${total}, "${title}", failed: ${describeError(error)}\n  ${advice}`
  return new MigrationFailed(message, { migration, step, isBusy }, error)
}

/** What the database said, with the row or the object that it names, on lines of their own. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = codeOf(error)
  const detail: unknown = Reflect.get(error, 'detail')
  const first = code === undefined ? error.message : `${error.message} (${code})`
  return typeof detail === 'string' ? `${first}\n  ${detail}` : first
}

/** Whether an interruption is what ended the statement. */
export function isEnded(error: unknown): boolean {
  return error instanceof MigrationInterrupted || codeOf(error) === '57014'
}

/** Raised by the check of the runner's lock in front of each step. */
export const LOCK_LOST = 'DBG01'

/**
 * Whether the connection is gone, and with it the answer to what was under way: it may have been done or not. A session
 * that an administrator ended is not meant: somebody wanted it to end.
 */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT') return true
  if (code !== undefined && /^(?:08|57P0[235]$)/.test(code)) return true
  if (code === undefined && /terminated|connection error|not queryable|closed the connection/i.test(error.message))
    return true
  return error.cause !== undefined && isConnectionLost(error.cause)
}

/** A lock that was not free in time, or a deadlock: the same statement may succeed a moment later. */
export function isLockProblem(error: unknown): boolean {
  return ['55P03', '40P01'].includes(codeOf(error) ?? '')
}
