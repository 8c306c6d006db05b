import type { Connection } from './connect.js'

/** The second session of a watcher: there when it can be had, and replaced where it is lost. */
export interface WatchSession {
  /** Undefined where there is none now; another one is tried for in a while. */
  get(): Promise<Connection | undefined>
  /** Says that it is of no use any more. */
  lose(): void
  close(): Promise<void>
}

/** Milliseconds between two attempts to open one: a server without a free connection is not to be kept busy. */
const REOPEN_INTERVAL = 2000

/** Opens no session before one is asked for. */
export function watchSession(open: () => Promise<Connection>): WatchSession {
  let session: Promise<Connection | undefined> | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  const closeNow = async (): Promise<void> => (await session)?.close().catch(() => {})
  const tryToOpen = async (): Promise<Connection | undefined> => {
    triedAt = performance.now()
    const opened = await open().catch(() => undefined)
    if (opened === undefined) session = undefined
    return opened
  }
  return {
    get: async () => {
      if (session === undefined && performance.now() - triedAt >= REOPEN_INTERVAL) session = tryToOpen()
      return session
    },
    lose: () => {
      void closeNow()
      session = undefined
    },
    close: closeNow,
  }
}
