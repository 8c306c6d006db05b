import type { DataType } from './model.js'

/**
 * The methods of PostgreSQL 18 that index a type without being told an operator class (pg_opclass, `opcdefault`). What
 * is not listed here has `btree`, `hash` and `brin`.
 */
const special: Readonly<Record<string, readonly string[]>> = {
  boolean: ['btree', 'hash'],
  text: ['btree', 'hash', 'spgist', 'brin'],
  'character varying': ['btree', 'hash', 'spgist', 'brin'],
  citext: ['btree', 'hash', 'spgist', 'brin'],
  ltree: ['btree', 'hash', 'gist'],
  json: [],
  jsonb: ['btree', 'hash', 'gin'],
  bit: ['btree', 'brin'],
  'bit varying': ['btree', 'brin'],
  money: ['btree'],
  xml: [],
  jsonpath: [],
  inet: ['btree', 'hash', 'spgist', 'brin'],
  cidr: ['btree', 'hash', 'spgist', 'brin'],
  tsvector: ['btree', 'gin', 'gist'],
  tsquery: ['btree', 'gist'],
  point: ['gist', 'spgist'],
  line: [],
  lseg: [],
  box: ['gist', 'spgist', 'brin'],
  path: [],
  polygon: ['gist', 'spgist'],
  circle: ['gist'],
}

const usual = ['btree', 'hash', 'brin']

/** Whether an index of the method can hold a column of the type by itself. */
export function canIndex(type: DataType, method: string): boolean {
  return methodsOf(type).includes(method)
}

/** The methods that index a column of the type by themselves. */
export function methodsOf(type: DataType): readonly string[] {
  if (type.dimensions > 0) return canIndex({ ...type, dimensions: 0 }, 'btree') ? ['btree', 'hash', 'gin'] : []
  if (type.enum !== undefined) return ['btree', 'hash']
  if (type.name.endsWith('multirange')) return ['btree', 'hash', 'gist']
  if (type.name.endsWith('range')) return ['btree', 'hash', 'gist', 'spgist', 'brin']
  return Object.hasOwn(special, type.name) ? (special[type.name] ?? usual) : usual
}
