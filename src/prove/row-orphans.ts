import type { Queryable } from '../database/queryable.js'
import { ident, literal, qualified } from '../schema/quote.js'
import { readValueType, sampleValue } from './values.js'
import type { Orphans } from './words.js'

/** Number of a value that no row of the target has. */
const FAR = 96

/**
 * Lets the last row of each table refer to a row that is not there, before the foreign key comes: so that what the spec
 * says of such rows is shown to work.
 */
export async function makeOrphans(db: Queryable, orphans: readonly Orphans[]): Promise<void> {
  for (const orphan of orphans) await makeOrphan(db, orphan)
}

async function makeOrphan(db: Queryable, { pair, foreignKey }: Orphans): Promise<void> {
  const table = qualified(pair.before)
  const cells = foreignKey.columns.flatMap((name) => {
    const column = pair.columns.find(({ target }) => target.name === name)?.before
    const value = column === undefined ? undefined : sampleValue(readValueType(column.type, new Map()), FAR)
    return column === undefined || value === undefined ? [] : [`${ident(column.name)} = ${literal(value)}`]
  })
  if (cells.length === 0) return
  try {
    await db.run(`update ${table} set ${cells.join(', ')} where ctid = (select max(ctid) from ${table})`)
  } catch {
    // A key or a check that is there already forbids it, so no such row can be.
  }
}
