import type { JsonSchema } from './definition/shape.js'
import { type Collection, isSpacedAbove, type Member, type Value, withSpace } from './format-tree.js'

/** Sorts the keys of a value, and of all in it, by the JSON Schema; keys that it does not name stay behind the others. */
export function ordered(value: Value, schema: JsonSchema): Value {
  return orderValue(value, schema, schema)
}

function orderValue(value: Value, schema: JsonSchema, root: JsonSchema): Value {
  if ((value.kind !== 'map' && value.kind !== 'list') || value.form === 'verbatim') return value
  const described = resolve(schema, value, root)
  if (value.kind === 'map') return orderMap(value, described, root)
  const items = recordOf(described['items'])
  return { ...value, members: value.members.map((member) => orderMember(member, items, root)) }
}

function orderMap(map: Collection, schema: JsonSchema, root: JsonSchema): Collection {
  const properties = recordOf(schema['properties'])
  const places = placesIn(properties)
  const place = ({ key }: Member): number => places.get(key?.value ?? '') ?? places.size
  const isSorted = map.members.every(
    (member, index) => index === 0 || place(map.members[index - 1] ?? member) <= place(member),
  )
  const members = isSorted
    ? map.members
    : respaced(
        [...map.members].sort((a, b) => place(a) - place(b)),
        map.members,
      )
  return {
    ...map,
    members: members.map((member) => {
      const inner = properties[member.key?.value ?? ''] ?? schema['additionalProperties']
      return orderMember(member, recordOf(inner), root)
    }),
  }
}

const known = new WeakMap<JsonSchema, ReadonlyMap<string, number>>()

/** The position of each key; the same parts of the schema are asked for thousands of times. */
function placesIn(properties: JsonSchema): ReadonlyMap<string, number> {
  const found = known.get(properties) ?? new Map(Object.keys(properties).map((name, index) => [name, index]))
  known.set(properties, found)
  return found
}

/** Most members hold one word and are left as they are. */
function orderMember(member: Member, schema: JsonSchema, root: JsonSchema): Member {
  const value = orderValue(member.value, schema, root)
  return value === member.value ? member : { ...member, value }
}

/** The blank lines between the members of a map stay between them, whichever comes first now. */
function respaced(sorted: readonly Member[], before: readonly Member[]): Member[] {
  const spaced = before.slice(1).filter(isSpacedAbove).length
  const isSpaced = spaced * 2 > before.length - 1
  return sorted.map((member, index) => withSpace(member, index > 0 && (isSpaced || isSpacedAbove(member))))
}

/** The alternative of a schema that describes the value. */
function resolve(schema: JsonSchema, value: Collection, root: JsonSchema): JsonSchema {
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const name = reference.slice(reference.lastIndexOf('/') + 1)
    return resolve(recordOf(recordOf(root['definitions'])[name]), value, root)
  }
  const alternatives = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray)
  if (alternatives === undefined) return schema
  const wanted = value.kind === 'map' ? 'object' : 'array'
  const fitting = alternatives.map((one) => resolve(recordOf(one), value, root)).filter(({ type }) => type === wanted)
  if (fitting.length < 2) return fitting[0] ?? {}
  const knowsAll = (one: JsonSchema): boolean =>
    value.members.every(({ key }) => Object.hasOwn(recordOf(one['properties']), key?.value ?? ''))
  return fitting.find(knowsAll) ?? fitting.find((one) => one['additionalProperties'] !== false) ?? fitting[0] ?? {}
}

function recordOf(value: unknown): JsonSchema {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
