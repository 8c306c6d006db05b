import type { Output } from './terminal.js'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The exit code of a command that was interrupted, as shells have it. */
export const INTERRUPTED = 130

/**
 * Does work that can be ended in order: the first signal asks for that, the second ends the process at once, which does
 * no harm either, since the next run goes on from what the database has.
 */
export async function withInterrupts<Result>(
  err: Output,
  work: (signal: AbortSignal) => Promise<Result>,
  told = 'ending the statement at work; once more to end at once',
): Promise<Result> {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED)
    err.write(`\n${told}\n`)
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, interrupt)
  try {
    return await work(controller.signal)
  } finally {
    // A second signal may still come while what was said of the first is printed.
    if (!controller.signal.aborted) for (const name of SIGNALS) process.off(name, interrupt)
  }
}
