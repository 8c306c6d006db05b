import type { Batches } from '../migrate/fill.js'
import type { Queryable } from './queryable.js'
import { text } from './row.js'

/** A step that goes through a table in batches, so that its transactions tell how far it is. */
export interface BatchRun extends Pick<Batches, 'size'> {
  /** About how many rows the table has; undefined where that is not known. */
  readonly rows: number | undefined
  /** How many transactions the session had begun before. */
  readonly before: number
}

/** How far an index is, `building index: scanning table, 43 %`; undefined where none is being built. */
export async function indexProgress(watch: Queryable, pid: string): Promise<string | undefined> {
  const [row] = await watch.query(
    `select phase, blocks_done::text, blocks_total::text, tuples_done::text, tuples_total::text, lockers_done::text,
        lockers_total::text
      from pg_stat_progress_create_index where pid = $1::integer`,
    [pid],
  )
  if (row === undefined) return undefined
  const share = ['blocks', 'tuples', 'lockers'].map((unit) => shareOf(row, unit)).find((each) => each !== undefined)
  return `${text(row, 'phase')}${share === undefined ? '' : `, ${share}`}`
}

function shareOf(row: Record<string, unknown>, unit: string): string | undefined {
  const [done, total] = [Number(row[`${unit}_done`]), Number(row[`${unit}_total`])]
  if (!(total > 0)) return undefined
  return unit === 'lockers' ? `${done} of ${total} transactions` : `${Math.floor((100 * done) / total)} %`
}

/** How far a block is, `40,000 rows done, about 80,000 left`; undefined before the first batch is. */
export async function batchProgress(watch: Queryable, pid: string, run: BatchRun): Promise<string | undefined> {
  const now = await countTransactions(watch, pid)
  // The block begins in a transaction of its own, and each batch ends one.
  const batches = now === undefined ? 0 : now - run.before - 1
  return batches > 0 ? describeRows(batches * run.size, run.rows) : undefined
}

function describeRows(done: number, rows: number | undefined): string {
  const left = rows === undefined ? 0 : rows - done
  const begin = `${grouped(done)} rows done`
  return left > 0 ? `${begin}, about ${grouped(left)} left` : begin
}

function grouped(value: number): string {
  return value.toLocaleString('en')
}

/**
 * How many transactions a session has begun: the second number of its virtual transaction id, which every session counts
 * up and holds a lock on meanwhile. What a block has committed is seen nowhere else before it ends. Undefined between two.
 */
export async function countTransactions(db: Queryable, pid: string): Promise<number | undefined> {
  const [row] = await db.query(
    `select split_part(virtualxid, '/', 2) as number from pg_locks
      where pid = $1::integer and locktype = 'virtualxid' and virtualxid = virtualtransaction`,
    [pid],
  )
  return row === undefined ? undefined : Number(text(row, 'number'))
}
