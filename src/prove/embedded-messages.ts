/** What is asked of an embedded PostgreSQL in another thread. */
export interface Request {
  readonly id: number
  readonly kind: 'query' | 'run' | 'parameterTypes' | 'close'
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What it answers: a result, or the error that there was. */
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorMessage }

/** The answer that nobody asked for: it comes when the database is open. */
export const OPENING = 0

/** An error as it goes from one thread to another, which only know how to copy what it is made of. */
export interface ErrorMessage {
  readonly message: string
  /** What PostgreSQL says beside the message: `code`, `detail`, `position` and so on. */
  readonly fields: Readonly<Record<string, string>>
}

/** An error as a message. */
export function toMessage(error: unknown): ErrorMessage {
  if (!(error instanceof Error)) return { message: String(error), fields: {} }
  const fields = Object.entries(error).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { message: error.message, fields: Object.fromEntries(fields) }
}

/** The error of a message. */
export function fromMessage({ message, fields }: ErrorMessage): Error {
  return Object.assign(new Error(message), fields)
}
