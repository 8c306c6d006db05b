import { expect, test } from 'vitest'
import { isEmptyFilter } from '../../generated-sample/src/db/filter.js'
import { dynamicStatement } from '../../generated-sample/src/db/statement.js'

test('one text has one name, and not every text has one', () => {
  const nameOf = (text: string) => dynamicStatement(text).name
  const first = nameOf('select 0')
  const names = Array.from({ length: 2_000 }, (_, index) => nameOf(`select ${index}`))
  expect(names[0]).toBe(first)
  const named = names.filter((name) => name !== undefined)
  expect(named).toHaveLength(1_000)
  expect(new Set(named).size).toBe(1_000)
  expect(nameOf('select 0')).toBe(first)
  expect(nameOf('select 1999')).toBeUndefined()
})

test('filters that say nothing', () => {
  for (const filter of [{}, { and: [] }, { and: [{}] }, { or: [{}] }, { or: [{ id: '1' }, {}] }, { id: {} }]) {
    expect(isEmptyFilter(filter), JSON.stringify(filter)).toBe(true)
  }
  const date = new Date()
  for (const filter of [
    { id: '1' },
    { id: null },
    { at: date },
    { or: [] },
    { not: {} },
    { and: [{}, { id: 0 }] },
    { list: [] },
  ]) {
    expect(isEmptyFilter(filter), JSON.stringify(filter)).toBe(false)
  }
})
