import type { MeasureSpec } from '../spec/definition/query.js'
import type { ScalarNode } from '../spec/node.js'
import type { SqlCall } from '../spec/sql.js'
import { quoted } from '../spec/wording.js'
import { readType } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import { resolveType } from './fields.js'
import { camel } from './inflect.js'
import type { DataType, Measure } from './model.js'

/** Reads one aggregate of a query: its SQL, and the type of what it returns. */
export function readMeasure(
  building: Building,
  owner: EntityDraft,
  key: ScalarNode,
  spec: MeasureSpec,
  isGrouped: boolean,
): Measure | undefined {
  const node = spec.kind === 'record' ? spec.sql : spec
  const given = spec.kind === 'record' && spec.type !== undefined ? resolveType(building, spec.type) : undefined
  const expression = node && checkSql(building, node, { what: 'an aggregate', columnsOf: owner, isAggregate: true })
  if (node === undefined || expression === undefined) return undefined
  if (!expression.hasAggregate) {
    const hint = 'write count(*), or sum, avg, min or max of a column'
    building.problems.add('DB802', node.span, `${quoted(node.text)} does not aggregate rows`, hint)
    return undefined
  }
  const base = { name: key.text, property: camel(key.text), sql: node.text }
  if (spec.kind === 'record') return given && { ...base, type: given, nullable: expression.call?.name !== 'count' }
  const inferred = inferType(building, owner, expression.call)
  if (inferred === undefined) {
    const hint = `write { sql: ${quoted(node.text)}, type: <the type of the result> }`
    building.problems.add('DB705', node.span, `the type of ${quoted(node.text)} cannot be inferred`, hint)
    return undefined
  }
  return { ...base, type: inferred.type, nullable: inferred.canBeNull && !(isGrouped && !inferred.isOfNullable) }
}

interface Inferred {
  readonly type: DataType
  readonly canBeNull: boolean
  /** Whether what is aggregated may be NULL itself. */
  readonly isOfNullable: boolean
}

/** What PostgreSQL's aggregates return; an average comes as double precision, so that it is a number in TypeScript. */
function inferType(building: Building, owner: EntityDraft, call: SqlCall | undefined): Inferred | undefined {
  if (call === undefined) return undefined
  if (call.name === 'count') return { type: { ...typeNamed(building, 'bigint'), representation: 'number' }, canBeNull: false, isOfNullable: false }
  const argument = argumentOf(building, owner, call)
  if (argument === undefined) return undefined
  const result = resultType(building, call.name, argument.type)
  return result && { type: result, canBeNull: true, isOfNullable: argument.nullable }
}

function argumentOf(building: Building, owner: EntityDraft, call: SqlCall): { type: DataType; nullable: boolean } | undefined {
  if (call.inner === 'length') return { type: typeNamed(building, 'integer'), nullable: true }
  const field = call.column === undefined ? undefined : owner.columns.get(call.column)?.field
  return field && { type: field.type, nullable: field.nullable }
}

const sums: Readonly<Record<string, string>> = {
  smallint: 'bigint',
  integer: 'bigint',
  bigint: 'numeric',
  numeric: 'numeric',
  real: 'real',
  'double precision': 'double precision',
  interval: 'interval',
  money: 'money',
}

function resultType(building: Building, name: string, argument: DataType): DataType | undefined {
  if (argument.dimensions > 0) return undefined
  if (name === 'min' || name === 'max') return hasMinimum(argument) ? { ...argument, modifiers: [] } : undefined
  const sum = argument.enum === undefined && Object.hasOwn(sums, argument.name) ? sums[argument.name] : undefined
  if (name === 'sum') return sum === undefined ? undefined : typeNamed(building, sum)
  if (name !== 'avg' || sum === undefined || sum === 'money') return undefined
  return typeNamed(building, sum === 'interval' ? 'interval' : 'double precision')
}

/** PostgreSQL has min and max for these. */
function hasMinimum({ name, enum: isEnum }: DataType): boolean {
  if (isEnum !== undefined) return true
  return /^(?:smallint|integer|bigint|numeric|real|double precision|oid|text|character varying|character|citext|date|interval|inet|money|time.*)$/.test(name)
}

function typeNamed({ types }: Building, name: string): DataType {
  const result = readType(name, new Map(), types)
  if (result.kind !== 'type') throw new Error(`${name} is a built-in type`)
  return result.type
}
