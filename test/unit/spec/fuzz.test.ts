import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, formatDiagnostic } from '../../../src/spec/diagnostic.js'
import type { SourceNode } from '../../../src/spec/node.js'
import { createProblems } from '../../../src/spec/problems.js'
import { parseSource } from '../../../src/spec/source.js'
import { readSpec } from '../../support/spec.js'
import { bombs } from './bombs.js'
import { numRuns } from './fuzz-runs.js'

const blog = readFileSync(join(import.meta.dirname, '../../../schema.example.yaml'), 'utf8')

/** Reads the text as the main file; what is said about it must be fit to be shown. */
async function readAnything(text: string): Promise<void> {
  const { diagnostics } = await readSpec(text)
  const lines = text.split('\n').length
  for (const diagnostic of diagnostics) expectShowable(diagnostic, lines)
}

function expectShowable(diagnostic: Diagnostic, lines: number): void {
  const { at, length, message, hint = 'none', sourceLine } = diagnostic
  expect(at.line).toBeGreaterThanOrEqual(1)
  expect(at.line).toBeLessThanOrEqual(lines)
  expect(at.column).toBeGreaterThanOrEqual(1)
  expect(length).toBeGreaterThanOrEqual(1)
  // One behind the end is where something is missing.
  expect(at.column - 1 + length).toBeLessThanOrEqual(Math.max(sourceLine.length, at.column))
  expect(at.column - 1).toBeLessThanOrEqual(sourceLine.length)
  expect(sourceLine).not.toContain('\n')
  for (const words of [message, hint]) {
    expect(words).not.toMatch(UNPRINTABLE)
    expect(words.trim()).not.toBe('')
    expect(words.length).toBeLessThan(600)
  }
  const shown = formatDiagnostic(diagnostic)
  expect(shown).not.toMatch(UNPRINTABLE)
  for (const line of shown.split('\n')) expect(line.length).toBeLessThan(700)
}

const UNPRINTABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

/** Where a scalar says that its text begins in the line, it does. */
function expectExactPlaces(node: SourceNode): void {
  if (node.kind === 'list') node.items.forEach(expectExactPlaces)
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      expectExactPlaces(key)
      expectExactPlaces(value)
    }
  }
  if (node.kind !== 'scalar' || node.textColumn === undefined) return
  expect(node.span.sourceLine.slice(node.textColumn - 1)).toSatisfy((rest: string) => rest.startsWith(node.text))
}

/** Pieces of which YAML is made, and of which nonsense that looks like it is. */
const PIECES = [
  'a', 'b', 'models', 'columns', 'version: 1\n', 'Post', 'type', ':', ': ', ' ', '  ', '\n', '\n  ', '\n    ', '- ', '? ',
  '[', ']', '{', '}', ',', ', ', '"', "'", '|', '|\n', '>-\n', '&a ', '*a', '!t ', '!!int ', '%YAML 1.2\n', '---\n', '...\n',
  '# c', '\t', '\r\n', '\r', '\\', '\\u', '~', 'null', 'true', '0123', '1e3', '<<: ', '\ufeff', '\0', '\u2028', '@', '`', 'é', '🎉',
] // biome-ignore format: a list of words

const yamlish = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''))

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
)

/** A part of the text deleted, doubled, replaced, or something put in. */
const edit = fc.tuple(
  fc.constantFrom('delete', 'double', 'replace', 'insert'),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(40),
  fc.oneof(yamlish, fc.string({ maxLength: 5 })),
)

const editedBlog = fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
  edits.reduce((text, [kind, where, length, piece]) => {
    const from = Math.floor(where * text.length)
    const part = text.slice(from, from + length)
    const middle = { delete: '', double: part + part, replace: piece, insert: piece + part }[kind]
    return text.slice(0, from) + middle + text.slice(from + length)
  }, blog),
)

describe('reading never fails', () => {
  test.each([
    ['any text', anyText, 400],
    ['what looks like YAML', yamlish, 1500],
    ['a spec with edits', editedBlog, 300],
  ] as const)('%s', async (_, texts, usual) => {
    await fc.assert(fc.asyncProperty(texts, readAnything), { numRuns: numRuns(usual) })
  })

  test('what is read of a spec with edits is where it says, and nothing is lost in silence', () => {
    fc.assert(
      fc.property(editedBlog, (text) => {
        const problems = createProblems()
        const source = parseSource('spec.yaml', text, problems)
        if (source.root !== undefined) expectExactPlaces(source.root)
        if (source.damaged) expect(problems.count).toBeGreaterThan(0)
      }),
      { numRuns: numRuns(300) },
    )
  })

  test('what looks like YAML is damaged only with a reason', () => {
    fc.assert(
      fc.property(yamlish, (text) => {
        const problems = createProblems()
        const source = parseSource('spec.yaml', text, problems)
        if (source.root !== undefined) expectExactPlaces(source.root)
        if (source.damaged) expect(problems.count).toBeGreaterThan(0)
      }),
      { numRuns: numRuns(1500) },
    )
  })
})

describe('nothing exhausts the process', () => {
  /** Of the processor, not of the clock: other tests run at the same time. An idle machine takes less than half. */
  const MOST_MILLISECONDS = 4_000
  const MOST_BYTES = 500_000_000

  test.each(bombs)('$name', async ({ make }) => {
    const text = make()
    const [cpu, heap] = [process.cpuUsage(), process.memoryUsage().heapUsed]
    const { diagnostics } = await readSpec(text)
    const { user, system } = process.cpuUsage(cpu)
    expect(diagnostics.length).toBeGreaterThan(0)
    expect((user + system) / 1000).toBeLessThan(MOST_MILLISECONDS)
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(MOST_BYTES)
    const lines = text.length > 3_000_000 ? 1 : text.split('\n').length
    for (const diagnostic of diagnostics) expectShowable(diagnostic, lines)
  })
})
