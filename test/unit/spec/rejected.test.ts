import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codes } from '../../../src/spec/codes.js'
import { diagnose, rejectedCases, rejectedRoot } from '../../support/spec.js'

const cases = rejectedCases()

describe.each(cases)('%s', (name) => {
  test('says exactly this', async () => {
    const shown = await diagnose(join(rejectedRoot, name))
    await expect(shown).toMatchFileSnapshot(join(rejectedRoot, name, 'diagnostics.txt'))
  })

  test('shows the code that it is named for', async () => {
    const [code] = name.split('-')
    expect(await diagnose(join(rejectedRoot, name))).toMatch(new RegExp(`^\\S+:\\d+:\\d+ ${code} `, 'm'))
  })
})

test('every code has a case', () => {
  const missing = Object.keys(codes).filter((code) => !cases.some((name) => name.startsWith(`${code}-`)))
  expect(missing).toEqual([])
})

test('every case is named for a code', () => {
  expect(cases.filter((name) => !((name.split('-')[0] ?? '') in codes))).toEqual([])
})
