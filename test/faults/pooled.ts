import { hasPgBouncer, type Pooler, startPgBouncer, startPooler } from '../support/pooler.js'
import { type Bench, expectUndisturbed, runChain, withFresh } from './bench.js'
import type { Chain } from './chains.js'
import { applyLatest } from './latest.js'
import { failureOf, withClient } from './steps.js'
import type { FaultKind, Outcome } from './sweep.js'

const starts: Readonly<Record<string, (url: string) => Promise<Pooler>>> = {
  'two connections': (url) => startPooler(url, 2),
  'five connections': (url) => startPooler(url, 5),
  ...(hasPgBouncer ? { PgBouncer: (url: string) => startPgBouncer(url, 2) } : {}),
}

/** Connections that a pooler of these has at most. */
const MOST = 5

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
    await expectSettings(url, pooler.url)
    // While the pooler keeps its sessions, and with them what they hold.
    await runChain(url, chain, { patience: 3000 })
    await expectUndisturbed(bench, chain, url)
    return 'hit'
  } finally {
    await pooler.close()
  }
}

const SETTINGS = `select string_agg(name || ' ' || setting, ', ' order by name) as settings from pg_settings
  where name in ('timezone', 'search_path', 'statement_timeout', 'lock_timeout', 'client_connection_check_interval')`

/** Those of every session of the pooler are those of a new one: applications get them next. */
async function expectSettings(url: string, pooledUrl: string): Promise<void> {
  const read = (address: string, count: number): Promise<Set<unknown>> =>
    withClient(address, async (client) => {
      const found = new Set<unknown>()
      for (let query = 0; query < count; query++) found.add((await client.query(SETTINGS)).rows[0]?.settings)
      return found
    })
  const [fresh, pooled] = [await read(url, 1), await read(pooledUrl, MOST)]
  const left = [...pooled].filter((settings) => !fresh.has(settings))
  if (left.length > 0) throw new Error(`a session of the pooler is left with ${left.join('; ')}`)
}
