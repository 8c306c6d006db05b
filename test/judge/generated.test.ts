import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgeMigration } from '../../src/judge/judge-migration.js'
import { locateMigration } from '../../src/judge/locate.js'
import { emptyChronicle } from '../../src/judge/world.js'
import { wordsOfWay } from '../../src/pipeline/spec-words.js'
import { openStatements } from '../../src/spec/sql.js'
import { casesRoot, type MigrationCase, readCases } from '../support/migrations/case.js'

/** What dbgen generates by itself is free of hazards, but for what PostgreSQL has no better way for: that asks for a reason. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Only from PostgreSQL 18 on can a foreign key of a partitioned table be validated later.
  'partitioned-table-foreign-key-new': ['HZ203 events'],
  // A table that nobody but its owner may read may be meant so, and nobody else can know.
  'row-level-security-without-policy': ['HZ801 notes'],
}

/** The directories whose migration is planned and written down. */
const cases = (await readCases(0, 1)).filter(([name]) => existsSync(join(casesRoot, name, 'expected.up.sql')))
const read = await openStatements()

test.each(cases)('%s', (name, one) => {
  if (one instanceof Error) throw one
  expect(hazardsOf(one, readFileSync(join(one.folder, 'expected.up.sql'), 'utf8'))).toEqual(exceptions[name] ?? [])
})

test('exceptions are for directories that are there', () => {
  const names = cases.map(([name]) => name)
  expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([])
})

test('without the words of the spec there would be hazards', () => {
  const found = cases.flatMap(([, one]) => {
    if (one instanceof Error) return []
    const up = readFileSync(join(one.folder, 'expected.up.sql'), 'utf8').replace(/^-- the spec allows: .*\n/gm, '')
    return hazardsOf(one, up, []).map((hazard) => hazard.slice(0, 5))
  })
  const expected = [
    'HZ101',
    'HZ102',
    'HZ203',
    'HZ205',
    'HZ305',
    'HZ306',
    'HZ401',
    'HZ402',
    'HZ403',
    'HZ501',
    'HZ502',
    'HZ504',
  ]
  expect(expected.filter((code) => !found.includes(code))).toEqual([])
})

function hazardsOf(
  { folder, before, after, hints, outcome }: MigrationCase,
  up: string,
  words?: readonly string[],
): string[] {
  const plan = outcome.kind === 'planned' ? outcome.plan : undefined
  const spoken = plan === undefined ? [] : wordsOfWay(plan, hints, before, after)
  const files = { 'm.up.sql': up, 'm.down.sql': readFileSync(join(folder, 'expected.down.sql'), 'utf8') }
  const located = locateMigration({ id: 'm', files }, true)
  const migration = { ...located, allowed: [...located.allowed, ...(words ?? spoken)] }
  const surroundings = { before, after, chronicle: emptyChronicle(), postgres: hints.postgres, read }
  return judgeMigration(migration, surroundings).map(({ code, subject }) => `${code} ${subject}`)
}
