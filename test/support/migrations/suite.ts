import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Plan } from '../../../src/migrate/plan.js'
import { planSchemas } from '../../../src/migrate/plan-schemas.js'
import { proveMigration } from '../../../src/prove/prove.js'
import { printSnapshot, readSnapshot } from '../../../src/schema/snapshot.js'
import { type MigrationCase, printCase, readCases } from './case.js'
import { openEmbeddedPlace, openServerPlace, type Place } from './places.js'
import { roundTrip } from './round-trip.js'
import { printRows } from './rows.js'
import { makeSchema } from './state.js'

/** What is expected of a change that is planned, and of one that is refused. */
const PLANNED_FILES = ['expected.up.sql', 'expected.down.sql', 'expected.rows.json']
const REFUSED_FILE = 'refused.txt'

const servers = ['databaseUrl', 'olderDatabaseUrl'] as const
type Server = (typeof servers)[number]
const titles: Readonly<Record<Server, string>> = { databaseUrl: 'a server', olderDatabaseUrl: 'an older server' }

type Embedded = Awaited<ReturnType<typeof openEmbeddedPlace>>

/** Registers the tests of every `parts`-th directory: several test files share them, so that they run side by side. */
export async function testMigrations(part: number, parts: number): Promise<void> {
  let embedded: Embedded
  const places = new Map<Server, Place>()

  beforeAll(async () => {
    embedded = await openEmbeddedPlace()
    for (const server of servers) places.set(server, await openServerPlace(server))
  })
  afterAll(async () => {
    await embedded.close()
    for (const place of places.values()) await place.close()
  })

  describe.each(await readCases(part, parts))('%s', (_, one) => {
    if (one instanceof Error) return test('can be read', () => Promise.reject(one))
    if (one.options?.todo === true) return test.todo(one.options.why)
    if (one.outcome.kind === 'refused') return testRefused(one, one.outcome.message)
    testPlanned(one, one.outcome.plan, {
      embedded: () => embedded,
      server: (server) => {
        const place = places.get(server)
        if (place === undefined) throw new Error(`no ${titles[server]}`)
        return place
      },
    })
  })
}

function testRefused({ folder }: MigrationCase, message: string): void {
  test('is refused as expected', async () => {
    expectOnly(folder, [REFUSED_FILE])
    await expect(message).toMatchFileSnapshot(join(folder, REFUSED_FILE))
  })
}

interface OpenPlaces {
  embedded(): Embedded
  server(server: Server): Place
}

function testPlanned(one: MigrationCase, plan: Plan, places: OpenPlaces): void {
  // Once each, whichever test is the first to ask: a test can be run alone.
  const prove = once(() => proveCase(places.embedded(), one, plan))
  const travel = once(() => roundTrip(places.embedded(), one, plan))

  test('is planned and proven as expected', async () => {
    expectOnly(one.folder, one.rows === '' ? PLANNED_FILES.slice(0, 2) : PLANNED_FILES)
    const { up, down } = printCase(plan, await prove())
    await expect(up).toMatchFileSnapshot(join(one.folder, 'expected.up.sql'))
    await expect(down).toMatchFileSnapshot(join(one.folder, 'expected.down.sql'))
  })

  test('leaves nothing to do', () => {
    const text = printSnapshot({ migrations: [], renames: one.hints.renames, schema: one.after })
    const { schema, renames } = readSnapshot(text)
    expect(JSON.stringify(schema), 'the snapshot is read back as it was').toBe(JSON.stringify(one.after))
    expect(planSchemas(schema, one.after, one.hints, renames).up).toEqual([])
  })

  test('goes up, down and up again', async () => {
    const { up, down } = await travel()
    if (one.rows !== '')
      await expect(printRows({ up, down })).toMatchFileSnapshot(join(one.folder, 'expected.rows.json'))
  })

  test.for(servers.map((server) => [titles[server], server] as const))(
    'does the same on %s',
    async ([, server], { skip }) => {
      const place = places.server(server)
      if (isTooOld(place, one)) skip(one.options?.why)
      const { measures, up, down } = await roundTrip(place, one, plan)
      const there = await travel()
      expect({ up, down }).toEqual({ up: there.up, down: there.down })
      const proven = await prove()
      expect(measures, 'locks, rewrites and scans are those of the embedded PostgreSQL').toEqual(
        measures.map((measure, index) => measure && proven[index]),
      )
    },
  )
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => {
    result ??= work()
    return result
  }
}

function isTooOld({ version }: Place, { options }: MigrationCase): boolean {
  return options?.from !== undefined && version < options.from
}

async function proveCase(place: Embedded, { before, after, hints }: MigrationCase, plan: Plan) {
  await place.reset()
  await makeSchema(place.db, before)
  const { measures } = await proveMigration(place.embedded, [], plan, before, after, { moves: plan.moves, hints })
  return measures
}

/** What does not belong to this outcome is an earlier one: it goes under `-u`. */
function expectOnly(folder: string, wanted: readonly string[]): void {
  const known = [...wanted, 'before.yaml', 'after.yaml', 'rows.sql', 'options.json']
  const other = readdirSync(folder).filter((name) => !known.includes(name))
  const isStale = (name: string) => [...PLANNED_FILES, REFUSED_FILE].includes(name)
  if (inject('isUpdating')) for (const name of other.filter(isStale)) rmSync(join(folder, name))
  expect(
    other.filter((name) => existsSync(join(folder, name))),
    'files that belong to another outcome, or to none; -u removes what is no longer so',
  ).toEqual([])
}
