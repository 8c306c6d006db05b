import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createDatabase } from '../../generated-sample/src/db/client.js'
import { migrateToLatest } from '../../generated-sample/src/db/migrate.js'
import { startCutProxy } from '../support/cut-proxy.js'
import { type Bench, expectUndisturbed, withFresh } from './bench.js'
import { type Chain, isOrdinary } from './chains.js'
import { checkCutPoint, cutPointsOf } from './cut.js'
import type { FaultKind } from './sweep.js'

/** The process of an application that applies its migrations by itself dies at the cut, and starts again. */
export const latest: FaultKind = {
  name: 'latest',
  isFor: ({ name, format, direction }) => isOrdinary(name) && format === 'sql' && direction === 'up',
  points: async (bench, chain) =>
    cutPointsOf(
      await withFresh(bench, chain, async (url) => {
        const proxy = await startCutProxy(url)
        await applyLatest(bench, chain, proxy.url)
        await proxy.close()
        return proxy.count()
      }),
    ),
  check: ({ bench, chain, point }) =>
    withFresh(bench, chain, async (url) => {
      const outcome = await checkCutPoint(url, point, (address) => applyLatest(bench, chain, address))
      await expectUndisturbed(bench, chain, url)
      return outcome
    }),
}

/** Applies the chain through the generated code; behind a pooler it must be told. */
export async function applyLatest(bench: Bench, chain: Chain, url: string, prepare = true): Promise<void> {
  const db = createDatabase({ connection: url, pool: { size: 1 }, prepare })
  try {
    const folder = pathToFileURL(join(await bench.project(chain), 'migrations/'))
    await migrateToLatest(db, { folder })
  } finally {
    await db.destroy()
  }
}
