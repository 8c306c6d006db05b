import { introspect } from '../database/introspect.js'
import { planSchemas } from '../migrate/plan-schemas.js'
import { qualified } from '../schema/quote.js'
import { emptySchema, type Schema, type Table } from '../schema/schema.js'
import { tablesByName } from './both-schemas.js'
import type { Embedded } from './embedded.js'
import { messageOf } from './insert-sql.js'
import { inTransaction } from './measure.js'

/** What the tables that were there before must have become, as PostgreSQL prints it. */
export interface ExpectedTables {
  readonly schema: Schema
  /** Tables whose expressions cannot be compared, and why. */
  readonly notes: readonly string[]
}

/**
 * The tables that both schemas have, expressions included: those that stay as they were from the catalog at the start,
 * those that change as PostgreSQL prints them when they are made from scratch.
 */
export async function expectedTables(
  db: Embedded,
  before: Schema,
  target: Schema,
  start: Schema,
): Promise<ExpectedTables> {
  const [known, printed] = [tablesByName(before), tablesByName(start)]
  const both = target.tables.filter((table) => known.has(qualified(table)))
  const changed = both.filter((table) => JSON.stringify(table) !== JSON.stringify(known.get(qualified(table))))
  const unchanged = both
    .filter((table) => !changed.includes(table))
    .flatMap((table) => printed.get(qualified(table)) ?? [])
  if (changed.length === 0) return { schema: { ...emptySchema, tables: unchanged }, notes: [] }
  try {
    const made = await makeFromScratch(db, changed)
    return { schema: { ...emptySchema, tables: [...unchanged, ...made] }, notes: [] }
  } catch (error) {
    const names = changed.map((table) => qualified(table)).join(', ')
    const note = `expressions of ${names} were not compared, as the tables cannot be made in place: ${messageOf(error)}`
    return { schema: { ...emptySchema, tables: unchanged }, notes: [note] }
  }
}

/** Only these tables of a catalog. */
export function onlyTables(schema: Schema, { tables }: Schema): Schema {
  const names = new Set(tables.map((table) => qualified(table)))
  return { ...emptySchema, tables: schema.tables.filter((table) => names.has(qualified(table))) }
}

/** In a transaction that is rolled back: what else is in the database, types and referenced tables, stays as it is. */
async function makeFromScratch(db: Embedded, tables: readonly Table[]): Promise<Table[]> {
  const names = tables.map((table) => qualified(table))
  const steps = planSchemas(emptySchema, { ...emptySchema, tables }).up
  const sql = steps.flatMap(({ statements }) => statements).join('\n')
  return inTransaction(db, async () => {
    await db.run(`begin;\ndrop table ${names.join(', ')} cascade;\n${sql}`)
    const made = await introspect(db)
    await db.run('rollback')
    return made.tables.filter((table) => names.includes(qualified(table)))
  })
}
