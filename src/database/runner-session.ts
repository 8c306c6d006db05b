import { type Connection, connect } from './connect.js'
import { codeOf } from './connect-failed.js'
import { isConnectionLost } from './runner-errors.js'
import { pause } from './runner-retry.js'

/** How a session that is lost is replaced. */
export interface SessionOptions {
  /** Ends the waiting for the server. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds that the server may be away; a minute without it. */
  readonly patience?: number
  /** Told that the session is lost, before another one is opened. */
  readonly onLost?: () => void
}

const MOST_LOSSES = 5
const FIRST_DELAY = 200
const LONGEST_DELAY = 5000

/**
 * Does work that can be begun again at any time: where the connection is lost, it goes on in a new session, since what
 * became of the statement under way is for the ledger to say. Throws ConnectionFailed, and what the work throws.
 */
export async function withSession<Result>(
  url: string,
  { signal, patience = 60_000, onLost = () => {} }: SessionOptions,
  work: (db: Connection) => Promise<Result>,
): Promise<Result> {
  let db = await connect(url)
  for (let losses = 1; ; losses++) {
    try {
      return await work(db)
    } catch (error) {
      if (!isConnectionLost(error) || losses > MOST_LOSSES || signal?.aborted === true) throw error
      onLost()
    } finally {
      await db.close().catch(() => {})
    }
    db = await connectAgain(url, patience, signal)
  }
}

/** A server that starts again refuses connections for a while. */
async function connectAgain(url: string, patience: number, signal: AbortSignal | undefined): Promise<Connection> {
  const deadline = Date.now() + patience
  for (let delay = FIRST_DELAY; ; delay = Math.min(LONGEST_DELAY, delay * 2)) {
    await pause(delay * (0.5 + Math.random() / 2), signal)
    try {
      return await connect(url)
    } catch (error) {
      if (Date.now() >= deadline || !mayComeBack(error)) throw error
    }
  }
}

function mayComeBack(error: unknown): boolean {
  return /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOENT|08...|53300|57P0[123])$/.test(
    codeOf(error) ?? 'ECONNRESET',
  )
}
