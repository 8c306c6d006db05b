import { ident, qualified } from '../schema/quote.js'
import type { Partition, Table, TableIndex } from '../schema/schema.js'
import { createIndexSql } from './constraint-sql.js'
import { addOutside, addStep, findNamed, type Journey } from './journey.js'
import { clipped } from './parts.js'

/** PostgreSQL builds no index of a partitioned table beside writes: one for each partition is, and becomes a part of it. */
export function createPartitionedIndex(journey: Journey, table: Table, index: TableIndex): void {
  const name = qualified({ schema: table.schema, name: index.name })
  const only = createIndexSql(table, index, false).replace(` on ${qualified(table)}`, ` on only ${qualified(table)}`)
  addStep(journey, `create index ${ident(index.name)} on only ${qualified(table)}`, only)
  // One that is made later gets it along.
  for (const partition of findNamed(journey.now.tables, table)?.partitions ?? []) {
    const own = { ...index, name: ownName(partition, index) }
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

/** As PostgreSQL would name it: `events_2026_happened_idx`. */
function ownName(partition: Partition, { name, terms, include }: TableIndex): string {
  const words = terms.map(({ kind, value }) =>
    kind === 'column' ? value : (/^([a-z_]\w*)\s*\(/.exec(value)?.[1] ?? 'expr'),
  )
  const usual = `${[partition.name, ...words, ...include].join('_')}_idx`
  return Buffer.byteLength(usual) > 63 ? clipped(`${partition.name}_${name}`) : usual
}
