import { hasPgBouncer, type Pooler, startPgBouncer, startPooler } from '../support/pooler.js'
import { type Bench, expectUndisturbed, runChain, withFresh } from './bench.js'
import type { Chain } from './chains.js'
import { applyLatest } from './latest.js'
import { failureOf } from './steps.js'
import type { FaultKind, Outcome } from './sweep.js'

const starts: Readonly<Record<string, (url: string) => Promise<Pooler>>> = {
  'two connections': (url) => startPooler(url, 2),
  'five connections': (url) => startPooler(url, 5),
  ...(hasPgBouncer ? { PgBouncer: (url: string) => startPgBouncer(url, 2) } : {}),
}

/** A pooler gives each transaction another session: the run is refused, and goes well without the pooler. */
export const pooled: FaultKind = {
  name: 'pooler',
  isFor: ({ name }) => /^(?:story|cold)/.test(name),
  points: async (_, { format, direction }) =>
    Object.keys(starts).flatMap((name) =>
      format === 'sql' && direction === 'up' ? [name, `${name}${GENERATED}`] : [name],
    ),
  check: ({ bench, chain, point }) => withFresh(bench, chain, (url) => checkPooled(bench, chain, url, point)),
}

/** The generated code takes the place of the command. */
const GENERATED = ', by an application'

async function checkPooled(bench: Bench, chain: Chain, url: string, point: string): Promise<Outcome> {
  const isGenerated = point.endsWith(GENERATED)
  const pooler = await starts[point.replace(GENERATED, '')]?.(url)
  if (pooler === undefined) throw new Error(`no pooler ${point}`)
  try {
    const run = isGenerated ? applyLatest(bench, chain, pooler.url, false) : runChain(pooler.url, chain)
    const error = await failureOf(run)
    const isAdvised =
      error instanceof Error && /use the address of the server itself|connect to the server itself/.test(error.message)
    if (!isAdvised) throw new Error('it is not refused with advice', { cause: error })
    // While the pooler keeps its sessions, and with them what they hold.
    await runChain(url, chain, { patience: 3000 })
    await expectUndisturbed(bench, chain, url)
    return 'hit'
  } finally {
    await pooler.close()
  }
}
