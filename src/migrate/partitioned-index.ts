import { ident, qualified } from '../schema/quote.js'
import type { Table, TableIndex } from '../schema/schema.js'
import { createIndexSql } from './constraint-sql.js'
import { addOutside, addStep, type Journey } from './journey.js'
import { clipped } from './parts.js'

/** PostgreSQL builds no index of a partitioned table beside writes: one for each partition is, and becomes a part of it. */
export function createPartitionedIndex(journey: Journey, table: Table, index: TableIndex): void {
  const name = qualified({ schema: table.schema, name: index.name })
  const only = createIndexSql(table, index, false).replace(` on ${qualified(table)}`, ` on only ${qualified(table)}`)
  addStep(journey, `create index ${ident(index.name)} on only ${qualified(table)}`, only)
  for (const partition of table.partitions) {
    const own = { ...index, name: clipped(`${partition.name}_${index.name}`) }
    addOutside(
      journey,
      `create index ${ident(own.name)} on ${qualified(partition)}`,
      createIndexSql(partition, own, true),
    )
    addStep(
      journey,
      `attach index ${ident(own.name)} to ${ident(index.name)}`,
      `alter index ${name} attach partition ${qualified({ schema: partition.schema, name: own.name })};`,
    )
  }
}
