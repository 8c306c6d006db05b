/** The command was called in a way that cannot work. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** What to do instead, one line each. */
  readonly hints: readonly string[]

  constructor(message: string, ...hints: readonly string[]) {
    super(message)
    this.hints = hints
  }
}
