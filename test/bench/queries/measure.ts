import type pg from 'pg'
import { withoutTimesOfWriting } from './canonical.js'
import type { QueryName } from './contender.js'
import { makeVictims, POSTS, restore, tidy } from './data.js'
import { randomFrom } from './inputs.js'
import type { Calls, Measurement } from './messages.js'
import type { Worker } from './process.js'
import { serverCpu } from './server-cpu.js'

/** How many ask at once when throughput is measured. */
export const CALLERS = 16

export interface Turn {
  /** Microseconds per call. */
  readonly latency: number
  readonly wall: number
  readonly cpu: number
  readonly busyCpu: number
  readonly serverCpu: number | undefined
}

/** The turns of one query: by contender, one for each round. */
export type Rounds = Readonly<Record<string, readonly Turn[]>>

export interface Effort {
  readonly rounds: number
  /** How long one turn should take, in milliseconds. */
  readonly turn: number
  /** After so many milliseconds no further round begins, once there are two. */
  readonly budget: number
  /** Calls of a fast query before anything counts. */
  readonly warmUp: number
}

/** Where contenders give other results than the first one, a line each. */
export async function differingResults(
  admin: pg.Client,
  workers: readonly Worker[],
  query: QueryName,
): Promise<string[]> {
  const count = query === 'insertMany' ? 1 : 12
  const differences: string[] = []
  let expected: unknown[] | undefined
  for (const { name, send } of workers) {
    const calls = await callsOf(admin, query, 1, count)
    try {
      const results = (await send({ kind: 'check', ...calls })) as unknown[] // what worker.ts returns for it
      const own = results.map((result) => withoutTimesOfWriting(result, POSTS))
      expected ??= own
      const difference = firstDifference(expected, own, '')
      if (difference !== undefined) differences.push(`${query}, ${name}: ${difference}`)
    } catch (error) {
      differences.push(`${query}, ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
    await restore(admin, query)
  }
  return differences
}

/** Every contender takes its turn in each round, in an order that changes, so that what disturbs one disturbs all. */
export async function measureQuery(
  admin: pg.Client,
  workers: readonly Worker[],
  query: QueryName,
  effort: Effort,
): Promise<Rounds> {
  const random = randomFrom(query.length + 7)
  const rounds: Record<string, Turn[]> = Object.fromEntries(workers.map(({ name }) => [name, []]))
  let count = 1
  for (const worker of workers) {
    const { wall } = await warmUp(admin, worker, query, effort)
    if (worker === workers[0]) count = Math.max(1, Math.min(3000, Math.round((1000 * effort.turn) / wall)))
  }
  const start = performance.now()
  for (let round = 0; round < effort.rounds; round += 1) {
    if (round >= 2 && performance.now() - start > effort.budget) break
    for (const worker of shuffled(workers, random)) {
      const one = await ask(admin, worker, query, round, count, 1)
      const before = await serverCpu(admin, worker.name)
      const many = await ask(admin, worker, query, 1000 + round, Math.max(count, CALLERS), CALLERS)
      const after = await serverCpu(admin, worker.name)
      const calls = Math.max(count, CALLERS)
      rounds[worker.name]?.push({
        latency: one.latency ?? one.wall,
        wall: many.wall,
        cpu: one.cpu,
        busyCpu: many.cpu,
        serverCpu: before === undefined || after === undefined ? undefined : (after - before) / calls,
      })
    }
  }
  await tidy(admin, query)
  return rounds
}

/** Every connection has prepared its statements, and the code is compiled; the answer is one caller's. */
async function warmUp(admin: pg.Client, worker: Worker, query: QueryName, effort: Effort): Promise<Measurement> {
  const first = await ask(admin, worker, query, 2, query === 'insertMany' ? 4 : CALLERS, CALLERS)
  // Optimised code needs some thousand calls, whatever else the machine does.
  const count = Math.max(
    first.wall < 1000 ? effort.warmUp : 10,
    Math.min(3000, Math.round((4000 * effort.turn) / first.wall)),
  )
  if (query !== 'insertMany') await ask(admin, worker, query, 3, Math.max(count, CALLERS), CALLERS)
  return ask(admin, worker, query, 4, Math.max(3, Math.round(count / 4)), 1)
}

async function ask(
  admin: pg.Client,
  worker: Worker,
  query: QueryName,
  seed: number,
  count: number,
  callers: number,
): Promise<Measurement> {
  const calls = await callsOf(admin, query, seed, count)
  const measurement = (await worker.send({ kind: 'measure', callers, ...calls })) as Measurement // as in worker.ts
  await restore(admin, query)
  return measurement
}

export async function callsOf(admin: pg.Client, query: QueryName, seed: number, count: number): Promise<Calls> {
  return { query, seed, count, victims: query === 'delete' ? await makeVictims(admin, count) : [] }
}

function shuffled<Member>(members: readonly Member[], random: (below: number) => number): Member[] {
  return members
    .map((member) => ({ member, place: random(1_000_000) }))
    .sort((one, other) => one.place - other.place)
    .map(({ member }) => member)
}

/** Where two results part, with both sides. */
function firstDifference(one: unknown, other: unknown, path: string): string | undefined {
  if (typeof one === 'object' && one !== null && typeof other === 'object' && other !== null) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)])
    for (const key of keys) {
      const difference = firstDifference(Reflect.get(one, key), Reflect.get(other, key), `${path}.${key}`)
      if (difference !== undefined) return difference
    }
    return undefined
  }
  return one === other ? undefined : `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
}
