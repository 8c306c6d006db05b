import { Session } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { canonical } from './canonical.js'
import type { Contender, ContenderModule, Place, QueryName } from './contender.js'
import { makeInputs } from './inputs.js'
import type { Calls, Command, Measurement, Profile, Reply } from './messages.js'

// A process of its own for each contender: no one pays for the garbage or the shapes of objects of the others.

let contender: Contender | undefined
let places: Place[] = []

process.on('message', (command: Command) => {
  void run(command).then(
    (value) => reply({ kind: 'done', value }),
    (error: unknown) =>
      reply({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})

function reply(message: Reply): void {
  process.send?.(message)
}

async function run(command: Command): Promise<unknown> {
  switch (command.kind) {
    case 'open':
      places = command.options.places.map(([id, time]) => ({ id, created_at: new Date(time) }))
      contender = await (await importContender(command.module)).open({ ...command.options, places })
      return undefined
    case 'check':
      return check(command)
    case 'measure':
      return measure(command, command.callers)
    case 'profile':
      return profile(command)
    case 'close':
      await contender?.close()
      return process.exit(0)
  }
}

async function importContender(module: string): Promise<ContenderModule> {
  return await import(pathToFileURL(module).href)
}

/** The calls of a query, ready to be made. */
function prepare({ query, seed, count, victims }: Calls): (() => Promise<unknown>)[] {
  return callsOf(query, seed, count, [...victims].reverse())
}

function callsOf<Name extends QueryName>(
  query: Name,
  seed: number,
  count: number,
  victims: string[],
): (() => Promise<unknown>)[] {
  if (contender === undefined) throw new Error('the contender is not open')
  const call = contender.queries[query]
  return makeInputs(query, seed, count, { places: places.length, victims }).map((input) => () => call(input))
}

async function check(calls: Calls): Promise<unknown[]> {
  const shape: ((result: never) => unknown) | undefined = contender?.shape?.[calls.query]
  const results: unknown[] = []
  for (const call of prepare(calls)) {
    const result = await call()
    results.push(canonical(shape === undefined ? result : shape(result as never))) // its own result
  }
  return results
}

async function measure(calls: Calls, callers: number): Promise<Measurement> {
  const prepared = prepare(calls)
  const latencies = new Float64Array(prepared.length)
  let next = 0
  const caller = async () => {
    while (next < prepared.length) {
      const index = next++
      const call = prepared[index]
      const start = performance.now()
      await call?.()
      latencies[index] = performance.now() - start
    }
  }
  const cpu = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  const wall = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return {
    latency: callers === 1 ? 1000 * medianOf(latencies) : undefined,
    wall: (1000 * wall) / prepared.length,
    cpu: (user + system) / prepared.length,
  }
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

async function profile(calls: Calls): Promise<Profile> {
  const session = new Session()
  session.connect()
  await post(session, 'Profiler.enable')
  await post(session, 'Profiler.setSamplingInterval', { interval: 100 })
  const prepared = prepare(calls)
  await post(session, 'Profiler.start')
  for (const call of prepared) await call()
  const { profile: recorded } = await stopProfiler(session)
  session.disconnect()
  const selfTimes = new Map<number, number>()
  recorded.samples?.forEach((node, index) => {
    selfTimes.set(node, (selfTimes.get(node) ?? 0) + (recorded.timeDeltas?.[index] ?? 0))
  })
  return recorded.nodes.map(({ id, callFrame }) => ({
    place: callFrame.url,
    name: callFrame.functionName,
    self: (selfTimes.get(id) ?? 0) / prepared.length,
  }))
}

function post(session: Session, method: string, parameters: object = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error) => (error === null ? resolve() : reject(error)))
  })
}

function stopProfiler(session: Session): Promise<{ profile: import('node:inspector').Profiler.Profile }> {
  return new Promise((resolve, reject) => {
    session.post('Profiler.stop', (error, stopped) => (error === null ? resolve(stopped) : reject(error)))
  })
}
