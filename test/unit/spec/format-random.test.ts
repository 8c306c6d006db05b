import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { formatSpec } from '../../../src/spec/format.js'
import { type Owned, writeUntidily } from './format-untidy.js'

const project = join(import.meta.dirname, '../../..')
const READING = { schema: 'failsafe', logLevel: 'silent' } as const
const runs = 200

describe('random specs, written untidily', () => {
  test('keep what they say and their form, and each comment stays with its own', () => {
    fc.assert(
      fc.property(fc.gen(), (choose) => {
        const { text, comments } = writeUntidily(choose)
        const formatted = formatSpec(text)
        expect(formatSpec(formatted)).toBe(formatted)
        expect(sorted(formatted)).toEqual(sorted(text))
        // Blank lines that belong to a text of several lines are counted.
        if (!text.includes('|+')) expect(formatted).not.toMatch(/\n\n\n|^\n/)
        const lines = readLines(formatted)
        for (const comment of comments) expect({ ...comment, owner: ownerIn(lines, comment) }).toEqual(comment)
      }),
      { numRuns: runs },
    )
  })
})

describe('the example with comments and blank lines anywhere', () => {
  const example = readFileSync(join(project, 'schema.example.yaml'), 'utf8').split('\n')
  const noise = fc.record({
    // Behind that line there are texts of several lines, in which a comment is none.
    line: fc.nat({ max: example.indexOf('sql:') - 1 }),
    kind: fc.constantFrom('blank', 'comment', 'behind'),
    indent: fc.nat({ max: 12 }),
  })

  test('keeps what it says, its comments and its form', () => {
    fc.assert(
      fc.property(fc.array(noise, { minLength: 1, maxLength: 60 }), (all) => {
        const text = withNoise(example, all)
        const formatted = formatSpec(text)
        expect(formatSpec(formatted)).toBe(formatted)
        expect(sorted(formatted)).toEqual(sorted(text))
        for (const index of all.keys()) expect(count(formatted, `# n${index};`)).toBe(count(text, `# n${index};`))
      }),
      { numRuns: runs / 10 },
    )
  })
})

interface Noise {
  readonly line: number
  readonly kind: string
  readonly indent: number
}

function withNoise(lines: readonly string[], all: readonly Noise[]): string {
  const result = lines.map((line) => [line])
  for (const [index, { line, kind, indent }] of all.entries()) {
    const at = result[line] ?? []
    if (kind === 'behind' && at[0] !== '') at[0] = `${at[0]} # n${index};`
    else at.push(kind === 'comment' ? `${' '.repeat(indent)}# n${index};` : '')
  }
  return result.flat().join('\n')
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}

/** What a text says, whatever the order of its keys. */
function sorted(text: string): string {
  return JSON.stringify(sortedData(parseDocument(text, READING).toJS()))
}

function sortedData(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sortedData)
  if (typeof data !== 'object' || data === null) return data
  return Object.entries(data)
    .map(([key, value]) => [key, sortedData(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

interface Line {
  readonly text: string
  /** The places in the data whose key or dash stands in the line, outermost first. */
  readonly paths: readonly string[]
}

function readLines(text: string): Line[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { ...READING, lineCounter: counter, keepSourceTokens: true })
  const paths = text.split('\n').map((): string[] => [])
  const note = (offset: number, path: string) => paths[counter.linePos(offset).line - 1]?.push(path)
  const walk = (node: unknown, path: string): void => {
    if (isMap(node))
      for (const { key, value } of node.items) {
        const inner = `${path}/${isScalar(key) ? key.value : ''}`
        note(isScalar(key) ? (key.range?.[0] ?? 0) : 0, inner)
        walk(value, inner)
      }
    if (!isSeq(node)) return
    const dashes =
      node.srcToken?.type === 'block-seq'
        ? node.srcToken.items.flatMap(({ start }) => start.filter(({ type }) => type === 'seq-item-ind'))
        : []
    for (const [index, item] of node.items.entries()) {
      const inner = `${path}/${index}`
      note(dashes[index]?.offset ?? (isScalar(item) || isMap(item) || isSeq(item) ? (item.range?.[0] ?? 0) : 0), inner)
      walk(item, inner)
    }
  }
  walk(document.contents, '')
  return text.split('\n').map((line, index) => ({ text: line, paths: paths[index] ?? [] }))
}

/** To what a comment belongs in a formatted text, in the words of the one who wrote it. */
function ownerIn(lines: readonly Line[], { id, kind, owner }: Owned): string {
  const at = lines.findIndex(({ text }) => text.includes(`# ${id};`))
  const line = lines[at]
  if (line === undefined) return 'lost'
  if (kind === 'behind') return line.paths.includes(owner) ? owner : line.paths.join(' ')
  const indent = line.text.search(/\S/)
  if (kind === 'above') {
    const below = lines.slice(at + 1).find(({ text }) => text !== '' && !text.trimStart().startsWith('#'))
    return below?.paths.includes(owner) === true ? owner : (below?.paths.join(' ') ?? 'the end')
  }
  // Below the last member, or below a value: the line above that has a key and is not deeper.
  const above = lines.slice(0, at).findLast(({ text, paths }) => paths.length > 0 && text.search(/\S/) <= indent)
  const isOwner = (path: string): boolean => path === owner || path.startsWith(`${owner}/`)
  return above?.paths.some(isOwner) === true ? owner : (above?.paths.join(' ') ?? 'the start')
}
