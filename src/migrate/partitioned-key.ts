import { ident, qualified } from '../schema/quote.js'
import type { ForeignKeyConstraint, KeyConstraint, Partition, Table } from '../schema/schema.js'
import { createIndexSql, deferrableSql, foreignKeySql, keyIndexOf, keySql } from './constraint-sql.js'
import { validate } from './constraints.js'
import { addOutside, addStep, findNamed, type Journey } from './journey.js'
import { clipped } from './parts.js'
import { alter } from './table-sql.js'

/**
 * A key of a partitioned table: an index of each partition is built beside writes and becomes its constraint; the one of
 * the whole table is made of these without a look at the rows.
 */
export function addPartitionedKey(journey: Journey, table: Table, key: KeyConstraint, kind: 'primary key' | 'unique') {
  const partitions = (findNamed(journey.now.tables, table)?.partitions ?? []).map((partition) => ({
    partition,
    name: ownKeyName(partition, key, kind),
  }))
  for (const { partition, name } of partitions) {
    addOutside(
      journey,
      `build unique index ${ident(name)} on ${qualified(partition)}`,
      createIndexSql(partition, { ...keyIndexOf(key), name }, true),
    )
  }
  addStep(
    journey,
    `add ${kind} ${qualified(table)}.${ident(key.name)}`,
    `${alter(table).replace('alter table ', 'alter table only ')} add ${keySql(key, kind)};`,
    ...partitions.flatMap(({ partition, name }) => [
      `${alter(partition)} add constraint ${ident(name)} ${kind} using index ${ident(name)}${deferrableSql(key.deferrable)};`,
      `alter index ${qualified({ schema: table.schema, name: key.name })} attach partition ${qualified({ schema: partition.schema, name })};`,
    ]),
  )
}

/** As PostgreSQL would name it: `events_2026_id_happened_key`. */
function ownKeyName(partition: Partition, { columns, name }: KeyConstraint, kind: 'primary key' | 'unique'): string {
  const usual = kind === 'unique' ? `${[partition.name, ...columns].join('_')}_key` : `${partition.name}_pkey`
  return Buffer.byteLength(usual) > 63 ? clipped(`${partition.name}_${name}`) : usual
}

/**
 * A foreign key of a partitioned table where PostgreSQL, before 18, has no way to add it without a look at the rows: it is
 * added to each partition and validated there; that of the whole table is made of these.
 */
export function addToPartitions(
  journey: Journey,
  table: Table,
  key: ForeignKeyConstraint,
  lock: readonly string[],
): void {
  const name = ident(key.name)
  for (const partition of findNamed(journey.now.tables, table)?.partitions ?? []) {
    addStep(
      journey,
      `add foreign key ${qualified(partition)}.${name}`,
      ...lock,
      `${alter(partition)} add ${foreignKeySql({ ...key, notValid: true })};`,
    )
    validate(journey, { ...table, ...partition }, 'foreign key', key.name)
  }
}
