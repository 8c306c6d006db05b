import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codes } from '../../../src/spec/codes.js'
import { diskFiles } from '../../../src/spec/files.js'
import { rejectedCases, rejectedRoot } from '../../support/spec.js'
import { compileFiles } from './compile.js'

const cases = rejectedCases().filter((name) => /^DB[3-8]/.test(name))

test.each(cases)('%s', async (name) => {
  const folder = join(rejectedRoot, name)
  const { shown, diagnostics } = await compileFiles(diskFiles(folder))
  expect(shown).toBe(readFileSync(join(folder, 'diagnostics.txt'), 'utf8'))
  expect(diagnostics.map(({ code }) => code)).toContain(name.slice(0, 5))
})

test('every code of the model has a case', () => {
  const shown = new Set(cases.map((name) => name.slice(0, 5)))
  expect(Object.keys(codes).filter((code) => /^DB[3-8]/.test(code) && !shown.has(code))).toEqual([])
})
