import type { Embedded } from '../prove/embedded.js'
import type { Schema } from '../schema/schema.js'
import { openMigrations } from './catalogs.js'
import type { History } from './history.js'

/** An embedded PostgreSQL where the migrations so far are applied, with the extensions that the schema needs besides. */
export async function openHistory(history: History, schema: Schema, cacheFolder: string): Promise<Embedded> {
  return openMigrations(history.migrations, [...schema.extensions, ...history.schema.extensions], cacheFolder)
}
