/**
 * What the two threads share is one number: `IDLE`, the number of the line that waits to be shown (from 1), `WRITING`
 * while it is written, `SHOWN` afterwards. Whoever changes it first wins: no line appears after it was taken back.
 */
export const IDLE = 0

/** The line is being written. */
export const WRITING = -1

/** The line stands on the terminal. */
export const SHOWN = -2

/** A line to show if nothing else comes for a while. */
export interface ProgressLine {
  readonly number: number
  readonly text: string
  /** Milliseconds before it is shown. */
  readonly delay: number
}
