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

/** The database refused a step. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
  readonly migration: string
  /** From 1; undefined where it was not a step that failed. */
  readonly step: number | undefined
  /** SQLSTATE. */
  readonly code: string | undefined

  constructor(
    message: string,
    place: { readonly migration: string; readonly step: number | undefined },
    cause: unknown,
  ) {
    super(message, { cause })
    this.migration = place.migration
    this.step = place.step
    this.code = codeOf(cause)
  }
}

/** A step as a message names it. */
export interface FailedStep {
  readonly migration: string
  /** From 1. */
  readonly step: number
  readonly total: number
  readonly title: string
}

/** The failure of a step: what the database said, then what to do. */
export function stepFailed(
  { migration, step, total, title }: FailedStep,
  error: unknown,
  advice: string,
): MigrationFailed {
  const message = `${migration}: step ${step}/${total}, "${title}", failed: ${describeError(error)}\n  ${advice}`
  return new MigrationFailed(message, { migration, step }, error)
}

/** What the database said, with the row or the object that it names, on lines of their own. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = codeOf(error)
  const detail: unknown = Reflect.get(error, 'detail')
  const first = code === undefined ? error.message : `${error.message} (${code})`
  return typeof detail === 'string' ? `${first}\n  ${detail}` : first
}

/** A lock that was not free in time, or a deadlock: the same statement may succeed a moment later. */
export function isLockProblem(error: unknown): boolean {
  return ['55P03', '40P01'].includes(codeOf(error) ?? '')
}
