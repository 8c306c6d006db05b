import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Frames } from './frames.js'

/**
 * Where a connection is cut around a message of the client:
 * - `before`: the message does not reach the server
 * - `half`: half of its bytes do
 * - `after`: all of it does, and nobody waits for the answer
 * - `late`: the same, a moment later
 * - `reset`: the same, with a reset in place of an end
 * - `reply lost`: the server has answered, and the client does not hear of it
 */
export type Cut = 'before' | 'half' | 'after' | 'late' | 'reset' | 'reply lost'

export const cuts: readonly Cut[] = ['before', 'half', 'after', 'late', 'reset', 'reply lost']

/** What the proxy is to do, once. */
export interface CutPlan {
  readonly cut: Cut
  /** Which message of all clients together, from 1; those that log in do not count. */
  readonly message: number
  /** Whether all connections end with it and none comes back, as when the process dies. */
  readonly isDeath: boolean
}

/** Stands between clients and a server. */
export interface CutProxy {
  readonly url: string
  /** How many messages there were. */
  count(): number
  /** Whether the message of the plan came. */
  wasCut(): boolean
  close(): Promise<void>
}

const LATE = 40
const READY = 'Z'

/** Hands on every byte until the message of the plan comes; without a plan, all of them. */
export async function startCutProxy(url: string, plan?: CutPlan): Promise<CutProxy> {
  const { hostname, port } = new URL(url)
  const links = new Set<Link>()
  let [count, isCut, isDead] = [0, false, false]
  const cutNow = (link: Link, isReset: boolean): void => {
    isDead = plan?.isDeath === true
    for (const each of isDead ? [...links] : [link]) each.end(isReset)
  }
  const server = createServer((client) => {
    if (isDead) {
      client.destroy()
      return
    }
    const link = openLink(client, connect({ host: hostname, port: Number(port), noDelay: true }), (frame) => {
      count += isLogin(frame) ? 0 : 1
      const isIt = plan !== undefined && !isCut && count === plan.message && !isLogin(frame)
      isCut ||= isIt
      void (isIt ? cutAround(link, frame, plan.cut, (isReset) => cutNow(link, isReset)) : link.deliver(frame))
    })
    links.add(link)
    client.on('close', () => links.delete(link))
  })
  const own = new URL(url)
  own.port = String(await listen(server))
  return {
    url: own.href,
    count: () => count,
    wasCut: () => isCut,
    close: async () => {
      for (const link of links) link.end(false)
      server.close()
    },
  }
}

async function cutAround(link: Link, frame: Buffer, cut: Cut, end: (isReset: boolean) => void): Promise<void> {
  switch (cut) {
    case 'before':
      return end(false)
    case 'half':
      await link.deliver(frame.subarray(0, Math.ceil(frame.length / 2)))
      return end(false)
    case 'after':
      await link.deliver(frame)
      return end(false)
    case 'late':
      await link.deliver(frame)
      await sleep(LATE)
      return end(false)
    case 'reset':
      await link.deliver(frame)
      return end(true)
    case 'reply lost': {
      const answered = link.swallow()
      await link.deliver(frame)
      await answered
      return end(false)
    }
  }
}

/** The two connections of one client. */
interface Link {
  /** Until the bytes are with the system. */
  deliver(bytes: Buffer): Promise<void>
  /** Keeps what the server says from the client, until the server is done or says that it lacks a message. */
  swallow(): Promise<void>
  end(isReset: boolean): void
}

function openLink(client: Socket, server: Socket, onFrame: (frame: Buffer) => unknown): Link {
  let [isStarted, isEnded] = [false, false]
  let swallowed: (() => void) | undefined
  client.setNoDelay(true)
  const link: Link = {
    deliver: (bytes) =>
      isEnded ? Promise.resolve() : new Promise((resolve) => void server.write(Buffer.from(bytes), () => resolve())),
    swallow: () =>
      new Promise((resolve) => {
        swallowed = resolve
        // A message that the server answers with others only gets no answer yet.
        setTimeout(resolve, 1500).unref()
      }),
    end: (isReset) => {
      isEnded = true
      for (const socket of [client, server]) {
        if (isReset) socket.resetAndDestroy()
        else socket.destroy()
      }
    },
  }
  const frames = new Frames(onFrame)
  const answers = new Frames((frame) => {
    if (String.fromCharCode(frame[0] ?? 0) === READY) swallowed?.()
  })
  client.on('data', (chunk) => {
    if (isEnded) return
    if (isStarted) return frames.add(chunk)
    const length = chunk.readInt32BE(0)
    isStarted = true
    server.write(chunk.subarray(0, length))
    if (chunk.length > length) frames.add(chunk.subarray(length))
  })
  server.on('data', (chunk) => {
    if (isEnded) return
    if (swallowed === undefined) client.write(chunk)
    else answers.add(chunk)
  })
  for (const socket of [client, server]) {
    socket.on('error', () => {})
    socket.on('close', () => {
      client.destroy()
      server.destroy()
    })
  }
  return link
}

/** Passwords, and the good-bye of a client. */
function isLogin(frame: Buffer): boolean {
  return ['p', 'X'].includes(String.fromCharCode(frame[0] ?? 0))
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
