import fc from 'fast-check'
import type { JsonSchema } from '../../../src/spec/definition/shape.js'

/** Text that a careless printer or reader of YAML would turn into something else. */
const TRICKY = [
  'no', 'on', 'yes', 'null', '~', 'true', '0123', '1e3', '1.10', '12345678901234567890', '0x1f', '.5', '+1',
  '.inf', '.nan', '<<', '*a', '&a', '!a', '%a', '@a', '`a', '- a', '? a', ': a', 'a: b', 'a:', '#a', 'a #b', "it's",
  'say "hi"', '[a', '{a', 'a]', 'a,b', ' a', 'a ', 'a\nb', 'a\n\nb\n', '\ta', 'a\tb', '\\', '\\n', '---', '...', '|',
  '>', '2020-01-01', '12:30:45', 'é', '日本', '🎉', '__proto__', 'constructor', '==', '=',
] // biome-ignore format: a list of words

/** What no reader of a spec lets through, and no JSON Schema can see. */
const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffd\ufeff\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u

/** Text by YAML 1.2, so that printers leave the quotes out, and a number by YAML 1.1: only the reader refuses it. */
const NUMBER_ONCE = /^[-+]?(?:0b[\d_]+|0[xo][\da-fA-F_]+|\d[\d_.]*_[\d_.]*)$/

const isPlain = (text: string) => !HIDDEN.test(text) && !NUMBER_ONCE.test(text)

const someText = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.stringMatching(/^[a-z][a-z_ ]{0,12}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isPlain),
)

/** Deeper than this, only what must be there is generated. */
const DEEP = 7

/** Values that a JSON Schema describes, for the keywords that the schema of the spec uses. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const definitions = asMap(schema['definitions'])
  return build(schema, definitions, 0)
}

function build(schema: JsonSchema, definitions: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const deeper = (part: unknown) => build(asMap(part), definitions, depth + 1)
  if (typeof schema['$ref'] === 'string') return deeper(definitions[schema['$ref'].replace('#/definitions/', '')])
  if (Array.isArray(schema['anyOf'])) return fc.oneof(...schema['anyOf'].map(deeper))
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum'])
  if (Array.isArray(schema['type'])) return fc.oneof(someText, fc.integer(), fc.boolean(), fc.constant(null))
  switch (schema['type']) {
    case 'string':
      return buildText(schema)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: Number(schema['minimum']), max: Number(schema['maximum']) })
    case 'array': {
      const least = Number(schema['minItems'] ?? 0)
      return fc.array(deeper(schema['items']), { minLength: least, maxLength: depth > DEEP ? least : least + 2 })
    }
    case 'object':
      return schema['properties'] === undefined ? buildNamed(schema, deeper, depth) : buildRecord(schema, deeper, depth)
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`)
  }
}

function buildText({ pattern }: JsonSchema): fc.Arbitrary<string> {
  return typeof pattern === 'string' ? matching(pattern) : someText
}

const matchingCache = new Map<string, fc.Arbitrary<string>>()

/** fast-check cannot look ahead, so lookaheads are left out of the pattern and the result is checked against it. */
function matching(pattern: string): fc.Arbitrary<string> {
  const whole = new RegExp(pattern)
  const simple = new RegExp(pattern.replace(/\(\?!(?:[^()]|\([^()]*\))*\)/g, ''))
  const made =
    matchingCache.get(pattern) ??
    fc.stringMatching(simple, { maxLength: 40 }).filter((text) => whole.test(text) && isPlain(text))
  matchingCache.set(pattern, made)
  return made
}

type Deeper = (part: unknown) => fc.Arbitrary<unknown>

function buildNamed(schema: JsonSchema, deeper: Deeper, depth: number): fc.Arbitrary<unknown> {
  const least = Number(schema['minProperties'] ?? 0)
  const key = matching(String(asMap(schema['propertyNames'])['pattern']))
  const most = depth > DEEP ? least : least + 2
  return fc.dictionary(key, deeper(schema['additionalProperties']), {
    minKeys: least,
    maxKeys: most,
    noNullPrototype: true,
  })
}

function buildRecord(schema: JsonSchema, deeper: Deeper, depth: number): fc.Arbitrary<unknown> {
  const properties = asMap(schema['properties'])
  const required = asList(schema['required'])
  const alternatives = asList(schema['oneOf']).map((option) => String(asList(asMap(option)['required'])[0]))
  const optional = Object.keys(properties).filter((name) => !required.includes(name) && !alternatives.includes(name))
  const chosen = alternatives.length === 0 ? fc.constant([]) : fc.constantFrom(...alternatives).map((name) => [name])
  const some = fc.subarray(optional, { maxLength: depth > DEEP ? 0 : Math.min(4, optional.length) })
  return fc.tuple(chosen, some).chain(([one, more]) => {
    const names = [...required.map(String), ...one, ...more]
    return fc.record(Object.fromEntries(names.map((name) => [name, deeper(properties[name])])), {
      noNullPrototype: true,
    })
  })
}

function asMap(value: unknown): JsonSchema {
  if (typeof value !== 'object' || value === null) throw new Error(`not a map: ${String(value)}`)
  return value as JsonSchema
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

const WRONG: readonly unknown[] = [
  null, true, false, 0, 1, 3, -1, 1.5, 200_000, '', 'text', 'Text', 'no such thing', '../x', [], {}, [[]], ['x'], [1],
  ['x', ['y']], { a: 1 }, { sql: 'x' }, { columns: [] }, { type: 'text' },
] // biome-ignore format: a list of values

const KEYS = [
  'unknown',
  'tpye',
  'type',
  'name',
  'columns',
  'sql',
  '',
  'a b',
  '1',
  'Model',
  '__proto__',
  '<<',
  'version',
] as const

/** One change somewhere in a value; `at` picks the place. */
type Mutation = readonly [
  kind: 'replace' | 'remove' | 'add' | 'rename' | 'empty',
  at: number,
  wrong: number,
  key: string,
]

const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.constantFrom('replace', 'remove', 'add', 'rename', 'empty'),
  fc.nat(10_000),
  fc.nat(WRONG.length - 1),
  fc.constantFrom(...KEYS),
)

/** The same values with one to three things done to them that may make them wrong. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([value, mutations]) => mutations.reduce(mutate, value))
}

/** Rebuilds the value; the place is the n-th value met on the way down. */
function mutate(value: unknown, [kind, at, wrong, key]: Mutation): unknown {
  const count = size(value)
  let left = at % count
  const visit = (node: unknown): unknown => {
    if (left-- === 0) return change(node, kind, wrong, key)
    if (Array.isArray(node)) return node.map(visit)
    if (!isMap(node)) return node
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, visit(child)]))
  }
  return visit(value)
}

function size(node: unknown): number {
  const children = typeof node === 'object' && node !== null ? Object.values(node) : []
  return children.reduce<number>((sum, child) => sum + size(child), 1)
}

function change(node: unknown, kind: Mutation[0], wrong: number, key: string): unknown {
  if (kind === 'replace') return WRONG[wrong]
  if (Array.isArray(node)) return kind === 'empty' ? [] : kind === 'remove' ? node.slice(1) : [...node, WRONG[wrong]]
  if (!isMap(node)) return WRONG[wrong]
  const entries = Object.entries(node)
  const first = entries[wrong % Math.max(1, entries.length)]?.[0]
  if (kind === 'empty') return {}
  if (kind === 'add') return Object.fromEntries([...entries, [key, WRONG[wrong]]])
  if (kind === 'remove') return Object.fromEntries(entries.filter(([name]) => name !== first))
  return Object.fromEntries(entries.map(([name, child]) => [name === first ? key : name, child]))
}

function isMap(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
