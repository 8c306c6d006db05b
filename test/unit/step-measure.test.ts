import { expect, test } from 'vitest'
import { addDelete, addFill, batchesIn } from '../../src/migrate/fill.js'
import { beginJourney } from '../../src/migrate/journey.js'
import { LOCK_MODES, notesOf, readMeasure, type StepMeasure } from '../../src/migrate/step-measure.js'
import { readSteps } from '../../src/migrate/step-text.js'
import { noHints } from '../../src/schema/hints.js'
import { emptySchema, type Table } from '../../src/schema/schema.js'
import { blog } from '../roundtrip/runner-support.js'

const names = ['users', 'share', '"a, b"', '"x share row exclusive, y".exclusive', '"with ""quotes"""']
const measure: StepMeasure = {
  isMeasured: true,
  locks: LOCK_MODES.flatMap((mode) => names.map((table) => ({ table, mode }))),
  rewrites: names,
  scans: [...names].reverse(),
}

test('what was measured is read back from its notes, whatever the names of the tables', () => {
  expect(readMeasure(notesOf(measure))).toEqual(measure)
  expect(readMeasure(['locks not measured'])).toEqual({ isMeasured: false, locks: [], rewrites: [], scans: [] })
  expect(readMeasure(['outside a transaction', 'why it is done'])).toBeUndefined()
})

test('it is read with the step', () => {
  const notes = notesOf(measure).map((note) => `-- ${note}\n`)
  const [first, second] = readSteps(
    `-- step 1/2: a\n-- outside a transaction\n${notes.join('')}select 1;\n-- step 2/2: b\nselect 2;\n`,
  )
  expect(first).toEqual({ title: 'a', transactional: false, sql: 'select 1;', measure })
  expect(second).toEqual({ title: 'b', transactional: true, sql: 'select 2;' })
})

test.each([
  ['public', 'posts', ['id'], 'posts'],
  ['billing', 'of "the" year. limit 5) as batch', ['a, b', 'select'], 'billing."of ""the"" year. limit 5) as batch"'],
  ['my.schema', 'x%type;', ['from y', 'batch_first'], '"my.schema"."x%type;"'],
])('a block of batches says which table it goes through: %s.%s', (schema, name, columns, expected) => {
  const [posts] = blog.tables.filter((table) => table.name === 'posts')
  if (posts?.primaryKey === undefined) throw new Error('posts has no key')
  const table: Table = { ...posts, schema, name, primaryKey: { ...posts.primaryKey, columns } }
  const goal = { ...emptySchema, tables: [table] }
  const journey = beginJourney(goal, goal, { hints: noHints, direction: 'up', moves: { tables: {}, columns: {} } })
  addFill(journey, table, {
    title: 'fill',
    set: "title = ' limit 7) as batch'",
    where: "title = '\n limit 8) as batch\n'",
  })
  addDelete(journey, table, 'delete', 'title is null')
  expect(journey.steps.map(({ statements }) => batchesIn(statements.join('\n')))).toEqual([
    { table: expected, size: 1000 },
    { table: expected, size: 1000 },
  ])
})

test('other SQL goes through no table', () => {
  expect(batchesIn('do $$ begin update posts set title = 1; commit; end $$;')).toBeUndefined()
  expect(batchesIn('update posts set title = 1;')).toBeUndefined()
})
