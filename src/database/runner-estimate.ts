import { batchesIn } from '../migrate/fill.js'
import type { StoredStep } from '../migrate/step-text.js'
import { codeOf } from './connect-failed.js'
import type { Queryable } from './queryable.js'
import { optionalText, text } from './row.js'
import { isConnectionLost } from './runner-errors.js'

/**
 * What a step does with a table that takes the longer the larger it is:
 *
 * - `rewrites`: writes it anew, with its indexes; until that is done the disk holds both
 * - `reads`: reads all of its rows under the lock
 * - `batches`: goes through it, and commits again and again
 */
export type TableWorkKind = 'rewrites' | 'reads' | 'batches'

/** What a step does with a table, and about how large that is. */
export interface TableWork {
  readonly kind: TableWorkKind
  /** As SQL writes it: `posts`, `billing.invoices`. */
  readonly table: string
  /** The lock that the step holds meanwhile, `access exclusive`; undefined where it was not measured. */
  readonly lock: string | undefined
  /** About how many rows; undefined where PostgreSQL has no statistics of the table. */
  readonly rows: number | undefined
  /** With indexes and TOAST. */
  readonly bytes: number
}

/** Bytes. What is done with less is over before it is read about. */
const LARGE = 16 * 1024 * 1024
/** Milliseconds to wait for a table whose size is asked for. */
const PATIENCE = 100

type Touched = Omit<TableWork, 'rows' | 'bytes'>

/**
 * What a step is about to do with tables. Empty where it does nothing of the kind, and where that cannot be seen: a
 * table that others have locked, or that is not there yet under this name, is no reason to stop.
 */
export async function estimateStep(db: Queryable, step: StoredStep): Promise<TableWork[]> {
  const touched = touchedBy(step)
  if (touched.length === 0) return []
  const sizes = await readSizes(
    db,
    touched.map(({ table }) => table),
  )
  return touched.flatMap((each) => {
    const size = sizes.get(each.table)
    return size === undefined ? [] : [{ ...each, ...size }]
  })
}

/** Whether it is worth telling. */
export function isLarge({ bytes }: TableWork): boolean {
  return bytes >= LARGE
}

/** What was measured, and what is known of the step's form; locks of batches end with each of them. */
function touchedBy({ sql, measure }: StoredStep): Touched[] {
  const batches = batchesIn(sql)
  if (batches !== undefined) return [{ kind: 'batches', table: batches.table, lock: undefined }]
  if (measure === undefined) return []
  const { rewrites, scans, locks } = measure
  const lockOf = (table: string): string | undefined => locks.find((lock) => lock.table === table)?.mode
  const touch = (kind: TableWorkKind) => (table: string) => ({ kind, table, lock: lockOf(table) })
  return [...rewrites.map(touch('rewrites')), ...scans.map(touch('reads'))]
}

/** How large a table is, with its partitions. */
export interface TableSize {
  /** About how many; undefined where PostgreSQL has no statistics. */
  readonly rows: number | undefined
  readonly bytes: number
}

/** The sizes of tables by the names that SQL has for them; those that cannot be seen are left out. */
export async function readSizes(db: Queryable, tables: readonly string[]): Promise<ReadonlyMap<string, TableSize>> {
  try {
    await db.run(`begin read only; set local lock_timeout = ${PATIENCE}`)
    const rows = await db.query(SIZES, [JSON.stringify(tables)])
    return new Map(rows.map((row) => [text(row, 'name'), sizeOf(row)]))
  } catch (error) {
    if (isConnectionLost(error) || codeOf(error) === undefined) throw error
    return new Map()
  } finally {
    // A session that is gone has no transaction either.
    await db.run('rollback').catch(() => {})
  }
}

/** Rows of the last ANALYZE, or those that the statistics have counted since; not the file, which old rows fill too. */
const SIZES = `
  with named as (
    select distinct value as name, to_regclass(value)::oid as oid from json_array_elements_text($1::json) as value
  ), part as (
    select n.name, c.oid, greatest(c.reltuples::numeric, nullif(pg_stat_get_live_tuples(c.oid), 0)) as tuples,
      pg_relation_size(c.oid) = 0 as is_empty
    from named n
    cross join lateral (select n.oid union select relid from pg_partition_tree(n.oid) where isleaf) as leaf (oid)
    join pg_class c on c.oid = leaf.oid and c.relkind in ('r', 'm')
  )
  select name, sum(pg_total_relation_size(oid))::text as bytes,
    case when bool_and(tuples > 0 or is_empty) then sum(greatest(tuples, 0))::bigint::text end as rows
  from part group by name`

function sizeOf(row: Record<string, unknown>): TableSize {
  const rows = optionalText(row, 'rows')
  return { rows: rows === undefined ? undefined : Number(rows), bytes: Number(text(row, 'bytes')) }
}
