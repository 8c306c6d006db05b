import type pg from 'pg'
import { withClient } from './steps.js'

/** What holds locks on all tables of a database. */
export type Holder = 'reader' | 'idle reader' | 'writer' | 'snapshot' | 'prepared'

export const holders: readonly Holder[] = ['reader', 'idle reader', 'writer', 'snapshot', 'prepared']

/** A word that no message of a runner may hold: it is a value of the statement that blocks it. */
export const SECRET = 'hunter2'

const TABLES = `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'dbgen')
    and c.relname !~ '^kysely_' order by 1`

/** The tables of a database, as SQL writes them. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ readonly name: string }>(TABLES)
  return rows.map(({ name }) => name)
}

/** Does the work while another session holds locks on every table. */
export async function whileHeld<Result>(url: string, holder: Holder, work: () => Promise<Result>): Promise<Result> {
  return withClient(url, async (client) => {
    const tables = await tablesOf(client)
    await client.query(holder === 'snapshot' ? 'begin isolation level repeatable read' : 'begin')
    const mode = holder === 'writer' || holder === 'prepared' ? 'row exclusive' : 'access share'
    if (tables.length > 0) await client.query(`lock table ${tables.join(', ')} in ${mode} mode`)
    const holding = hold(client, holder)
    if (holder !== 'reader') await holding
    try {
      return await work()
    } finally {
      if (holder === 'reader') await withClient(url, (other) => cancel(other, client))
      await holding
      await client.query(holder === 'prepared' ? `rollback prepared '${nameOf(client)}'` : 'rollback')
    }
  })
}

async function hold(client: pg.Client, holder: Holder): Promise<unknown> {
  switch (holder) {
    case 'reader':
      // Ends only when it is cancelled.
      return client.query(`select pg_sleep(600), '${SECRET}'`).catch(() => {})
    case 'idle reader':
    case 'writer':
      return client.query(`select '${SECRET}'`)
    case 'snapshot':
      return client.query(`select count(*), '${SECRET}' from pg_class`)
    case 'prepared':
      return client.query(`prepare transaction '${nameOf(client)}'`)
  }
}

async function cancel(other: pg.Client, client: pg.Client): Promise<void> {
  await other.query('select pg_cancel_backend($1)', [pidOf(client)])
}

/** Of a prepared transaction. */
function nameOf(client: pg.Client): string {
  return `faults ${pidOf(client)}`
}

function pidOf(client: pg.Client): number {
  const pid: unknown = Reflect.get(client, 'processID')
  if (typeof pid !== 'number') throw new Error('pg does not say its process')
  return pid
}
