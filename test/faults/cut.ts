import { connect } from '../../src/database/connect.js'
import { type Cut, cuts, startCutProxy } from '../support/cut-proxy.js'
import { type Bench, expectUndisturbed, runChain, runChainOn, withFresh } from './bench.js'
import { type Chain, isOrdinary } from './chains.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** The connection is cut, and the runner finishes by itself. */
export const cutAndReconnect: FaultKind = {
  name: 'cut',
  isFor: ({ name }) => isOrdinary(name),
  points: cutPoints,
  check: ({ bench, chain, point }) => withFresh(bench, chain, (url) => checkCut(bench, chain, url, point, false)),
}

/** The process ends at the cut, and the same command is run again. */
export const cutAndDie: FaultKind = {
  name: 'death',
  isFor: ({ name }) => isOrdinary(name),
  points: cutPoints,
  check: ({ bench, chain, point }: Attempt) =>
    withFresh(bench, chain, (url) => checkCut(bench, chain, url, point, true)),
}

/** Every kind of cut at every message that an undisturbed run sends. */
async function cutPoints(bench: Bench, chain: Chain): Promise<string[]> {
  const count = await withFresh(bench, chain, async (url) => {
    const proxy = await startCutProxy(url)
    await runChain(proxy.url, chain)
    await proxy.close()
    return proxy.count()
  })
  return cuts.flatMap((cut) => Array.from({ length: count }, (_, index) => `${cut} ${index + 1}`))
}

async function checkCut(bench: Bench, chain: Chain, url: string, point: string, isDeath: boolean): Promise<Outcome> {
  const [, cut = '', number = ''] = /^(.*) (\d+)$/.exec(point) ?? []
  const proxy = await startCutProxy(url, { cut: cutNamed(cut), message: Number(number), isDeath })
  try {
    const run = isDeath ? dieAtCut(proxy.url, chain) : runChain(proxy.url, chain)
    const error = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (isDeath) {
      if (proxy.wasCut() && !isAfterTheLast(error)) await runChain(url, chain)
    } else if (error !== undefined) {
      // A server that was never reached is not tried again.
      if (!(error instanceof Error && error.name === 'ConnectionFailed')) throw error
      await runChain(url, chain)
    }
    await expectUndisturbed(bench, chain, url)
    return proxy.wasCut() ? 'hit' : 'missed'
  } finally {
    await proxy.close()
  }
}

/** The session may be cut while it says good-bye. */
function isAfterTheLast(error: unknown): boolean {
  return error === undefined
}

async function dieAtCut(url: string, chain: Chain): Promise<void> {
  const db = await connect(url)
  try {
    await runChainOn(db, chain, { openWatch: () => connect(url) })
  } finally {
    await db.close().catch(() => {})
  }
}

function cutNamed(name: string): Cut {
  const found = cuts.find((cut) => cut === name)
  if (found === undefined) throw new Error(`no cut ${name}`)
  return found
}
