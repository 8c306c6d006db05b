import { connect } from '../../src/database/connect.js'
import { type Cut, cuts, startCutProxy } from '../support/cut-proxy.js'
import { type Bench, expectUndisturbed, runChain, runChainOn, withFresh } from './bench.js'
import { type Chain, isOrdinary } from './chains.js'
import { failureOf } from './steps.js'
import type { FaultKind, Outcome } from './sweep.js'

/** The connection is cut, and the runner finishes by itself. */
export const cutAndReconnect: FaultKind = {
  name: 'cut',
  isFor: ({ name }) => isOrdinary(name),
  points: cutPoints,
  check: ({ bench, chain, point }) =>
    withFresh(bench, chain, async (url) => {
      const outcome = await reconnectAt(url, chain, point)
      await expectUndisturbed(bench, chain, url)
      return outcome
    }),
}

/** The process ends at the cut, and the same command is run again. */
export const cutAndDie: FaultKind = {
  name: 'death',
  isFor: ({ name }) => isOrdinary(name),
  points: cutPoints,
  check: ({ bench, chain, point }) =>
    withFresh(bench, chain, async (url) => {
      const outcome = await checkCutPoint(url, point, (address) => runOnce(address, chain))
      await expectUndisturbed(bench, chain, url)
      return outcome
    }),
}

/** Every kind of cut at every message that an undisturbed run sends. */
async function cutPoints(bench: Bench, chain: Chain): Promise<string[]> {
  return withFresh(bench, chain, async (url) => {
    const proxy = await startCutProxy(url)
    await runChain(proxy.url, chain)
    await proxy.close()
    return cutPointsOf(proxy.count())
  })
}

/** Points for every kind of cut at each of so many messages. */
export function cutPointsOf(messages: number): string[] {
  return cuts.flatMap((cut) => Array.from({ length: messages }, (_, index) => `${cut} ${index + 1}`))
}

/** Runs through a proxy that ends all connections at the point, and then once more without it. */
export async function checkCutPoint(url: string, point: string, run: (url: string) => Promise<void>): Promise<Outcome> {
  const proxy = await startCutProxy(url, { ...planOf(point), isDeath: true })
  try {
    const error = await failureOf(run(proxy.url))
    if (error !== undefined && !proxy.wasCut()) throw error
  } finally {
    await proxy.close()
  }
  if (proxy.wasCut()) await run(url)
  return proxy.wasCut() ? 'hit' : 'missed'
}

async function reconnectAt(url: string, chain: Chain, point: string): Promise<Outcome> {
  const proxy = await startCutProxy(url, { ...planOf(point), isDeath: false })
  try {
    const error = await failureOf(runChain(proxy.url, chain))
    // A server that was never reached is not tried again.
    const wasNeverThere = error instanceof Error && error.name === 'ConnectionFailed' && proxy.wasCut()
    if (wasNeverThere) await runChain(url, chain)
    else if (error !== undefined) throw error
    return proxy.wasCut() ? 'hit' : 'missed'
  } finally {
    await proxy.close()
  }
}

/** In one session, which is not replaced. */
async function runOnce(url: string, chain: Chain): Promise<void> {
  const db = await connect(url)
  try {
    await runChainOn(db, chain, { openWatch: () => connect(url) })
  } finally {
    await db.close().catch(() => {})
  }
}

function planOf(point: string): { readonly cut: Cut; readonly message: number } {
  const [, name = '', message = ''] = /^(.*) (\d+)$/.exec(point) ?? []
  const cut = cuts.find((each) => each === name)
  if (cut === undefined) throw new Error(`no cut ${point}`)
  return { cut, message: Number(message) }
}
