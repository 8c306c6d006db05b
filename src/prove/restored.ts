import { introspect } from '../database/introspect.js'
import { qualified } from '../schema/quote.js'
import type { EnumType, Schema } from '../schema/schema.js'
import { readObjects } from './catalog-objects.js'
import type { Embedded } from './embedded.js'
import { expectSame, expectSameLines } from './proof-failed.js'

/** What the down direction has to lead back to, and from where. */
export interface Restoring {
  readonly start: Schema
  readonly after: Schema
  readonly objects: readonly string[]
  /** What the plan says that it cannot bring back. */
  readonly irreversible: readonly string[]
}

/**
 * Throws ProofFailed where the catalog is not what it was at the start. Two things may stay, as PostgreSQL or prudence
 * wants it: extensions that up created, which others may use by now, and enum values that up added, where the plan
 * names them as irreversible.
 */
export async function expectRestored(db: Embedded, restoring: Restoring): Promise<void> {
  const back = await introspect(db)
  const restored = {
    ...back,
    extensions: oldExtensions(back, restoring),
    enums: back.enums.map((type) => oldValues(type, restoring)),
  }
  expectSame('the down migration does not lead back', restoring.start, restored)
  expectSameLines('the down migration does not lead back', restoring.objects, await readObjects(db))
}

function oldExtensions({ extensions }: Schema, { start, after }: Restoring): string[] {
  return extensions.filter((name) => start.extensions.includes(name) || !after.extensions.includes(name))
}

function oldValues(type: EnumType, { start, after, irreversible }: Restoring): EnumType {
  const valuesOf = ({ enums }: Schema): readonly string[] =>
    enums.find((other) => qualified(other) === qualified(type))?.values ?? []
  const isAnnounced = (value: string): boolean =>
    irreversible.some((line) => line.includes(qualified(type)) && line.includes(`"${value}"`))
  const mayStay = (value: string): boolean => valuesOf(after).includes(value) && isAnnounced(value)
  const before = valuesOf(start)
  return { ...type, values: type.values.filter((value) => before.includes(value) || !mayStay(value)) }
}
