import type { Queryable } from '../database/queryable.js'
import { textList } from '../database/row.js'
import { literal, qualified } from '../schema/quote.js'
import type { CheckConstraint, Table } from '../schema/schema.js'

/** What rows of a partitioned table must be like to find a partition; nothing where every row finds one. */
export async function partitionRules(db: Queryable, table: Table): Promise<CheckConstraint[]> {
  if (table.partitionBy === undefined) return []
  const [row = {}] = await db.query(
    `select json_agg(pg_get_partition_constraintdef(relid))::text as rules from pg_partition_tree(${literal(qualified(table))}::regclass)
      where isleaf and level > 0 and pg_get_partition_constraintdef(relid) is not null`,
  )
  const rules = textList(row, 'rules')
  if (rules.length === 0 || table.partitions.some(({ bounds }) => bounds === 'default')) return []
  return [{ name: 'bounds of the partitions', sql: rules.map((rule) => `(${rule})`).join(' or '), notValid: undefined }]
}
