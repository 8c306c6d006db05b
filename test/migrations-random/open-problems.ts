/** Something that dbgen does not do right yet, by what a failure says. With the last one this file goes. */
export interface OpenProblem {
  readonly what: string
  readonly message: RegExp
}

export const openProblems: readonly OpenProblem[] = []

/** The open problem that an error shows; undefined for a new one. */
export function openProblemOf(error: unknown): OpenProblem | undefined {
  return error instanceof Error ? openProblems.find(({ message }) => message.test(error.message)) : undefined
}
