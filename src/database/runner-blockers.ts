import type { Queryable } from './queryable.js'
import { optionalText, text } from './row.js'
import { type BatchRun, batchProgress, indexProgress } from './runner-progress.js'

/** A session, or a prepared transaction, that holds what another one waits for. */
export interface Blocker {
  /** Process of the server; undefined for a prepared transaction. */
  readonly pid: string | undefined
  /** `process 4711 (psql), idle in transaction for 35 s: update users set email = …` */
  readonly description: string
}

/** What is seen of a session from another one. */
export interface Sight {
  readonly blockers: readonly Blocker[]
  /** `building index: scanning table, 43 %`, `40,000 rows done, about 80,000 left`; undefined where PostgreSQL tells nothing. */
  readonly progress: string | undefined
}

/** Nothing stands in the way, and nothing is known. */
export const nothingSeen: Sight = { blockers: [], progress: undefined }

/**
 * Looks at the session of the process `pid` from another session of the same database, which goes through a table in
 * batches where `batches` says so.
 */
export async function look(watch: Queryable, pid: string, batches: BatchRun | undefined): Promise<Sight> {
  const blockers = await findBlockers(watch, pid)
  const progress = await (batches === undefined ? indexProgress(watch, pid) : batchProgress(watch, pid, batches))
  return { blockers, progress }
}

/** Asks the server to cancel what the session does now. */
export async function cancelStatement(watch: Queryable, pid: string): Promise<void> {
  await watch.query('select pg_cancel_backend($1::integer)', [pid])
}

async function findBlockers(watch: Queryable, pid: string): Promise<Blocker[]> {
  const rows = await watch.query(
    `select b.pid::text as pid, nullif(a.application_name, '') as application, a.state,
        (extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start)))::bigint::text as seconds,
        left(a.query, 500) as query,
        (select string_agg(quote_literal(p.gid), ', ' order by p.prepared) from pg_prepared_xacts p
          where b.pid = 0 and p.database = current_database()) as prepared
      from (select distinct unnest(pg_blocking_pids($1::integer)) as pid) b left join pg_stat_activity a on a.pid = b.pid
      order by a.xact_start nulls last, b.pid limit 5`,
    [pid],
  )
  return rows.map(blockerOf)
}

function blockerOf(row: Record<string, unknown>): Blocker {
  const pid = text(row, 'pid')
  if (pid === '0') {
    const names = optionalText(row, 'prepared')
    const which = names === undefined ? '' : ` (${names})`
    return {
      pid: undefined,
      description: `a prepared transaction${which}: commit prepared or rollback prepared ends it`,
    }
  }
  const state = optionalText(row, 'state') ?? 'in a state that this role may not see'
  const seconds = optionalText(row, 'seconds')
  const since = seconds === undefined ? '' : ` for ${seconds} s`
  const query = shownQuery(optionalText(row, 'query') ?? '')
  const application = optionalText(row, 'application') ?? 'unnamed'
  return { pid, description: `process ${pid} (${application}), ${state}${since}${query === '' ? '' : `: ${query}`}` }
}

const LONGEST_QUERY = 100

/**
 * The beginning of a query, without a value: it ends where the first constant begins, since where a constant ends
 * depends on settings of the other session.
 */
export function shownQuery(query: string): string {
  const start = query.search(/'|\$(?!\d)|--|\/\*/)
  const plain = (start === -1 ? query : query.slice(0, start)).replace(/(?<![\w$"])\d[\w.]*/g, '?')
  const line = plain.replace(/\s+/g, ' ').trim()
  if (line.length > LONGEST_QUERY) return `${line.slice(0, LONGEST_QUERY)}…`
  return start === -1 ? line : `${line} …`.trim()
}
