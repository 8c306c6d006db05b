import { kindOf, type ScalarNode, type Span } from '../node.js'
import { alternatives, quoted } from '../wording.js'
import { checkKeys } from './record-keys.js'
import { accepts, type Help, type JsonSchema, type Shape, type Value } from './shape.js'

/** A list with its place; what could not be read is left out. */
export interface List<Member> {
  readonly kind: 'list'
  readonly items: readonly Member[]
  readonly span: Span
}

/** A named value; the value is missing where it could not be read, which is then already noted. */
export interface Entry<Member> {
  readonly key: ScalarNode
  readonly value: Member | undefined
}

/** A map from names that the user chose, in the order of the file. */
export interface Named<Member> {
  readonly kind: 'named'
  readonly entries: readonly Entry<Member>[]
  readonly span: Span
}

/** The shapes of a record's keys. */
export type Fields = { readonly [key: string]: Shape<unknown> }

/** A map with fixed keys. Each may be missing: left out, or of a wrong form that is already noted. */
export type RecordOf<F extends Fields> = {
  readonly kind: 'record'
  readonly span: Span
  /** Where each key that was written stands, whether or not its value could be read. */
  readonly keys: ReadonlyMap<string, Span>
} & { readonly [K in keyof F]: Value<F[K]> | undefined }

/** A list of one shape. */
export function list<Member>(of: Shape<Member>, help: Help & { readonly least?: number }): Shape<List<Member>> {
  const { least = 1, ...rest } = help
  const shape: Shape<List<Member>> = {
    expected: 'a list',
    accepts: ['list'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'list') return undefined
      if (node.items.length < least && reading.isWhole)
        reading.problems.add('DB208', node.span, `${label} must not be empty`)
      const items = node.items.map((child) => of.read(child, eachOf(label), reading))
      return { kind: 'list', items: items.filter((found) => found !== undefined), span: node.span }
    },
    schema: (definitions) => ({ type: 'array', items: of.schema(definitions), minItems: least, ...rest }),
  }
  return shape
}

function eachOf(label: string): string {
  return label.startsWith('each of ') ? label : `each of ${label}`
}

/** A map whose keys are names of the form `pattern`. */
export function named<Member>(
  of: Shape<Member>,
  help: Help & { readonly pattern: RegExp; readonly form: string; readonly least?: number },
): Shape<Named<Member>> {
  const { pattern, form, least = 0, ...rest } = help
  const shape: Shape<Named<Member>> = {
    expected: 'a map',
    accepts: ['map'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'map') return undefined
      if (node.entries.length < least && reading.isWhole)
        reading.problems.add('DB208', node.span, `${label} must not be empty`)
      const entries = node.entries.map(({ key, value }) => {
        if (!pattern.test(key.text)) reading.problems.add('DB205', key.span, `${quoted(key.text)} is not ${form}`)
        return { key, value: of.read(value, quoted(key.text), reading) }
      })
      return { kind: 'named', entries, span: node.span }
    },
    schema: (definitions) => ({
      type: 'object',
      ...rest,
      ...(least > 0 ? { minProperties: least } : {}),
      propertyNames: { type: 'string', pattern: pattern.source, patternErrorMessage: `must be ${form}` },
      additionalProperties: of.schema(definitions),
    }),
  }
  return shape
}

/** Rules over the keys of a record. */
export interface RecordRules<F extends Fields> {
  readonly required?: readonly (keyof F & string)[]
  /** Exactly one of these must be there. */
  readonly oneOf?: readonly (keyof F & string)[]
  /** What to write instead of keys that people know from elsewhere. */
  readonly hints?: { readonly [key: string]: string }
}

/** A map with fixed keys. `what` names it in messages: `a column`. */
export function record<const F extends Fields>(
  what: string,
  fields: F,
  help: Help & RecordRules<F>,
): Shape<RecordOf<F>> {
  const { required = [], oneOf = [], hints = {}, ...rest } = help
  const names = Object.keys(fields)
  const nothing: Readonly<Record<string, unknown>> = Object.fromEntries(names.map((name) => [name, undefined]))
  const rules = { what, known: new Set(names), required, oneOf, hints: new Map(Object.entries(hints)) }
  const shape: Shape<RecordOf<F>> = {
    expected: 'a map',
    accepts: ['map'],
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading) || node.kind !== 'map') return undefined
      const keys = new Map(node.entries.map(({ key }) => [key.text, key.span]))
      const values: Record<string, unknown> = { ...nothing }
      for (const { key, value } of node.entries) {
        const field = Object.hasOwn(fields, key.text) ? fields[key.text] : undefined
        if (field !== undefined) values[key.text] = field.read(value, quoted(key.text), reading)
      }
      checkKeys(node, label, rules, reading)
      // Each key was just read by its own shape, which is what the type says.
      return { kind: 'record', span: node.span, keys, ...values } as unknown as RecordOf<F>
    },
    schema: (definitions) => ({
      type: 'object',
      ...rest,
      additionalProperties: false,
      properties: Object.fromEntries(names.map((name) => [name, fields[name]?.schema(definitions)])),
      ...(required.length > 0 ? { required } : {}),
      ...(oneOf.length > 0 ? { oneOf: oneOf.map((name) => ({ required: [name] })) } : {}),
    }),
  }
  return shape
}

/** One of several shapes, told apart by the kind of YAML value alone, so that a message can be about the one meant. */
export function either<const Shapes extends readonly Shape<unknown>[]>(
  shapes: Shapes,
  help: Help,
): Shape<Value<Shapes[number]>> {
  const shape: Shape<Value<Shapes[number]>> = {
    expected: alternatives([...new Set(shapes.flatMap(({ expected }) => expected.split(' or ')))]),
    accepts: shapes.flatMap((option) => option.accepts),
    read(node, label, reading) {
      if (!accepts(shape, node, label, reading)) return undefined
      const option = shapes.find((candidate) => candidate.accepts.includes(kindOf(node)))
      // The option found is one of `Shapes`, and what it reads is its own value.
      return option?.read(node, label, reading) as Value<Shapes[number]> | undefined
    },
    schema: (definitions) => ({ ...help, anyOf: shapes.map((option) => explained(option.schema(definitions), help)) }),
  }
  return shape
}

/** Editors show what is said of the alternative alone, so that it says what the whole is for as well. */
function explained(option: JsonSchema, { description: whole }: Help): JsonSchema {
  const { description: part } = option
  if (typeof part !== 'string' || part.startsWith(whole)) return option
  return { ...option, description: `${whole} ${part}` }
}

/** A shape that may hold itself, described once under its name. */
export function recursive<Member>(name: string, make: () => Shape<Member>): Shape<Member> {
  let made: Shape<Member> | undefined
  const get = (): Shape<Member> => {
    made ??= make()
    return made
  }
  return {
    expected: 'a list or a map',
    accepts: ['list', 'map'],
    read: (node, label, reading) => get().read(node, label, reading),
    schema(definitions: Map<string, JsonSchema>) {
      if (!definitions.has(name)) {
        definitions.set(name, {})
        definitions.set(name, get().schema(definitions))
      }
      return { $ref: `#/definitions/${name}` }
    },
  }
}
