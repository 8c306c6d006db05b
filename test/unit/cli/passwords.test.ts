import { expect, test } from 'vitest'
import { EXAMPLE_URL, hidePasswords } from '../../../src/cli/passwords.js'

test.each([
  ['postgres://bob:s3cret@localhost:5432/shop', 'postgres://bob:***@localhost:5432/shop'],
  [
    'cannot reach "postgresql://bob:s3cret@db/shop", giving up',
    'cannot reach "postgresql://bob:***@db/shop", giving up',
  ],
  ['postgres://bob:a@b/c?d#e:f@db/shop', 'postgres://bob:***@db/shop'],
  [`postgres://bob:it's"\`@db/shop`, 'postgres://bob:***@db/shop'],
  ['postgres://:s3cret@db/shop', 'postgres://:***@db/shop'],
  ['postgres://a:x@db/1 and\npostgres://b:y@db/2', 'postgres://a:***@db/1 and\npostgres://b:***@db/2'],
  ['postgres://db/shop?user=bob&password=s3cret&ssl=1', 'postgres://db/shop?user=bob&password=***&ssl=1'],
  ['host=db password=s3cret user=bob', 'host=db password=*** user=bob'],
  ['password=s3cret host=db', 'password=*** host=db'],
])('%s', (text, want) => {
  expect(hidePasswords(text)).toBe(want)
  expect(hidePasswords(want)).toBe(want)
})

test.each([
  'postgres://bob@localhost:5432/shop',
  'postgres://localhost:5432/shop',
  EXAMPLE_URL,
  'file:///home/bob/dist/main.js:12:3',
  'schema.yaml:4:22 DB401 unknown type "strng"',
  'hashed_password: { type: text }',
])('nothing to hide: %s', (text) => {
  expect(hidePasswords(text)).toBe(text)
})
