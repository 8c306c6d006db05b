import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { type Bench, expectUndisturbed, runChain, withFresh } from './bench.js'
import type { Chain } from './chains.js'
import { whileHeld } from './hold.js'
import { runCommand, startCommand } from './process.js'
import { comesTrue, failureOf, runUntil, stepsOfChain, WORKING, withClient } from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** Several runners at once; an event trigger tells what was done, and how often. */
export const several: FaultKind = {
  name: 'several',
  isAlone: true,
  isFor: ({ name }) => /^(?:story|cold)/.test(name),
  points: async () => [
    '2 runners',
    '8 runners',
    '2 commands',
    '8 commands',
    '2 runners while an index is built',
    '8 runners while an index is built',
    'a command stopped at work',
  ],
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => checkSeveral(attempt, url)),
}

async function checkSeveral(attempt: Attempt, url: string): Promise<Outcome> {
  const { bench, chain, point } = attempt
  const expected = await expectedAudit(bench, chain)
  await startAudit(url)
  let isHit = true
  if (point.startsWith('a command')) await stopAtWork(attempt, url)
  else {
    const count = Number.parseInt(point, 10)
    if (point.endsWith('commands'))
      await Promise.all(Array.from({ length: count }, () => runCommand(bench, chain, url)))
    else if (point.endsWith('runners')) await runAtOnce(url, chain, count)
    else isHit = await runDuringIndex(url, chain, count)
  }
  const actual = await endAudit(url)
  expectSameAudit(expected, actual)
  await expectUndisturbed(bench, chain, url)
  return isHit ? 'hit' : 'missed'
}

function expectSameAudit(expected: readonly string[], actual: readonly string[]): void {
  if (isDeepStrictEqual(expected, actual)) return
  const count = (list: readonly string[], what: string): number => list.filter((each) => each === what).length
  const lines = [...new Set([...expected, ...actual])]
    .filter((what) => count(expected, what) !== count(actual, what))
    .map((what) => `${what}: ${count(actual, what)} times, not ${count(expected, what)}`)
  throw new Error(`done was\n${lines.join('\n')}`)
}

/** Each step is done by one of them, once. */
async function runAtOnce(url: string, chain: Chain, count: number): Promise<void> {
  const done: string[] = []
  const onStep = ({ migration, step, state }: StepProgress): void => {
    if (state === 'done') done.push(`${migration} ${step}`)
  }
  await Promise.all(Array.from({ length: count }, () => runChain(url, chain, { onStep })))
  const all = stepsOfChain(chain).map(({ migration, step }) => `${migration} ${step}`)
  if (!isDeepStrictEqual(done, all)) throw new Error(`steps done: ${done.join(', ')}`)
}

/** The others come while one of them waits, with half an index, for a snapshot to go. */
async function runDuringIndex(url: string, chain: Chain, count: number): Promise<boolean> {
  const step = stepsOfChain(chain).find(({ sql }) => /^create (?:unique )?index concurrently/.test(sql))
  if (step === undefined || chain.base.length === 0) {
    await runAtOnce(url, chain, count)
    return false
  }
  await runUntil(url, chain, step)
  const runs: Promise<void>[] = []
  await whileHeld(url, 'snapshot', async () => {
    for (let run = 0; run < count; run++) runs.push(runChain(url, chain))
    const waits = `select ${WORKING} and query like 'create%' and cardinality(pg_blocking_pids(pid)) > 0`
    const isReached = await withClient(url, (client) => comesTrue(client, waits, 10_000))
    if (!isReached) throw new Error('no index is being built')
    // Long enough for a deadlock to be found, where there is one.
    await sleep(1500)
  })
  await Promise.all(runs)
  return true
}

const SHORT = 1000

/** One that is stopped keeps the lock, another gives up in time, and the first goes on where it was. */
async function stopAtWork({ bench, chain, random }: Attempt, url: string): Promise<void> {
  const { child, ended } = await startCommand(bench, chain, url)
  await withClient(url, (client) => comesTrue(client, `select ${WORKING}`, 20_000))
  await sleep(random.whole(0, 50))
  child.kill('SIGSTOP')
  const started = performance.now()
  const error = await failureOf(runChain(url, chain, { patience: SHORT }))
  const elapsed = performance.now() - started
  child.kill('SIGCONT')
  const { exitCode, stdout } = await ended
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${stdout}`)
  // The command may have been over when it was stopped.
  if (error === undefined) return
  const isNamed =
    error instanceof Error && error.name === 'MigrationLocked' && /process \d+ .*dbgen/.test(error.message)
  if (!isNamed) throw error
  if (elapsed > SHORT + 3000) throw new Error(`it waited ${Math.round(elapsed)} ms for the other one`)
}

const audits = new WeakMap<Bench, Map<string, Promise<string[]>>>()

function expectedAudit(bench: Bench, chain: Chain): Promise<string[]> {
  const known = audits.get(bench) ?? new Map<string, Promise<string[]>>()
  audits.set(bench, known)
  const audit = known.get(chain.name) ?? auditUndisturbed(bench, chain)
  known.set(chain.name, audit)
  return audit
}

async function auditUndisturbed(bench: Bench, chain: Chain): Promise<string[]> {
  return withFresh(bench, chain, async (url) => {
    await startAudit(url)
    await runChain(url, chain)
    return endAudit(url)
  })
}

/** Two triggers: one sees what is made and altered, the other what is dropped. */
const AUDIT = `
  create schema audit;
  create table audit.log (what text);
  create function audit.note() returns event_trigger language plpgsql as $$
  begin
    insert into audit.log select tg_tag || ' ' || coalesce(object_identity, '') from pg_event_trigger_ddl_commands()
    where schema_name is distinct from 'audit' and object_identity !~ '^dbgen';
  end $$;
  create function audit.note_drop() returns event_trigger language plpgsql as $$
  begin
    insert into audit.log select 'dropped ' || object_type || ' ' || object_identity from pg_event_trigger_dropped_objects()
    where object_identity !~ 'pg_toast|pg_temp|RI_ConstraintTrigger';
  end $$;
  create event trigger faults_note on ddl_command_end execute function audit.note();
  create event trigger faults_note_drop on sql_drop execute function audit.note_drop();`

async function startAudit(url: string): Promise<void> {
  await withClient(url, (client) => client.query(AUDIT))
}

async function endAudit(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ readonly what: string }>('select what from audit.log order by what')
    await client.query('drop event trigger faults_note; drop event trigger faults_note_drop; drop schema audit cascade')
    return rows.map(({ what }) => what)
  })
}
