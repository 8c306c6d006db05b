import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { document } from '../../../src/spec/definition/document.js'
import { schemaOf } from '../../../src/spec/json-schema.js'
import { kindOf, type SourceNode, type ValueKind } from '../../../src/spec/node.js'
import { createProblems } from '../../../src/spec/problems.js'
import { parseSource } from '../../../src/spec/source.js'
import { codesOf, readSpec } from '../../support/spec.js'
import { arbitraryOf } from './arbitrary.js'
import { numRuns } from './fuzz-runs.js'

/** What one value is read as: its kind and its exact text, or the codes of what is wrong. */
function readValue(written: string): readonly [ValueKind, string] | readonly string[] {
  const problems = createProblems()
  const { root } = parseSource('spec.yaml', `value: ${written}\n`, problems)
  if (problems.count > 0) return codesOf(problems.sorted())
  const value = root?.kind === 'map' ? root.entries[0]?.value : undefined
  return value?.kind === 'scalar' ? [kindOf(value), value.text] : []
}

describe('values that readers of YAML take for something else', () => {
  test.each<readonly [string, ValueKind, string]>([
    ['no', 'text', 'no'],
    ['No', 'text', 'No'],
    ['on', 'text', 'on'],
    ['off', 'text', 'off'],
    ['yes', 'text', 'yes'],
    ['y', 'text', 'y'],
    ['true', 'boolean', 'true'],
    ['True', 'boolean', 'True'],
    ['tRUE', 'text', 'tRUE'],
    ['"true"', 'text', 'true'],
    ['~', 'null', '~'],
    ['null', 'null', 'null'],
    ['', 'null', ''],
    ['"null"', 'text', 'null'],
    ['0', 'number', '0'],
    ['-0', 'number', '-0'],
    ['-12', 'number', '-12'],
    ['1.10', 'number', '1.10'],
    ['1.1', 'number', '1.1'],
    ['-0.50', 'number', '-0.50'],
    ['12345678901234567890', 'number', '12345678901234567890'],
    ['0.1234567890123456789012345', 'number', '0.1234567890123456789012345'],
    ['"0123"', 'text', '0123'],
    ["'1e3'", 'text', '1e3'],
    ['1.2.3', 'text', '1.2.3'],
    ['1,000', 'text', '1,000'],
    ['12:30:45', 'text', '12:30:45'],
    ['2020-01-01', 'text', '2020-01-01'],
    ['2020-01-01T10:00:00Z', 'text', '2020-01-01T10:00:00Z'],
    ['1e', 'text', '1e'],
    ['=', 'text', '='],
    ["'it''s'", 'text', "it's"],
    ['"a\\tb"', 'text', 'a\tb'],
    ['"\\u00e9"', 'text', 'é'],
    ['a # b', 'text', 'a'],
    ['a#b', 'text', 'a#b'],
    ['"#b"', 'text', '#b'],
    ['|\n  one\n  two\n', 'text', 'one\ntwo\n'],
    ['>-\n  one\n  two\n', 'text', 'one two'],
  ])('%s is %s', (written, kind, text) => {
    expect(readValue(written)).toEqual([kind, text])
  })

  test.each([
    '0123', '-0123', '0123.5', '08', '0x1f', '0o17', '0b101', '1_000', '1_000.5', '1e3', '1.5e-3', '1E3', '+1', '+1.5', '.5',
    '-.5', '1.', '.inf', '-.inf', '.nan', '.NaN',
  ])('%s is refused', (written) => {
    expect(readValue(written)).toEqual(['DB107'])
  }) // biome-ignore format: a list of numbers

  test.each([
    ['!!str 1', 'DB103'],
    ['!!js/function "x"', 'DB103'],
    ['!include x.yaml', 'DB103'],
    ['!', 'DB103'],
    ['&a x', 'DB103'],
    ['*a', 'DB103'],
    ['"\\0"', 'DB109'],
    ['"\\ud800"', 'DB109'],
    ['a\u0007b', 'DB109'],
    ['a\u202eb', 'DB109'],
    ['a\u2028b', 'DB109'],
    ['a\u0085b', 'DB109'],
    ['a\ufeffb', 'DB109'],
    ['a\rb', 'DB109'],
    ['-', 'DB102'],
    ['@a', 'DB102'],
    ['`a`', 'DB102'],
    ['"a', 'DB102'],
    ['[a', 'DB102'],
    ['a: b', 'DB102'],
    ['"\\q"', 'DB102'],
  ])('%j is refused', (written, code) => {
    expect(readValue(written)).toEqual([code])
  })
})

describe('whole files', () => {
  test.each([
    ['an end of lines of Windows', 'version: 1\r\nmodels:\r\n  A:\r\n    comment: |\r\n      x\r\n'],
    ['a byte order mark', '\ufeffversion: 1\n'],
    ['the mark of a document', '# first\n---\nversion: 1\n'],
    ['the end of a document', 'version: 1\n...\n'],
    ['a bracket at the beginning of a line', 'version: 1\noutput: {\n  typescript: src/db\n}\n'],
    ['a tab in front of a comment', 'version: 1\t# one\n'],
    ['a tab between a key and its value', 'version:\t1\n'],
    ['no end of the last line', 'version: 1'],
  ])('%s is fine', async (_, text) => {
    expect((await readSpec(text)).shown).toBe('')
  })

  test.each([
    ['two documents', 'version: 1\n---\nversion: 1\n', ['DB105']],
    ['a second document that is empty', 'version: 1\n---\n', ['DB105']],
    ['a document behind the end of one', 'version: 1\n...\nmodels: {}\n', ['DB105']],
    ['a version of YAML', '%YAML 1.1\n---\nversion: 1\n', ['DB103']],
    ['a name for tags', '%TAG ! tag:example.com,2000:\n---\nversion: 1\n', ['DB103']],
    ['a merge key', 'version: 1\nmodels:\n  A:\n    columns:\n      <<: { a: text }\n', ['DB103']],
    ['a key twice', 'version: 1\nmodels: { A: {}, A: {} }\n', ['DB104']],
    ['a key twice, once in quotes', 'version: 1\nmodels: { A: {}, "A": {} }\n', ['DB104']],
    ['a tab for indentation', 'version: 1\nmodels:\n\tA: {}\n', ['DB102']],
    ['a list as a key', 'version: 1\n[a, b]: 1\n', ['DB102']],
    ['ends of lines of old', 'version: 1\rmodels: {}\r', ['DB102', 'DB109']],
    ['a zero byte', 'version: 1\0\n', ['DB109']],
  ])('%s is refused', async (_, text, codes) => {
    expect(codesOf((await readSpec(text)).diagnostics)).toEqual(codes)
  })

  test('names that are dangerous as properties are read as what they are', async () => {
    const { spec, shown } = await readSpec(
      'version: 1\nmodels:\n  A:\n    columns: { __proto__: text, constructor: text, hasownproperty: text }\n',
    )
    const columns = spec.models[0]?.value?.columns
    expect(shown).toBe('')
    expect(columns?.entries.map(({ key }) => key.text)).toEqual(['__proto__', 'constructor', 'hasownproperty'])
    expect(Object.keys({})).toEqual([])
    expect('polluted' in {}).toBe(false)
  })

  test('a record has no keys that were not written', async () => {
    const { spec } = await readSpec('version: 1\n__proto__: { models: { A: {} } }\n')
    expect(spec.main?.models).toBeUndefined()
    expect(spec.models).toEqual([])
  })
})

describe('a tree of nodes', () => {
  test('is what the library reads too', () => {
    fc.assert(
      fc.property(
        arbitraryOf(schemaOf('main', document)),
        fc.constantFrom<'block' | 'flow'>('block', 'flow'),
        (value, style) => {
          const text = stringify(value, { aliasDuplicateObjects: false, collectionStyle: style })
          const problems = createProblems()
          const { root } = parseSource('spec.yaml', text, problems)
          expect(problems.count).toBe(0)
          expect(root && plainValue(root)).toEqual(parse(text))
        },
      ),
      { numRuns: numRuns(300) },
    )
  })
})

function plainValue(node: SourceNode): unknown {
  if (node.kind === 'list') return node.items.map(plainValue)
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainValue(value)]))
  if (node.kind === 'unreadable') return undefined
  switch (kindOf(node)) {
    case 'null':
      return null
    case 'boolean':
      return node.text.toLowerCase() === 'true'
    case 'number':
      return Number(node.text)
    default:
      return node.text
  }
}
