import type { QuerySpec } from '../spec/definition/query.js'
import type { ScalarNode } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { isOrdered } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { readFilters } from './filters.js'
import { camel, pascal } from './inflect.js'
import { fieldsOf } from './keys.js'
import { readLoads } from './loads.js'
import { readMeasure } from './measures.js'
import type { Field } from './model.js'
import { checkProperty } from './name-rules.js'
import { aggregateFunction, listFunction } from './naming.js'
import { readOrder } from './order.js'
import type { AggregateQuery, ListQuery, Measure } from './query.js'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1000

/** Parameters that a list query has, or gets when its page changes. */
const LIST_PARAMETERS = ['limit', 'after', 'offset']

/** Adds the queries of an entity. */
export function addQueries(building: Building, owner: EntityDraft): void {
  for (const { key, value } of owner.spec?.queries?.entries ?? []) {
    if (value === undefined) continue
    checkProperty(building, key.text, key.span, 'a query')
    const isAggregate = value.keys.has('aggregate')
    checkOptions(building, value, isAggregate)
    const query = isAggregate ? aggregateQuery(building, owner, key, value) : listQuery(building, owner, key, value)
    owner.entity.queries.push(query)
  }
}

/** Rows and aggregates take different options. */
function checkOptions({ problems }: Building, spec: QuerySpec, isAggregate: boolean): void {
  const refused = isAggregate ? ['load', 'order', 'page', 'limit', 'max_limit'] : ['group_by']
  const given = refused.filter((option) => spec.keys.has(option))
  const span = spec.keys.get(given[0] ?? '')
  if (span === undefined) return
  const options = alternatives(given.map(quoted), 'and')
  const are = given.length === 1 ? 'is' : 'are'
  const message = isAggregate
    ? `${options} ${are} for queries that return rows, and this one aggregates them`
    : `${options} ${are} for queries with "aggregate"`
  problems.add('DB704', span, message, isAggregate ? 'make two queries of it' : 'add "aggregate", or remove it')
}

function listQuery(building: Building, owner: EntityDraft, key: ScalarNode, spec: QuerySpec): ListQuery {
  const functionName = listFunction(key.text, owner.entity.names)
  const order = readOrder(building, owner, spec.order)
  const page = spec.page?.value ?? 'none'
  if (page === 'keyset') checkKeyset(building, owner, spec)
  return {
    kind: 'list',
    name: key.text,
    functionName,
    optionsType: `${pascal(functionName)}Options`,
    comment: spec.comment?.text,
    filters: readFilters(building, owner, spec.filter, LIST_PARAMETERS),
    load: readLoads(building, owner, spec.load),
    order,
    page,
    ...limits(building, spec),
  }
}

function checkKeyset({ problems }: Building, owner: EntityDraft, spec: QuerySpec): void {
  const span = spec.page?.span ?? spec.span
  const key = owner.entity.primaryKey
  if (key === undefined) {
    if (!owner.isBroken)
      problems.add(
        'DB704',
        span,
        `a keyset page needs a primary key, and ${quoted(owner.name)} has none`,
        'use "page: offset"',
      )
  } else if (key.fields.some(({ type }) => !isOrdered(type))) {
    problems.add('DB704', span, `a keyset page needs a primary key that has an order`, 'use "page: offset"')
  }
}

function limits({ problems }: Building, spec: QuerySpec): { defaultLimit: number; maxLimit: number } {
  const given = spec.limit?.value
  const maxLimit = spec.max_limit?.value ?? Math.max(MAX_LIMIT, given ?? 0)
  const defaultLimit = given ?? Math.min(DEFAULT_LIMIT, maxLimit)
  if (spec.limit !== undefined && defaultLimit > maxLimit) {
    problems.add(
      'DB704',
      spec.limit.span,
      `"limit: ${defaultLimit}" is more than "max_limit: ${maxLimit}"`,
      'lower it, or raise "max_limit"',
    )
  }
  return { defaultLimit, maxLimit }
}

function aggregateQuery(building: Building, owner: EntityDraft, key: ScalarNode, spec: QuerySpec): AggregateQuery {
  const functionName = aggregateFunction(key.text, owner.entity.names)
  const groupBy = spec.group_by === undefined ? [] : (fieldsOf(building, owner, spec.group_by.items) ?? [])
  return {
    kind: 'aggregate',
    name: key.text,
    functionName,
    resultType: pascal(functionName),
    optionsType: `${pascal(functionName)}Options`,
    comment: spec.comment?.text,
    filters: readFilters(building, owner, spec.filter, []),
    groupBy,
    measures: measuresOf(building, owner, spec, groupBy),
  }
}

function measuresOf(building: Building, owner: EntityDraft, spec: QuerySpec, groupBy: readonly Field[]): Measure[] {
  const measures: Measure[] = []
  const isGrouped = spec.group_by !== undefined
  for (const { key, value } of spec.aggregate?.entries ?? []) {
    checkProperty(building, camel(key.text), key.span, 'an aggregate')
    const property = camel(key.text)
    if (measures.some((other) => other.property === property) || groupBy.some((field) => field.camel === property)) {
      building.problems.add(
        'DB703',
        key.span,
        `the property ${quoted(property)} is in the result already`,
        'name it otherwise',
      )
    }
    const measure = value && readMeasure(building, owner, key, value, isGrouped)
    if (measure !== undefined) measures.push(measure)
  }
  return measures
}
