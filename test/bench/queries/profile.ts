import type pg from 'pg'
import { type QueryName, queryTitles } from './contender.js'
import { restore } from './data.js'
import { callsOf } from './measure.js'
import type { Measurement, Profile } from './messages.js'
import type { Worker } from './process.js'
import { table } from './report.js'

const LONGEST_LIST = 14

/** Where the time of a contender's process goes: by package, and by function. */
export async function printProfile(
  admin: pg.Client,
  workers: readonly Worker[],
  name: string,
  queries: readonly QueryName[],
): Promise<string> {
  const worker = workers.find((each) => each.name === name)
  if (worker === undefined) throw new Error(`there is no contender "${name}"`)
  const parts: string[] = []
  for (const query of queries) {
    const profile = await profileQuery(admin, worker, query)
    parts.push(`${queryTitles[query]}, microseconds per call\n${byPlace(profile)}\n\n${byFunction(profile)}\n`)
  }
  return parts.join('\n')
}

async function profileQuery(admin: pg.Client, worker: Worker, query: QueryName): Promise<Profile> {
  const warm = await callsOf(admin, query, 5, query === 'insertMany' ? 20 : 1000)
  const { wall } = (await worker.send({ kind: 'measure', callers: 1, ...warm })) as Measurement // as in worker.ts
  await restore(admin, query)
  const count = Math.max(20, Math.min(10_000, Math.round(1_500_000 / wall)))
  const profile = (await worker.send({ kind: 'profile', ...(await callsOf(admin, query, 6, count)) })) as Profile
  await restore(admin, query)
  return profile
}

function byPlace(profile: Profile): string {
  const rows = [...sumBy(profile, ({ place, name }) => placeOf(place, name))]
  return table(rows.sort(([, one], [, other]) => other - one).map(([place, self]) => [`  ${place}`, self.toFixed(1)]))
}

function byFunction(profile: Profile): string {
  const rows = [
    ...sumBy(profile, ({ place, name }) => `${name === '' ? '(anonymous)' : name}  ${placeOf(place, name)}`),
  ]
  const most = rows.sort(([, one], [, other]) => other - one).slice(0, LONGEST_LIST)
  return table(most.map(([title, self]) => [`  ${title}`, self.toFixed(1)]))
}

function sumBy(profile: Profile, keyOf: (entry: Profile[number]) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const entry of profile)
    if (!isProfiler(entry)) sums.set(keyOf(entry), (sums.get(keyOf(entry)) ?? 0) + entry.self)
  return sums
}

/** The package, or the file of generated code. */
function placeOf(url: string, name: string): string {
  const inPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]
  if (inPackage !== undefined) return inPackage
  const generated = /\/js\/(.*)$/.exec(url)?.[1]
  if (generated !== undefined) return `generated ${generated}`
  if (url.startsWith('node:')) return url
  return url === '' ? `${name.startsWith('(') ? name : 'native'}` : 'benchmark'
}

/** The profiler itself, which runs inside the process. */
function isProfiler({ place, name }: Profile[number]): boolean {
  return place === 'node:inspector' || (place === '' && name === 'dispatch')
}
