import type { MeasureSpec } from '../spec/definition/query.js'
import type { ScalarNode } from '../spec/node.js'
import type { SqlCall, SqlExpression } from '../spec/sql.js'
import { quoted } from '../spec/wording.js'
import { readType, spokenType } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { checkSql } from './expression.js'
import { resolveType } from './fields.js'
import { camel } from './inflect.js'
import type { DataType } from './model.js'
import type { Measure } from './query.js'

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
  const inferred = inferType(building, owner, expression)
  if (inferred === undefined) {
    reportType(building, owner, node, expression.call)
    return undefined
  }
  // A group has a row at least, but a filter within the call may leave none of them.
  const isSure = isGrouped && !inferred.isOfNullable && PLAIN_CALL.test(node.text)
  return { ...base, type: inferred.type, nullable: inferred.canBeNull && !isSure }
}

const PLAIN_CALL = /^\w+\(\s*\w+\s*(?:\(\s*\w+\s*\)\s*)?\)$/

/** Either PostgreSQL has no such aggregate of the column, or only it knows the type. */
function reportType(building: Building, owner: EntityDraft, node: ScalarNode, call: SqlCall | undefined): void {
  const column = owner.columns.get(call?.column ?? '')
  if (column?.isTyped === false) return
  const known = call && takes.get(call.name)
  const isMissing = column !== undefined && column.field.type.dimensions === 0 && !unsure.has(column.field.type.name)
  if (call !== undefined && isMissing && known !== undefined) {
    const { name, type } = column.field
    const message = `there is no ${call.name} of ${spokenType(type)}, which ${quoted(name)} is`
    building.problems.add('DB705', node.span, message, `${call.name} takes ${known}`)
    return
  }
  const type = (call && usual.get(call.name)) ?? '<the type of the result>'
  const hint = `write { sql: ${JSON.stringify(node.text)}, type: ${type} }`
  building.problems.add('DB705', node.span, `the type of ${quoted(node.text)} cannot be inferred`, hint)
}

/** Types of which PostgreSQL has some of the aggregates, with another type as their result or in its newest version. */
const unsure: ReadonlySet<string> = new Set(['bytea', 'cidr', 'name', 'time without time zone'])

const takes: ReadonlyMap<string, string> = new Map([
  ['sum', 'numbers, intervals and money'],
  ['avg', 'numbers and intervals'],
  ['min', 'numbers, text, times and enums'],
  ['max', 'numbers, text, times and enums'],
])

/** The types of aggregates that are always the same. */
const usual: ReadonlyMap<string, string> = new Map([
  ['string_agg', 'text'],
  ['bool_and', 'boolean'],
  ['bool_or', 'boolean'],
  ['every', 'boolean'],
  ['json_agg', 'jsonb'],
  ['jsonb_agg', 'jsonb'],
])

interface Inferred {
  readonly type: DataType
  readonly canBeNull: boolean
  /** Whether what is aggregated may be NULL itself. */
  readonly isOfNullable: boolean
}

/** What PostgreSQL's aggregates return; an average comes as double precision, so that it is a number in TypeScript. */
function inferType(building: Building, owner: EntityDraft, { call, columns }: SqlExpression): Inferred | undefined {
  if (call === undefined) return undefined
  if (call.name === 'count') {
    const type: DataType = { ...typeNamed(building, 'bigint'), representation: 'number' }
    return { type, canBeNull: false, isOfNullable: false }
  }
  const argument = argumentOf(building, owner, call)
  const result = argument && resultType(building, call.name, argument)
  const isOfNullable = columns.some(({ name }) => owner.columns.get(name)?.field.nullable !== false)
  return result && { type: result, canBeNull: true, isOfNullable }
}

function argumentOf(building: Building, owner: EntityDraft, call: SqlCall): DataType | undefined {
  if (call.inner === 'length') return typeNamed(building, 'integer')
  const column = call.column === undefined ? undefined : owner.columns.get(call.column)
  return column?.isTyped === true ? column.field.type : undefined
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

/** PostgreSQL has min and max for these, for all that hold a time or a date, and for enums. */
const minimum: ReadonlySet<string> = new Set([
  ...['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'oid', 'money'],
  ...['text', 'character varying', 'character', 'bpchar', 'citext', 'inet', 'pg_lsn', 'date', 'interval'],
])

function hasMinimum({ name, enum: isEnum }: DataType): boolean {
  return isEnum !== undefined || minimum.has(name) || name.startsWith('time')
}

function typeNamed({ types }: Building, name: string): DataType {
  const result = readType(name, new Map(), types)
  if (result.kind !== 'type') throw new Error(`${name} is a built-in type`)
  return result.type
}
