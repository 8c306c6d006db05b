import { OutputConflict } from './output-conflict.js'

interface Explanation {
  readonly reason: string
  readonly remedy: string
}

const permission = { reason: 'permission denied', remedy: 'see to it that you may read and write there' }

const explanations: Readonly<Record<string, Explanation>> = {
  ENOSPC: { reason: 'the disk is full', remedy: 'make room' },
  EDQUOT: { reason: 'your share of the disk is used up', remedy: 'make room' },
  EROFS: { reason: 'the file system is read-only', remedy: 'make it writable' },
  EACCES: permission,
  EPERM: permission,
  EBUSY: { reason: 'another program holds it', remedy: 'end that program' },
  ENOENT: { reason: 'it does not exist', remedy: 'see where it went' },
  EMFILE: { reason: 'too many files are open', remedy: 'raise the limit (ulimit -n)' },
}

/** Does something to a file; `doing` says what in the message of the OutputConflict that a failure becomes. */
export async function onDisk<Result>(
  path: string,
  doing: 'read' | 'written' | 'removed' | 'locked',
  operation: () => Promise<Result>,
): Promise<Result> {
  try {
    return await operation()
  } catch (error) {
    const { reason, remedy } = explain(error)
    const conflict = { path, problem: `cannot be ${doing}: ${reason}`, hint: `${remedy}, then run dbgen again` }
    throw new OutputConflict([conflict], { cause: error })
  }
}

/** The result, or undefined where the file or folder has gone. */
export async function unlessGone<Result>(operation: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The error code of a failed system call: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Why a system call failed, in words. */
export function reasonOf(error: unknown): string {
  return explain(error).reason
}

function explain(error: unknown): Explanation {
  const known = explanations[codeOf(error) ?? '']
  return known ?? { reason: error instanceof Error ? error.message : String(error), remedy: 'see what is there' }
}
