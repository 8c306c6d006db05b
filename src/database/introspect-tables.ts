import type { Partition, Table } from '../schema/schema.js'
import { andAmong, isOurTable } from './catalog-scope.js'
import { readColumns } from './introspect-columns.js'
import { readConstraints } from './introspect-constraints.js'
import { readIndexes } from './introspect-indexes.js'
import type { Queryable } from './queryable.js'
import { optionalText, text, textList } from './row.js'

/**
 * Tables with all that belongs to them, sorted by name; partitions are listed at their table alone. `only` are the OIDs of
 * some of them.
 */
export async function readTables(db: Queryable, only?: readonly string[]): Promise<Table[]> {
  const rows = await db.query(`
    select c.oid::int8::text as oid, n.nspname, c.relname, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
      case c.relkind when 'p' then pg_get_partkeydef(c.oid) end as partition_key,
      (select json_agg(o order by o)::text from (
        select o from unnest(c.reloptions) as o union all
        select 'toast.' || o from pg_class toast, unnest(toast.reloptions) as o where toast.oid = c.reltoastrelid) as own (o)
      ) as options, obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${isOurTable}${andAmong('c.oid', only)}
    order by n.nspname, c.relname`)
  const columns = await readColumns(db, only)
  const constraints = await readConstraints(db, only)
  const indexes = await readIndexes(db, only)
  const partitions = await readPartitions(db)
  return rows.map((row) => {
    const oid = text(row, 'oid')
    const own = constraints.get(oid)
    const partitionKey = optionalText(row, 'partition_key')
    return {
      schema: text(row, 'nspname'),
      name: text(row, 'relname'),
      columns: columns.get(oid) ?? [],
      primaryKey: own?.primaryKey,
      uniques: own?.uniques ?? [],
      foreignKeys: own?.foreignKeys ?? [],
      checks: own?.checks ?? [],
      exclusions: own?.exclusions ?? [],
      indexes: indexes.get(oid) ?? [],
      unlogged: text(row, 'relpersistence') === 'u' ? true : undefined,
      options: textList(row, 'options'),
      rowSecurity: rowSecurityOf(row),
      partitionBy: partitionKey?.replace(/^[A-Z]+/, (word) => word.toLowerCase()),
      partitions: partitions.get(oid) ?? [],
      comment: optionalText(row, 'comment'),
    }
  })
}

/** To force what is not enabled means nothing. */
function rowSecurityOf(row: Record<string, unknown>): Table['rowSecurity'] {
  if (row['relrowsecurity'] !== true) return undefined
  return row['relforcerowsecurity'] === true ? 'forced' : 'enabled'
}

/** Partitions by the OID of their table, sorted by name; those of a partition are found under an OID that nobody asks for. */
async function readPartitions(db: Queryable): Promise<Map<string, Partition[]>> {
  const rows = await db.query(`
    select i.inhparent::int8::text as oid, n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid) as bounds
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relispartition and c.relkind in ('r', 'p', 'f')
    order by n.nspname, c.relname`)
  const partitions = new Map<string, Partition[]>()
  for (const row of rows) {
    const [oid, bounds] = [text(row, 'oid'), lowerKeywords(text(row, 'bounds'))]
    const partition = { schema: text(row, 'nspname'), name: text(row, 'relname'), bounds }
    partitions.set(oid, [...(partitions.get(oid) ?? []), partition])
  }
  return partitions
}

/** `FOR VALUES IN ('A', NULL)` as `for values in ('A', null)`. */
function lowerKeywords(bounds: string): string {
  return bounds.replace(/'(?:[^']|'')*'|[A-Z]+/g, (part) => (part.startsWith("'") ? part : part.toLowerCase()))
}
