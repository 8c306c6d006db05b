import { stepsOf } from '../database/migration-files.js'
import type { Embedded } from '../prove/embedded.js'
import type { Schema } from '../schema/schema.js'
import type { History } from './history.js'

/** An embedded PostgreSQL where the migrations so far are applied, with the extensions that the schema needs besides. */
export async function openHistory(history: History, schema: Schema, cacheFolder: string): Promise<Embedded> {
  const { openReplayed } = await import('../prove/replay.js')
  const extensions = [...new Set([...schema.extensions, ...history.schema.extensions])]
  return openReplayed(
    { extensions, cacheFolder },
    history.migrations.map((each) => stepsOf(each, 'up')),
  )
}
