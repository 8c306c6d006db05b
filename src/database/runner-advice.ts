import { codeOf } from './connect-failed.js'
import type { Sight } from './runner-blockers.js'
import { isConnectionLost, isLockProblem, LOCK_LOST } from './runner-errors.js'
import type { RetryPolicy } from './runner-retry.js'

/** How long a lock was tried for. */
export interface LockPatience {
  readonly retry: RetryPolicy
  /** Milliseconds at each attempt. */
  readonly lockTimeout: number
}

/** What to do about errors that have nothing to do with the statement, by SQLSTATE. */
const advice: Readonly<Record<string, string>> = {
  [LOCK_LOST]:
    'a pooler gives each transaction another session, or the session was exchanged: use the address of the server itself, ' +
    'or a pooler in session mode, and run again',
  '53100':
    'the disk of the server is full: make room, a rewrite needs as much as the table with its indexes, and run again',
  '53200': 'the server is out of memory: lower maintenance_work_mem or try when less is going on, and run again',
  '53300': 'the server has no connection left: close others, or raise max_connections, and run again',
  '53400': 'a limit of the server is reached: raise it, and run again',
  '57014': 'the statement was cancelled: run again',
  '57P01': 'an administrator ended the session or stopped the server: run again when that is over',
  '25006': 'the server is read-only, a standby perhaps: use the address of the primary, and run again',
  '42501': 'the role may not do that: use the role that owns the tables, or grant it what is missing, and run again',
}

/** What to do about a step that failed, and then to run again. */
export function adviceFor(error: unknown, { retry, lockTimeout }: LockPatience): string {
  if (isLockProblem(error)) {
    const tried = `tried ${retry.attempts} times for ${lockTimeout} ms`
    return `another session holds a lock that it needs, ${tried}: run again when less is going on`
  }
  const code = codeOf(error) ?? ''
  if (Object.hasOwn(advice, code)) return advice[code] ?? ''
  // What is wrong with files on the side of the server has a code of the class of its system.
  if (code.startsWith('58'))
    return 'the server cannot write its files, the disk may be full: see its log, and run again'
  if (isConnectionLost(error)) return 'the connection is gone: run again when the server can be reached'
  return 'remove the cause and run again'
}

/** What was in the way, where the step failed for it: a lock, or a statement that was cancelled while it waited. */
export function blockersOf({ blockers }: Sight, error: unknown): string[] {
  const isWaiting = ['55P03', '40P01', '57014'].includes(codeOf(error) ?? '')
  return isWaiting ? blockers.map(({ description }) => `in the way is ${description}`) : []
}
