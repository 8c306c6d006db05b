import { inspect, isDeepStrictEqual } from 'node:util'
import type { Row } from './generated-layer.js'

/** Throws where two lists of rows differ, in a value or its type, and says where. Rows are told apart by their `n`. */
export function expectSame(where: string, found: unknown, expected: unknown): void {
  const [one, other] = [inOrder(found), inOrder(expected)]
  if (isDeepStrictEqual(one, other)) return
  throw new Error(`${where}: ${difference(one, other, '')}`)
}

/** The properties that hold related rows. */
const RELATED = /^(?:up|down|linked)/

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).sort((a, b) => numberOf(a) - numberOf(b))
  if (!isRow(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, RELATED.test(name) ? inOrder(inner) : inner]),
  )
}

function numberOf(value: unknown): number {
  return isRow(value) ? Number(value['n']) : 0
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** The first place where both differ. */
function difference(found: unknown, expected: unknown, path: string): string {
  if ((isRow(found) && isRow(expected)) || (Array.isArray(found) && Array.isArray(expected))) {
    const [one, other] = [new Map(Object.entries(found)), new Map(Object.entries(expected))]
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      const [a, b] = [one.get(key), other.get(key)]
      if (one.has(key) !== other.has(key) || !isDeepStrictEqual(a, b)) return difference(a, b, `${path}.${key}`)
    }
  }
  const show = (value: unknown) => inspect(value, { depth: 3, breakLength: 120, maxStringLength: 500 })
  return `${path.slice(1)} is ${show(found)}, not ${show(expected)}`
}
