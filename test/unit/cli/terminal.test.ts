import { expect, test } from 'vitest'
import { wantsColors } from '../../../src/cli/terminal.js'
import { recorded } from './support.js'

test.each([
  ['a file', false, {}, false],
  ['a terminal', true, {}, true],
  ['a terminal that cannot', true, { TERM: 'dumb' }, false],
  ['a file in CI', false, { CI: 'true' }, false],
  ['refused', true, { NO_COLOR: '1' }, false],
  ['refused with nothing', true, { NO_COLOR: '' }, true],
  ['forced', false, { FORCE_COLOR: '1' }, true],
  ['forced off', true, { FORCE_COLOR: '0' }, false],
  ['forced and refused', true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colours: %s', (_, isTTY, env, want) => {
  expect(wantsColors({ isTTY }, env)).toBe(want)
})

test('no password passes, and JSON stays JSON', () => {
  const { output, written } = recorded()
  const message = 'at "postgres://bob:p"w\\@db/shop" password=x"y\\ end'
  output.write(message)
  output.writeJson({ message })
  expect(written[0]).toBe('at "postgres://bob:***@db/shop" password=*** end')
  expect(JSON.parse(written[1] ?? '')).toEqual({ message: written[0] })
})

test('a reader that goes away is no error, everything else is', () => {
  const { fail } = recorded()
  fail(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
  expect(() => fail(Object.assign(new Error('write EIO'), { code: 'EIO' }))).toThrow('write EIO')
})
