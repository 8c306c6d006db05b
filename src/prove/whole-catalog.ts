import { introspect } from '../database/introspect.js'
import type { Queryable } from '../database/queryable.js'
import { differencesOf } from '../schema/differences.js'
import type { Schema } from '../schema/schema.js'
import { withoutColumnOrder } from './both-schemas.js'
import { type Objects, readObjects, readUnfinished } from './catalog-objects.js'
import { objectDifferences } from './proof-failed.js'

/** Everything that a database has but its rows. */
export interface Catalog {
  readonly schema: Schema
  readonly objects: Objects
  /** Constraints that were not validated and indexes that were not finished, one line each. */
  readonly unfinished: readonly string[]
}

/** Reads all that migrations can make. */
export async function readCatalog(db: Queryable): Promise<Catalog> {
  return { schema: await introspect(db), objects: await readObjects(db), unfinished: await readUnfinished(db) }
}

/** Where two catalogs of the same PostgreSQL differ, one line each; the order of columns does not count. */
export function catalogDifferences(expected: Catalog, actual: Catalog): string[] {
  const unfinished = actual.unfinished.filter((line) => !expected.unfinished.includes(line))
  return [
    // With columns by name, another order only says again that one is missing or not expected.
    ...differencesOf(withoutColumnOrder(expected.schema), withoutColumnOrder(actual.schema)).filter(
      (line) => !line.includes(': order of columns is '),
    ),
    ...objectDifferences(expected.objects, actual.objects),
    ...unfinished.map((line) => `${line} is not expected`),
  ]
}

/** The catalog with the extensions of another one besides: migrations leave them, as others may use them. */
export function withExtensionsOf(catalog: Catalog, { schema }: Catalog): Catalog {
  const extensions = [...new Set([...catalog.schema.extensions, ...schema.extensions])].sort()
  return { ...catalog, schema: { ...catalog.schema, extensions } }
}
