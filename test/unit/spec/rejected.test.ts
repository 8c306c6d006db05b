import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codes } from '../../../src/spec/codes.js'
import { diagnose, rejectedCases, rejectedRoot } from '../../support/spec.js'

/** The codes that must have a case, by how they begin, and whose cases are run. To be widened as the rules are written. */
const COVERED = ['DB1', 'DB2']

const isCovered = (name: string) => COVERED.some((prefix) => name.startsWith(prefix))

const cases = rejectedCases()

describe.each(cases.filter(isCovered))('%s', (name) => {
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
  const missing = Object.keys(codes).filter(
    (code) => isCovered(code) && !cases.some((name) => name.startsWith(`${code}-`)),
  )
  expect(missing).toEqual([])
})

test('every case is named for a code', () => {
  expect(cases.filter((name) => !((name.split('-')[0] ?? '') in codes))).toEqual([])
})
