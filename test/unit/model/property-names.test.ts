import fc from 'fast-check'
import { CamelCasePlugin } from 'kysely'
import { expect, test } from 'vitest'
import { isBroughtBack, propertyOf, tableProperty } from '../../../src/model/property-names.js'

/** Kysely's own rules, which are not for others to call. */
class Rules extends CamelCasePlugin {
  toCamel(name: string): string {
    return this.camelCase(name)
  }

  toSnake(name: string): string {
    return this.snakeCase(name)
  }
}
const rules = new Rules()

test.each([
  ['author_id', 'authorId', true],
  ['id', 'id', true],
  ['sha256', 'sha256', true],
  ['address_1', 'address1', false],
  ['a__b', 'aB', false],
  ['x_y', 'xY', true],
  ['is_a_b', 'isAB', false],
  ['trailing_', 'trailing', false],
  ['_internal_id', '_internalId', false],
  ['createdAt', 'createdAt', false],
  ['UserID', 'UserID', false],
  ['größe_über', 'größeÜber', true],
  ['two words', 'two words', true],
  ['', '', true],
])('%s is %s', (name, property, back) => {
  expect([propertyOf(name, 'camelCase'), isBroughtBack(name)]).toEqual([property, back])
  expect(propertyOf(name, 'as_written')).toBe(name)
})

test("names are those of Kysely's plugin, and what is said to come back does", () => {
  const part = fc.constantFrom('a', 'bc', 'B', 'CD', '1', '_', '__', 'é', 'É', ' ', '-', '$')
  const name = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(name, (text) => {
      const property = propertyOf(text, 'camelCase')
      if (!text.startsWith('_')) expect(property).toBe(rules.toCamel(text))
      expect(isBroughtBack(text)).toBe(!text.startsWith('_') && rules.toSnake(property) === text)
    }),
    { numRuns: 2_000, seed: 1 },
  )
})

test('tables of other schemas have both names', () => {
  expect(tableProperty('public', 'line_items', 'camelCase')).toBe('lineItems')
  expect(tableProperty('tax_office', 'line_items', 'camelCase')).toBe('taxOffice.lineItems')
  expect(tableProperty('tax_office', 'line_items', 'as_written')).toBe('tax_office.line_items')
})
