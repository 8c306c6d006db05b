/** The history cannot be changed as was asked; nothing was written. */
export class HistoryRefused extends Error {
  override readonly name = 'HistoryRefused'
  /** One line each, with what to do. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}
