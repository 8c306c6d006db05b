/** How a test runs migrations: nobody is told of anything, nothing ends the run, and waiting is as in production. */
export const quiet = {
  onStep: () => {},
  onLost: () => {},
  signal: new AbortController().signal,
  lockTimeout: undefined,
  attempts: undefined,
}
