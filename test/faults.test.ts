import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Bench, openBench } from './faults/bench.js'
import { type Chain, readChains } from './faults/chains.js'
import { kinds } from './faults/kinds.js'
import { sweep } from './faults/sweep.js'
import { whyNoDisk } from './support/full-disk.js'

/** The same points each time, so that a change of the code alone makes the test fail. */
const SEED = 5

/** How many points of which chains are tried of each kind of fault; `npm run test:faults` tries them all. */
const parts: readonly (readonly [kind: string, points: number, chains: readonly string[]])[] = [
  ['cut', 4, ['cold', 'story', 'story-down', 'story-kysely']],
  ['death', 4, ['cold-kysely', 'story', 'story-kysely-down']],
  ['latest', 4, ['story']],
  ['kill', 1, ['story', 'story-kysely']],
  ['interrupt', 1, ['story', 'story-kysely-down']],
  ['terminate', 3, ['story', 'story-kysely']],
  ['cancel', 3, ['story', 'story-down']],
  ['crash', 2, ['story']],
  ['several', 1, ['cold', 'story-kysely']],
  ['holder', 2, ['story', 'story-down']],
  ['in-use', 1, ['in-use', 'in-use-down']],
  ['deadlock', 1, ['story', 'story-down']],
  ['files', 3, ['story', 'story-kysely']],
  ['disk', 1, ['large']],
  ['pooler', 1, ['cold', 'story']],
  ['connections', 1, ['story', 'story-down']],
  ['session', 1, ['story', 'story-kysely']],
]

/** Points that a run did not get over once, or not without harm to others. */
const regressions: readonly string[] = [
  'terminate/story/waiting 4.16 detach partition events_2025',
  'terminate/story-kysely-down/waiting 4.16 detach partition events_2027',
  'deadlock/story/child first, late: 4.14 change users.id to bigint, posts.user_id to bigint: columns change places',
  'pooler/story-kysely-down/five connections',
  'pooler/cold/two connections',
  'disk/large/limit 1',
]

let bench: Bench
let chains: readonly Chain[]

beforeAll(async () => {
  bench = await openBench(inject('databaseUrl'))
  chains = await readChains()
})
afterAll(() => bench.close())

test('every kind of fault has its part', () => {
  expect(parts.map(([kind]) => kind)).toEqual(kinds.map(({ name }) => name))
})

test.each(parts)(`run again, the database is as without the fault: %s, seed ${SEED}`, async (kind, points, names) => {
  const rows = await sweep(bench, {
    kinds: kinds.filter(({ name }) => name === kind),
    chains: chains.filter(({ name }) => names.includes(name)),
    points,
    seed: SEED,
    only: '',
    workers: 2,
    onRow: () => {},
  })
  expect(rows.flatMap(({ failures }) => failures)).toEqual([])
  expect(rows.map(({ chain, tried }) => [chain, tried])).toEqual(names.toSorted(byPlace).map((name) => [name, points]))
})

const noDisk = whyNoDisk()

test.skipIf(noDisk !== undefined)(`disk/large/full disk 1${noDisk === undefined ? '' : `, skipped: ${noDisk}`}`, () =>
  expectHit('disk/large/full disk 1'),
)

test.each(regressions)('%s', expectHit)

async function expectHit(only: string): Promise<void> {
  const rows = await sweep(bench, { kinds, chains, points: 1, seed: SEED, only, workers: 1, onRow: () => {} })
  expect(rows.map(({ tried, missed, failures }) => ({ tried, missed, failures }))).toEqual([
    { tried: 1, missed: 0, failures: [] },
  ])
}

function byPlace(a: string, b: string): number {
  const placeOf = (name: string): number => chains.findIndex((chain) => chain.name === name)
  return placeOf(a) - placeOf(b)
}
