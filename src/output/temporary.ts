import { randomBytes } from 'node:crypto'

const PATTERN = /^\.dbgen-[0-9a-f]{12}-\d+\.(new|old)$/

/** The temporary files for one target. */
export interface TemporaryNames {
  /** For the new text. */
  readonly fresh: string
  /** For what the target was. */
  readonly backup: string
}

/** Makes the names of one run, new ones by each call. They end unlike sources, so that no compiler takes them up. */
export function nameTemporaries(): () => TemporaryNames {
  const run = randomBytes(6).toString('hex')
  let count = 0
  return () => {
    count += 1
    return { fresh: `.dbgen-${run}-${count}.new`, backup: `.dbgen-${run}-${count}.old` }
  }
}

/** Whether some run gave a temporary file this name. */
export function isTemporary(name: string): boolean {
  return PATTERN.test(name)
}
