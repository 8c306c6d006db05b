import type { Flag } from '../spec/definition/shape.js'
import type { ScalarNode, Span } from '../spec/node.js'
import type { Building } from './drafts.js'
import type { SequenceOptions } from './objects.js'

/** Options of a sequence as the spec has them. */
export interface SequenceSpec {
  readonly start: ScalarNode | undefined
  readonly increment: ScalarNode | undefined
  readonly minimum: ScalarNode | undefined
  readonly maximum: ScalarNode | undefined
  readonly cache: ScalarNode | undefined
  readonly cycle: Flag | undefined
  readonly span: Span
}

const most: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n - 1n,
  integer: 2n ** 31n - 1n,
  bigint: 2n ** 63n - 1n,
}

/** The options of a sequence, checked as PostgreSQL checks them; nothing where none is given. */
export function sequenceOptions(building: Building, spec: SequenceSpec, type: string): SequenceOptions | undefined {
  checkBounds(building, spec, most[type] ?? 2n ** 63n - 1n, type)
  const options: SequenceOptions = {
    start: decimal(spec.start),
    increment: decimal(spec.increment),
    minimum: decimal(spec.minimum),
    maximum: decimal(spec.maximum),
    cache: decimal(spec.cache),
    cycle: spec.cycle?.value === true ? true : undefined,
  }
  return Object.values(options).every((option) => option === undefined) ? undefined : options
}

/** No option is given. */
export const noOptions: SequenceOptions = {
  start: undefined,
  increment: undefined,
  minimum: undefined,
  maximum: undefined,
  cache: undefined,
  cycle: undefined,
}

function decimal(node: ScalarNode | undefined): string | undefined {
  return node && BigInt(node.text).toString()
}

function checkBounds({ problems }: Building, spec: SequenceSpec, largest: bigint, type: string): void {
  const refuse = (node: ScalarNode | undefined, message: string, hint: string) =>
    problems.add('DB411', node?.span ?? spec.span, message, hint)
  const given = [spec.start, spec.minimum, spec.maximum, spec.increment].filter((node) => node !== undefined)
  const outside = given.find(({ text }) => BigInt(text) > largest || BigInt(text) < -largest - 1n)
  if (outside !== undefined) {
    refuse(outside, `${outside.text} is out of the range of ${type}`, `it goes from ${-largest - 1n} to ${largest}`)
    return
  }
  if (spec.increment !== undefined && BigInt(spec.increment.text) === 0n)
    refuse(spec.increment, 'a sequence cannot stand still', 'write another "increment"')
  if (spec.cache !== undefined && BigInt(spec.cache.text) < 1n)
    refuse(spec.cache, 'a connection takes at least one number at once', 'write 1, or remove "cache"')
  const isDown = BigInt(spec.increment?.text ?? '1') < 0n
  const minimum = BigInt(spec.minimum?.text ?? (isDown ? -largest - 1n : 1n))
  const maximum = BigInt(spec.maximum?.text ?? (isDown ? -1n : largest))
  if (minimum >= maximum) {
    refuse(spec.maximum ?? spec.minimum, `the numbers end (${maximum}) where they begin (${minimum})`, range)
    return
  }
  const start = BigInt(spec.start?.text ?? (isDown ? maximum : minimum))
  if (start < minimum || start > maximum)
    refuse(spec.start, `the start ${start} is not between ${minimum} and ${maximum}`, range)
}

const range = 'make "minimum" less than "maximum", and "start" neither less nor greater'
