import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './connect.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'
import { cancelStatement, look, nothingSeen, type Sight } from './runner-blockers.js'
import { type WatchSession, watchSession } from './runner-watch-session.js'

/** How a statement is looked after while it runs. */
export interface WatchOptions {
  /** Milliseconds that it may wait for others without a pause before it is cancelled; undefined for no limit. */
  readonly patience?: number | undefined
  /** Told what is seen, whenever that is something. */
  readonly onSight?: (sight: Sight) => void
}

/** Sees from a second session what the first one waits for, and cancels its statement where it must end. */
export interface Watcher {
  /** Does the work; what blocked it last is in `lastSeen` afterwards. */
  during<Result>(work: () => Promise<Result>, options?: WatchOptions): Promise<Result>
  /** What stood in the way the last time that something did, during the last work. */
  lastSeen(): Sight
  /** Whether the patience of the last work came to an end, so that its statement was cancelled. */
  gaveUp(): boolean
  close(): Promise<void>
}

/** For a database with one session only. */
export const blindWatcher: Watcher = {
  during: (work) => work(),
  lastSeen: () => nothingSeen,
  gaveUp: () => false,
  close: async () => {},
}

const FIRST_LOOK = 300
const INTERVAL = 500
const CANCEL_INTERVAL = 200
/** A look that gets no answer must not hold up what it was for. */
const LONGEST_END = 1000

/** What a watcher needs to know. */
export interface WatcherSetting {
  /** Opens the second session; it is opened when a statement takes a while, and not before. */
  readonly open: () => Promise<Connection>
  /** Cancels the statement at work when it goes off. */
  readonly signal: AbortSignal | undefined
  /** Milliseconds that the first session waits for a lock: it must be looked at more often. */
  readonly lockTimeout: number
}

/**
 * Watches the session of `db`. What cannot be seen, for want of connections or rights, is no reason to stop: it is tried
 * again in a while, also where the second session is ended meanwhile.
 */
export async function openWatcher(db: Queryable, setting: WatcherSetting): Promise<Watcher> {
  const [row = {}] = await db.query('select pg_backend_pid()::text as pid')
  const pid = text(row, 'pid')
  const session = watchSession(setting.open)
  let seen = nothingSeen
  let isGivenUp = false
  const first = Math.min(FIRST_LOOK, setting.lockTimeout / 2 || FIRST_LOOK)
  return {
    during: async (work, options = {}) => {
      seen = nothingSeen
      isGivenUp = false
      const over = new AbortController()
      const watching = watchUntil(over.signal, {
        ...{ pid, session, first, signal: setting.signal, patience: options.patience },
        onSight: (sight) => {
          if (sight.blockers.length > 0) seen = sight
          options.onSight?.(sight)
        },
        onGiveUp: () => {
          isGivenUp = true
        },
      })
      try {
        return await work()
      } finally {
        over.abort()
        await Promise.race([watching, sleep(LONGEST_END, undefined, { ref: false })])
      }
    },
    lastSeen: () => seen,
    gaveUp: () => isGivenUp,
    close: () => session.close(),
  }
}

interface Watch extends Required<WatchOptions> {
  readonly pid: string
  readonly session: WatchSession
  readonly signal: AbortSignal | undefined
  /** Milliseconds before the first look, and at most between two. */
  readonly first: number
  readonly onGiveUp: () => void
}

/** Looks again and again until the work is over. Never rejects. */
async function watchUntil(over: AbortSignal, watch: Watch): Promise<void> {
  const { signal, first, session } = watch
  const see = lookOnce(over, watch)
  for (
    let pause = first;
    ;
    pause = signal?.aborted === true ? CANCEL_INTERVAL : Math.min(INTERVAL, Math.max(first, 20))
  ) {
    await pauseUntil(pause, over, signal)
    if (over.aborted) return
    const db = await session.get()
    // What is cancelled after a while without a session would be the statement behind.
    if (over.aborted) return
    if (db === undefined) continue
    try {
      await see(db)
    } catch {
      session.lose()
    }
  }
}

/** Looks, and cancels the statement where it must end. */
function lookOnce(over: AbortSignal, watch: Watch): (db: Connection) => Promise<void> {
  const { pid, signal, patience } = watch
  let blockedSince: number | undefined
  return async (db) => {
    if (signal?.aborted === true) return cancelStatement(db, pid)
    const sight = await look(db, pid)
    if (over.aborted) return
    watch.onSight(sight)
    blockedSince = sight.blockers.length === 0 ? undefined : (blockedSince ?? Date.now())
    if (patience === undefined || blockedSince === undefined || Date.now() - blockedSince < patience) return
    watch.onGiveUp()
    await cancelStatement(db, pid)
  }
}

/** Ends early when the work is over, and when an interruption comes that was not there at the beginning. */
function pauseUntil(milliseconds: number, over: AbortSignal, signal: AbortSignal | undefined): Promise<void> {
  if (over.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      over.removeEventListener('abort', end)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    over.addEventListener('abort', end)
    signal?.addEventListener('abort', end)
  })
}
