import { describe, expect, test } from 'vitest'
import { type Diagnostic, formatDiagnostic } from '../../../src/spec/diagnostic.js'
import { createProblems, MOST_SHOWN } from '../../../src/spec/problems.js'
import { codesOf, readSpec } from '../../support/spec.js'

describe('a name that is not there', () => {
  const mayHold = async (files: string | Readonly<Record<string, string>>, name: string) =>
    (await readSpec(files)).spec.mayHold(name)

  test.each([
    ['in a whole spec', 'version: 1\n', 'User', false],
    ['with a mistake in a value only', "version: 1\nmodels:\n  A: { comment: 'it's' }\n  User: {}\n", 'User', false],
    ['with a bracket open', 'version: 1\nmodels:\n  A: {\n  User: {}\n', 'User', true],
    ['with a bracket open, where the name is nowhere', 'version: 1\nmodels:\n  A: {\n  User: {}\n', 'Post', false],
    ['in a file that is no text', 'version: 1\0\n', 'User', true],
    ['in a file that is too large', ' '.repeat(1_100_000), 'User', true],
  ])('%s', async (_, text, name, expected) => {
    expect(await mayHold(text, name)).toBe(expected)
  })

  test.each([
    ['in a file that is missing', 'missing.yaml', true],
    ['in a file that is outside', '../user.yaml', true],
    ['in a file that is there', 'part.yaml', false],
  ])('%s', async (_, include, expected) => {
    const files = { 'spec.yaml': `version: 1\ninclude: ${include}\n`, 'part.yaml': 'models: {}\n' }
    expect(await mayHold(files, 'User')).toBe(expected)
  })
})

describe('what is said where YAML is broken', () => {
  test('mistakes in front of it, and none that it may have made', async () => {
    const text = 'version: 1\nouput: {}\nmodels:\n  A:\n    columns: { a: text\n    colums: 1\n  b: {}\n'
    const { diagnostics } = await readSpec(text)
    expect(diagnostics.map(({ at, code }) => `${at.line} ${code}`)).toEqual(['2 DB201', '5 DB102'])
  })

  test('everything where one value is wrong by itself', async () => {
    const text = "version: 1\nmodels:\n  A: { comment: 'it's' }\n  b: {}\n"
    expect(codesOf((await readSpec(text)).diagnostics)).toEqual(['DB102', 'DB205'])
  })

  test('mistakes in other files', async () => {
    const files = { 'spec.yaml': 'version: 1\ninclude: part.yaml\nmodels: {\n', 'part.yaml': 'a: {}\nmodel: {}\n' }
    const { diagnostics } = await readSpec(files)
    expect(diagnostics.map(({ at, code }) => `${at.file}:${at.line} ${code}`)).toEqual([
      'part.yaml:1 DB201',
      'part.yaml:2 DB201',
      'spec.yaml:3 DB102',
    ])
  })
})

describe('what is shown', () => {
  const diagnostic = (sourceLine: string, column: number, length: number): Diagnostic => ({
    at: { file: 'a.yaml', line: 12, column },
    length,
    code: 'DB201',
    message: 'wrong',
    hint: undefined,
    sourceLine,
  })

  test.each([
    ['a short line', diagnostic('  a: b', 3, 1), ['  12 |   a: b', '     |   ^']],
    ['an empty line', diagnostic('', 1, 1), ['  12 |', '     | ^']],
    ['tabs, each as wide as a space', diagnostic('\t\ta: b', 3, 4), ['  12 |   a: b', '     |   ^^^^']],
    ['one behind the end', diagnostic('a:', 3, 1), ['  12 | a:', '     |   ^']],
    ['the beginning of a long line', diagnostic('x'.repeat(500), 1, 3), [`  12 | ${'x'.repeat(120)}...`, '     | ^^^']],
    [
      'the middle of a long line',
      diagnostic(`${'x'.repeat(300)}abc${'y'.repeat(300)}`, 301, 3),
      [`  12 | ...${'x'.repeat(60)}abc${'y'.repeat(57)}...`, `     | ${' '.repeat(63)}^^^`],
    ],
    [
      'the end of a long line',
      diagnostic(`${'x'.repeat(300)}abc`, 301, 3),
      [`  12 | ...${'x'.repeat(117)}abc`, `     | ${' '.repeat(120)}^^^`],
    ],
    [
      'more than fits',
      diagnostic('x'.repeat(500), 101, 400),
      [`  12 | ...${'x'.repeat(120)}...`, `     | ${' '.repeat(63)}${'^'.repeat(60)}`],
    ],
  ])('%s', (_, shown, expected) => {
    expect(formatDiagnostic(shown).split('\n')).toEqual([expect.stringContaining('DB201 wrong'), ...expected])
  })

  test('each mistake once, by place, and not without end', () => {
    const problems = createProblems()
    const at = (line: number) => ({ at: { file: 'a.yaml', line, column: 1 }, length: 1, sourceLine: 'x' })
    for (let line = 500; line > 0; line -= 1) problems.add('DB201', at(line), 'wrong')
    for (let line = 500; line > 0; line -= 1) problems.add('DB201', at(line), 'wrong')
    expect(problems.count).toBe(500)
    expect(problems.sorted().map(({ at }) => at.line)).toEqual(
      Array.from({ length: MOST_SHOWN }, (_, index) => index + 1),
    )
  })
})
