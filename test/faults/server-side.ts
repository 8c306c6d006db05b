import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { StepProgress } from '../../src/database/runner-steps.js'
import { expectUndisturbed, runChain, withFresh } from './bench.js'
import { type Chain, isOrdinary } from './chains.js'
import { whileHeld } from './hold.js'
import {
  type ChainStep,
  comesTrue,
  expectCode,
  failureOf,
  isAt,
  runUntil,
  stepNamed,
  stepsOfChain,
  WORKING,
  withClient,
} from './steps.js'
import type { Attempt, FaultKind, Outcome } from './sweep.js'

/** An administrator ends the session of the runner. */
export const terminated: FaultKind = endedBy('terminate', 'pg_terminate_backend', '57P01')

/** An administrator cancels the statement. */
export const cancelled: FaultKind = endedBy('cancel', 'pg_cancel_backend', '57014')

function endedBy(name: string, how: string, code: string): FaultKind {
  return {
    name,
    isFor: ({ name }) => isOrdinary(name),
    points: async (_, chain) => pointsOf(chain),
    check: ({ bench, chain, point, random }) =>
      withFresh(bench, chain, (url) =>
        withClient(url, async (admin) => {
          const { step, isHeld } = pointNamed(chain, point)
          const end = async (): Promise<boolean> =>
            ((await admin.query(`select ${how}(pid) ${WORKING}`)).rowCount ?? 0) > 0
          const wasHit = isHeld
            ? await endWhileHeld(url, chain, step, admin, end, code)
            : await endWhileRunning(url, chain, step, random.whole(0, 25), end, code)
          await runChain(url, chain)
          await expectUndisturbed(bench, chain, url)
          return wasHit ? 'hit' : 'missed'
        }),
      ),
  }
}

/** In each step at some moment, and in each while it waits for another session, where it does. */
function pointsOf(chain: Chain): string[] {
  return stepsOfChain(chain).flatMap(({ name }) => [`running ${name}`, `waiting ${name}`])
}

function pointNamed(chain: Chain, point: string): { readonly step: ChainStep; readonly isHeld: boolean } {
  const [how = ''] = point.split(' ', 1)
  return { step: stepNamed(chain, point.slice(how.length + 1)), isHeld: how === 'waiting' }
}

async function endWhileRunning(
  url: string,
  chain: Chain,
  step: ChainStep,
  delay: number,
  end: () => Promise<boolean>,
  code: string,
): Promise<boolean> {
  let ending: Promise<boolean> | undefined
  const onStep = (progress: StepProgress): void => {
    if (isAt(step, progress) && progress.state === 'begun') ending ??= sleep(delay).then(end)
  }
  expectCode(await failureOf(runChain(url, chain, { onStep })), [undefined, code])
  return (await ending) === true
}

async function endWhileHeld(
  url: string,
  chain: Chain,
  step: ChainStep,
  admin: pg.Client,
  end: () => Promise<boolean>,
  code: string,
): Promise<boolean> {
  await runUntil(url, chain, step)
  return whileHeld(url, 'snapshot', async () => {
    const running = failureOf(runChain(url, chain, { attempts: 1 }))
    const wasHeld = (await isWaiting(admin, running)) && (await end())
    // A later step may wait instead, and is given up.
    expectCode(await running, wasHeld ? [undefined, code, '55P03'] : [undefined, '55P03'])
    return wasHeld
  })
}

/** Until the runner waits for another session; false where it is over. */
export async function isWaiting(admin: pg.Client, running: Promise<unknown>): Promise<boolean> {
  const waits = comesTrue(admin, `select ${WORKING} and cardinality(pg_blocking_pids(pid)) > 0`, 2500)
  return Promise.race([waits, running.then(() => false)])
}

/** The server crashes and comes back, and the runner finishes by itself. */
export const crashed: FaultKind = {
  name: 'crash',
  isAlone: true,
  settings: [],
  isFor: ({ name }) => /^(?:story|cold)/.test(name),
  points: async (_, chain) => pointsOf(chain),
  check: (attempt) => withFresh(attempt.bench, attempt.chain, (url) => crashAt(url, attempt)),
}

async function crashAt(url: string, { bench, server, chain, point, random }: Attempt): Promise<Outcome> {
  if (server === undefined) throw new Error('there is no server to harm')
  const { step, isHeld } = pointNamed(chain, point)
  if (isHeld) await runUntil(url, chain, step)
  const wasHit = isHeld
    ? await whileHeld(url, 'snapshot', () => crashWhileWaiting(url, chain, server.crash)).catch(gone)
    : await endWhileRunning(url, chain, step, random.whole(0, 25), () => server.crash().then(() => true), '')
  await runChain(url, chain)
  await expectUndisturbed(bench, chain, url)
  return wasHit === false ? 'missed' : 'hit'
}

async function crashWhileWaiting(url: string, chain: Chain, crash: () => Promise<void>): Promise<boolean> {
  const running = failureOf(runChain(url, chain, { attempts: 1 }))
  const wasHeld = await withClient(url, (admin) => isWaiting(admin, running))
  if (wasHeld) await crash()
  expectCode(await running, wasHeld ? [undefined] : [undefined, '55P03'])
  return wasHeld
}

/** The session that held the locks went with the server. */
function gone(error: unknown): true {
  if (error instanceof Error && /not queryable|terminated|ECONNRESET/.test(error.message)) return true
  throw error
}
