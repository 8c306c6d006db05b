import { type OwnServer, startOwnServer } from '../support/own-server.js'
import { type Bench, openBench } from './bench.js'
import type { Chain } from './chains.js'
import { type Random, randomOf } from './random.js'

/** One point of a kind of fault. */
export interface Attempt {
  readonly bench: Bench
  /** The server of the bench, where it may be harmed. */
  readonly server: OwnServer | undefined
  readonly chain: Chain
  readonly point: string
  /** Of the seed and the point. */
  readonly random: Random
  /** Something measured, for the table. */
  note(text: string): void
}

/** `missed` where the fault did not come to pass, because the run was over by then. */
export type Outcome = 'hit' | 'missed'

/** Something that happens to a run. */
export interface FaultKind {
  readonly name: string
  /** Whether other points at the same time would spoil what is measured. */
  readonly isAlone?: boolean
  /** The settings of a server of its own; undefined where that of the sweep will do. */
  readonly settings?: readonly string[]
  /** Which chains it is tried with. */
  isFor(chain: Chain): boolean
  /** The names of all its points; each may be tried without the others. */
  points(bench: Bench, chain: Chain): Promise<readonly string[]>
  /** Throws where the promise is not kept. */
  check(attempt: Attempt): Promise<Outcome>
}

/** What is tried. */
export interface SweepPlan {
  readonly kinds: readonly FaultKind[]
  readonly chains: readonly Chain[]
  /** How many points of each kind and chain; all where there are fewer. */
  readonly points: number
  readonly seed: number
  /** Only points whose name, `kind/chain/point`, begins so; empty for all. */
  readonly only: string
  /** How many at a time. */
  readonly workers: number
  readonly onRow: (row: SweepRow) => void
}

/** What came of a kind of fault with a chain. */
export interface SweepRow {
  readonly kind: string
  readonly chain: string
  readonly tried: number
  readonly missed: number
  readonly seconds: number
  readonly notes: readonly string[]
  readonly failures: readonly Failure[]
}

/** A point at which the promise was not kept. */
export interface Failure {
  /** `kind/chain/point` */
  readonly name: string
  readonly message: string
}

/** Tries the points of each kind with each of its chains. */
export async function sweep(bench: Bench, plan: SweepPlan): Promise<SweepRow[]> {
  const rows: SweepRow[] = []
  for (const kind of plan.kinds) {
    const chains = plan.chains.filter((chain) => kind.isFor(chain) && isWanted(`${kind.name}/${chain.name}/`, plan))
    if (chains.length === 0) continue
    await onServerOf(kind, bench, async (place) => {
      for (const chain of chains) {
        const row = await sweepOne(place, kind, chain, plan)
        if (row.tried === 0) continue
        rows.push(row)
        plan.onRow(row)
      }
    })
  }
  return rows
}

function isWanted(prefix: string, { only }: SweepPlan): boolean {
  return prefix.startsWith(only) || only.startsWith(prefix)
}

type Place = Pick<Attempt, 'bench' | 'server'>

async function onServerOf(kind: FaultKind, bench: Bench, work: (place: Place) => Promise<void>): Promise<void> {
  if (kind.settings === undefined) return work({ bench, server: undefined })
  const server = await startOwnServer(kind.settings)
  try {
    const own = await openBench(server.url)
    await work({ bench: own, server })
    await own.close()
  } finally {
    await server.stop()
  }
}

async function sweepOne(place: Place, kind: FaultKind, chain: Chain, plan: SweepPlan): Promise<SweepRow> {
  const prefix = `${kind.name}/${chain.name}/`
  const started = performance.now()
  const all = await kind.points(place.bench, chain)
  const named = all.filter((point) => `${prefix}${point}`.startsWith(plan.only))
  const chosen = randomOf(plan.seed, prefix).some(named, plan.points)
  const failures: Failure[] = []
  const notes: string[] = []
  let missed = 0
  const queue = [...chosen]
  const work = async (): Promise<void> => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
      const name = `${prefix}${point}`
      try {
        const note = (text: string): void => void notes.push(text)
        const outcome = await kind.check({ ...place, chain, point, random: randomOf(plan.seed, name), note })
        if (outcome === 'missed') missed++
      } catch (error) {
        failures.push({ name, message: messageOf(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: kind.isAlone === true ? 1 : plan.workers }, work))
  const seconds = (performance.now() - started) / 1000
  return { kind: kind.name, chain: chain.name, tried: chosen.length, missed, seconds, notes, failures }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const place = error.stack?.split('\n').find((line) => line.includes('/faults/')) ?? ''
  const cause = error.cause instanceof Error ? `\n  caused by: ${error.cause.message}` : ''
  return `${error.name}: ${error.message}${cause}\n${place}`
}
