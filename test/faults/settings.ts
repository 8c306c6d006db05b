import { isDeepStrictEqual } from 'node:util'
import { type Connection, connect } from '../../src/database/connect.js'
import { expectUndisturbed, runChainOn, withFresh } from './bench.js'
import { whileHeld } from './hold.js'
import { failureOf, runUntil, stepsOfChain } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** Whatever becomes of a run, the session is as it was: its settings, its locks, no transaction. */
export const sessionsKept: FaultKind = {
  name: 'session',
  isFor: ({ name }) => /^(?:story|cold)/.test(name),
  points: async () => [
    'success',
    'a lock that is not had',
    'a statement that is cancelled',
    'an interruption',
    'an interruption before the first step',
  ],
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkSession(attempt, url)),
}

/** Settings of the user, and those of the language of `do`, which are there once it was used. */
const OWN = `set timezone = 'America/New_York'; set statement_timeout = '77s';
  set lock_timeout = '33s'; set standard_conforming_strings = off;
  do $$ begin end $$`

async function checkSession({ bench, chain, point }: Attempt, url: string): Promise<Outcome> {
  const db = await connect(url)
  try {
    await db.run(OWN)
    // Kysely's ledger is where the path of the session says.
    if (chain.format === 'sql') await db.run(`set search_path = 'pg_catalog'`)
    const before = await sessionOf(db)
    const isHit = await disturb({ bench, chain, point }, url, db)
    const after = await sessionOf(db)
    const changed = Object.keys(before).filter((name) => before[name] !== after[name])
    if (!isDeepStrictEqual(before, after))
      throw new Error(`changed: ${changed.map((name) => `${name} from ${before[name]} to ${after[name]}`).join(', ')}`)
    await runChainOn(db, chain)
    await expectUndisturbed(bench, chain, url)
    return isHit ? 'hit' : 'missed'
  } finally {
    await db.close()
  }
}

type Disturbed = Pick<Attempt, 'bench' | 'chain' | 'point'>

async function disturb({ chain, point }: Disturbed, url: string, db: Connection): Promise<boolean> {
  const quick = { lockTimeout: 50, attempts: 1, concurrentPatience: 100, openWatch: () => connect(url) }
  if (point === 'success') {
    await runChainOn(db, chain)
    return true
  }
  if (point === 'a lock that is not had' && chain.base.length > 0)
    return (await whileHeld(url, 'reader', () => failureOf(runChainOn(db, chain, quick)))) !== undefined
  if (point === 'a statement that is cancelled' && chain.base.length > 0) {
    const step = stepsOfChain(chain).find(({ sql }) => /^create (?:unique )?index concurrently/.test(sql))
    if (step === undefined) return false
    await runUntil(url, chain, step)
    return (await whileHeld(url, 'snapshot', () => failureOf(runChainOn(db, chain, quick)))) !== undefined
  }
  const controller = new AbortController()
  const { signal } = controller
  if (point.endsWith('first step')) controller.abort()
  let count = 0
  const onStep = (): void => {
    count++
    if (count === 5) controller.abort()
  }
  return (await failureOf(runChainOn(db, chain, { ...quick, signal, onStep }))) !== undefined
}

async function sessionOf(db: Connection): Promise<Record<string, string>> {
  const rows = await db.query(`
    select name, setting from pg_settings
    union all select 'advisory locks', count(*)::text from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'`)
  return Object.fromEntries(rows.map(({ name, setting }) => [String(name), String(setting)]))
}
