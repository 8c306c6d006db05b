import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { document, includedDocument } from '../../../src/spec/definition/document.js'
import type { JsonSchema } from '../../../src/spec/definition/shape.js'
import { printSpecSchema, schemaOf, specSchema } from '../../../src/spec/json-schema.js'
import { codesOf, readSpec } from '../../support/spec.js'
import { arbitraryOf, mutated } from './arbitrary.js'
import { invalidDocuments, validDocuments } from './documents.js'
import { numRuns } from './fuzz-runs.js'

const root = join(import.meta.dirname, '../../..')

const mainSchema = schemaOf('main', document)
const includedSchema = schemaOf('included', includedDocument)
const acceptsMain = compile(mainSchema)
const acceptsIncluded = compile(includedSchema)
const acceptsAny = compile(specSchema())

function compile(schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true })
  // The words that editors show for a pattern; nothing is checked by them.
  ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' })
  return ajv.compile(schema)
}

/** Whether the reader takes the text as the main file. */
async function readsMain(text: string): Promise<boolean> {
  return (await readSpec(text)).diagnostics.length === 0
}

/** Whether the reader takes the text as an included file. */
async function readsIncluded(text: string): Promise<boolean> {
  const { diagnostics } = await readSpec({ 'spec.yaml': 'version: 1\ninclude: part.yaml\n', 'part.yaml': text })
  return diagnostics.length === 0
}

/** The same value, printed in the ways that people and tools print YAML. */
const printers: readonly ((value: unknown) => string)[] = [
  (value) => stringify(value, { aliasDuplicateObjects: false }),
  (value) => stringify(value, { aliasDuplicateObjects: false, collectionStyle: 'flow' }),
  (value) => stringify(value, { aliasDuplicateObjects: false, defaultStringType: 'QUOTE_SINGLE', indentSeq: false }),
  (value) =>
    stringify(value, { aliasDuplicateObjects: false, defaultStringType: 'BLOCK_LITERAL', lineWidth: 0, indent: 4 }),
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, undefined, 2).replaceAll('\n', '\r\n'),
]

const printer = fc.constantFrom(...printers)

/** Includes are left out: what they name is not there. */
function withoutInclude(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'include'))
}

describe('documents made by hand', () => {
  test.each(validDocuments)('both take: $name', async ({ text }) => {
    expect((await readSpec(text)).shown).toBe('')
    expect(acceptsMain(parse(text))).toBe(true)
    expect(acceptsAny(parse(text))).toBe(true)
  })

  test.each(invalidDocuments)('both refuse: $name', async ({ text, codes }) => {
    expect(codesOf((await readSpec(text)).diagnostics)).toEqual(codes)
    expect(acceptsMain(parse(text))).toBe(false)
  })

  test.each(['schema.example.yaml'])('both take %s', async (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect((await readSpec(text)).shown).toBe('')
    expect(acceptsMain(parse(text))).toBe(true)
    expect(acceptsAny(parse(text))).toBe(true)
  })
})

describe('documents made of the shapes', () => {
  const mains = arbitraryOf(mainSchema).map(withoutInclude)
  const includeds = arbitraryOf(includedSchema).map(withoutInclude)

  test('both take what the shapes describe', async () => {
    await fc.assert(
      fc.asyncProperty(mains, printer, async (value, print) => {
        const text = print(value)
        expect((await readSpec(text)).shown).toBe('')
        expect(acceptsMain(parse(text))).toBe(true)
      }),
      { numRuns: numRuns(300) },
    )
  })

  test('the reader refuses what the schema refuses, and nothing else: main files', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(mains).map(withoutInclude), printer, async (value, print) => {
        const text = print(value)
        expect(await readsMain(text)).toBe(acceptsMain(parse(text)))
      }),
      { numRuns: numRuns(600) },
    )
  })

  test('the reader refuses what the schema refuses, and nothing else: included files', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(includeds).map(withoutInclude), printer, async (value, print) => {
        const text = print(value)
        expect(await readsIncluded(text)).toBe(acceptsIncluded(parse(text)))
      }),
      { numRuns: numRuns(300) },
    )
  })

  test('the published schema takes what is a main file or an included file, and nothing else', () => {
    fc.assert(
      fc.property(mutated(fc.oneof(mains, includeds)), (value) => {
        expect(acceptsAny(value)).toBe(acceptsMain(value) || acceptsIncluded(value))
      }),
      { numRuns: numRuns(600) },
    )
  })
})

/**
 * What the schema cannot see, because an editor hands it the values and not the text. The reader is the stricter one
 * in each: what the schema refuses, the reader refuses too.
 */
describe('what only the reader sees', () => {
  const model = (column: string) => `version: 1\nmodels: { A: { columns: { a: ${column} } } }\n`
  const beyondJson: readonly (readonly [string, string, string])[] = [
    ['a number with a leading zero', model('{ type: int, default: 0123 }'), 'DB107'],
    ['a number with an exponent', model('{ type: int, default: 1e3 }'), 'DB107'],
    ['a number in another base', model('{ type: int, default: 0x1f }'), 'DB107'],
    ['text that was a number once', model('{ type: text, default: 1_000 }'), 'DB107'],
    ['a key given twice', 'version: 1\nversion: 1\n', 'DB104'],
    ['an alias', 'version: 1\nenums: { A: &a [x], B: *a }\n', 'DB103'],
    ['a tag', 'version: !!int 1\n', 'DB103'],
    ['a directive', '%YAML 1.2\n---\nversion: 1\n', 'DB103'],
    ['a character that turns the text around', 'version: 1\nmodels: { A: { comment: "a\u202eb" } }\n', 'DB109'],
    ['a character that no database holds', 'version: 1\nmodels: { A: { comment: "\\0" } }\n', 'DB109'],
    ['an included file that is not there', 'version: 1\ninclude: missing.yaml\n', 'DB108'],
    ['a model in two files', 'version: 1\ninclude: part.yaml\nmodels: { A: {} }\n', 'DB301'],
  ]

  test.each(beyondJson)('%s', async (_, text, code) => {
    const { diagnostics } = await readSpec({ 'spec.yaml': text, 'part.yaml': 'models: { A: {} }\n' })
    expect(codesOf(diagnostics)).toContain(code)
    expect(acceptsMain(parse(text, { uniqueKeys: false, logLevel: 'silent' }))).toBe(true)
  })

  test('a main file without a version is taken for an included one', async () => {
    const text = 'models: { A: {} }\n'
    expect(await readsMain(text)).toBe(false)
    expect(await readsIncluded(text)).toBe(true)
    expect(acceptsAny(parse(text))).toBe(true)
  })
})

describe('the published schema', () => {
  test('is the same each time', () => {
    expect(printSpecSchema()).toBe(printSpecSchema())
    expect(JSON.parse(printSpecSchema())).toEqual(specSchema())
  })

  test('describes every key', () => {
    const keys = keysOf(specSchema(), '')
    expect(keys.length).toBeGreaterThan(100)
    expect(keys.filter(({ description }) => description.trim() === '').map(({ path }) => path)).toEqual([])
  })

  test('has an example for every text that is free', () => {
    const texts = partsOf(specSchema()).filter(
      ({ type, description }) => type === 'string' && description !== undefined,
    )
    expect(texts.length).toBeGreaterThan(50)
    expect(texts.filter(({ examples }) => !Array.isArray(examples) || examples.length === 0)).toEqual([])
  })

  test('says in words what a pattern asks for', () => {
    const silent = partsOf(specSchema()).filter((part) => 'pattern' in part && !('patternErrorMessage' in part))
    expect(silent).toEqual([])
  })

  test('has examples that it accepts', () => {
    const { definitions } = specSchema()
    const wrong = partsOf(specSchema()).flatMap(({ examples, ...part }) => {
      if (!Array.isArray(examples)) return []
      const accept = compile({ ...part, definitions })
      return examples.filter((example) => !accept(example))
    })
    expect(wrong).toEqual([])
  })
})

/** Every key that a file can hold, with what an editor says of it. */
function keysOf(schema: JsonSchema, path: string): { path: string; description: string }[] {
  const found: { path: string; description: string }[] = []
  for (const part of partsOf(schema)) {
    for (const [name, value] of Object.entries((part['properties'] ?? {}) as Record<string, JsonSchema>)) {
      const target = typeof value['$ref'] === 'string' ? definitionOf(value['$ref']) : value
      found.push({ path: `${path}/${name}`, description: String(target['description'] ?? '') })
    }
    const values = part['additionalProperties']
    if (isSchema(values)) found.push({ path: `${path}/*`, description: String(values['description'] ?? '') })
  }
  return found
}

function definitionOf(reference: string): JsonSchema {
  const definitions = specSchema()['definitions'] as Record<string, JsonSchema>
  return definitions[reference.replace('#/definitions/', '')] ?? {}
}

/** The schema and all schemas within it. */
function partsOf(schema: JsonSchema): JsonSchema[] {
  const isMapOfSchemas = (keyword: string) => keyword === 'properties' || keyword === 'definitions'
  const children = Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'examples' || typeof value !== 'object' || value === null) return []
    return isMapOfSchemas(keyword) || Array.isArray(value) ? Object.values(value) : [value]
  })
  return [schema, ...children.filter(isSchema).flatMap(partsOf)]
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
