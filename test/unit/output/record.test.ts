import { describe, expect, test } from 'vitest'
import { OutputConflict } from '../../../src/output/output-conflict.js'
import { hashText, isSameText, parseOrigin, parseRecord, printRecord } from '../../../src/output/record.js'

const a = hashText('a')
const b = hashText('b')

test('line endings do not count', () => {
  expect(hashText('x\r\ny\r\n')).toBe(hashText('x\ny\n'))
  expect(isSameText('x\r\ny', 'x\ny')).toBe(true)
  expect(isSameText('x\ry', 'x\ny')).toBe(false)
})

test('a line for each file, sorted, paths relative to the folder', () => {
  const written = new Map([
    ['src/db/z.ts', new Set([a])],
    ['src/db/q/b c.ts', new Set([b])],
  ])
  const text = `{\n  "formatVersion": 1,\n  "files": [\n    "q/b c.ts ${b}",\n    "z.ts ${a}"\n  ]\n}\n`
  expect(printRecord(written, 'src/db')).toBe(text)
  expect(parseRecord(text, 'src/db')).toEqual(written)
  expect(parseRecord(text.replaceAll('\n', '\r\n'), 'src/db')).toEqual(written)
})

test('in the root itself', () => {
  const written = new Map([['z.ts', new Set([a])]])
  expect(parseRecord(printRecord(written, '.'), '.')).toEqual(written)
})

test('a merge that kept both lines keeps both hashes', () => {
  const text = JSON.stringify({ formatVersion: 1, files: [`z.ts ${a}`, `z.ts ${b}`] })
  expect(parseRecord(text, 'src/db')).toEqual(new Map([['src/db/z.ts', new Set([a, b])]]))
})

const marked = `{\n  "formatVersion": 1,\n  "files": [\n<<<<<<< HEAD\n    "a.ts ${a}"\n=======\n    "a.ts ${b} -_digest09"\n    "b c.ts ${b}",\n>>>>>>> other\n  ]\n}\n`

test.each(['\n', '\r\n'])('a merge that version control left open keeps both sides by itself', (end) => {
  expect(parseRecord(marked.replaceAll('\n', end), 'src/db')).toEqual(
    new Map([
      ['src/db/a.ts', new Set([a, `${b} -_digest09`])],
      ['src/db/b c.ts', new Set([b])],
    ]),
  )
  expect(parseOrigin(marked.replaceAll('\n', end), 'src/db')).toBe(undefined)
})

test('of what the files were made', () => {
  const origin = { generator: '1.2.3', spec: '0123456789abcdef' }
  const text = printRecord(new Map(), 'src/db', origin)
  expect(parseOrigin(text, 'src/db')).toEqual(origin)
  expect(parseOrigin(printRecord(new Map(), 'src/db'), 'src/db')).toBe(undefined)
})

describe('a record that cannot be trusted', () => {
  const json = (files: unknown, formatVersion: unknown = 1) => JSON.stringify({ formatVersion, files })

  test.each([
    [
      'merge markers around two versions',
      marked.replace('"formatVersion": 1,', '"formatVersion": 1,\n  "formatVersion": 2,'),
      'has the format version undefined, this dbgen knows 1',
    ],
    ['empty', '', 'is not what dbgen wrote'],
    ['half', '{ "formatVersion": 1, "fil', 'is not what dbgen wrote'],
    ['another JSON', '[]', 'has the format version undefined, this dbgen knows 1'],
    ['null', 'null', 'is not what dbgen wrote'],
    ['newer', json([], 2), 'has the format version 2, this dbgen knows 1'],
    ['no list', json({}), 'is not what dbgen wrote'],
    ['not texts', json([1]), 'is not what dbgen wrote'],
    ['no hash', json(['a.ts']), 'is not what dbgen wrote'],
    ['short hash', json(['a.ts abc']), 'is not what dbgen wrote'],
    ['leads out', json([`../../x ${a}`]), 'is not what dbgen wrote'],
    ['absolute', json([`/etc/passwd ${a}`]), 'is not what dbgen wrote'],
  ])('%s', (_name, text, problem) => {
    const parse = () => parseRecord(text, 'src/db')
    expect(parse).toThrow(OutputConflict)
    expect(parse).toThrow(`src/db/.dbgen.json: ${problem} (`)
  })
})
