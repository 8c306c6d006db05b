import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { tablesOf } from './hold.js'
import { withClient } from './steps.js'

/** How long a reader waited at most, in milliseconds. */
export interface ProbeResult {
  readonly worst: number
  /** The table that it waited for. */
  readonly table: string
  /** What a query of no table took at most, meanwhile: the time that the machine had for others. */
  readonly noise: number
  readonly queries: number
}

const INTERVAL = 20

/** Reads a row of each table again and again while the work is done. */
export async function whileProbed(url: string, work: () => Promise<void>): Promise<ProbeResult> {
  return withClient(url, (client) =>
    withClient(url, async (control) => {
      const tables = await tablesOf(client)
      let isOver = false
      const readers = tables.map((table) =>
        withClient(url, (reader) => probe(reader, `select 1 from ${table} limit 1`, () => isOver)),
      )
      const noise = probe(control, 'select 1', () => isOver)
      // One that fails is told of by what awaits it below; where the work fails, that is what matters.
      const ended = Promise.allSettled([noise, ...readers])
      try {
        await work()
      } finally {
        isOver = true
        await ended
      }
      const results = await Promise.all(readers)
      const worst = Math.max(0, ...results.map((each) => each.worst))
      return {
        worst,
        table: tables[results.findIndex((each) => each.worst === worst)] ?? '',
        noise: (await noise).worst,
        queries: results.reduce((sum, { queries }) => sum + queries, 0),
      }
    }),
  )
}

async function probe(
  client: pg.Client,
  sql: string,
  isOver: () => boolean,
): Promise<{ readonly worst: number; readonly queries: number }> {
  let [worst, queries] = [0, 0]
  while (!isOver()) {
    const started = performance.now()
    try {
      await client.query(sql)
      worst = Math.max(worst, performance.now() - started)
      queries++
    } catch (error) {
      // A table that the migration renames or drops.
      if (!(error instanceof Error && 'code' in error && error.code === '42P01')) throw error
    }
    await sleep(INTERVAL)
  }
  return { worst, queries }
}
