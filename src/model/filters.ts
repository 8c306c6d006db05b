import { operatorNames, type FilterSpec, type FiltersSpec } from '../spec/definition/query.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { familyOf, isOrdered } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { camel } from './inflect.js'
import type { DataType, Filter, FilterOperator, Path } from './model.js'
import { checkProperty } from './name-rules.js'
import { readPath } from './paths.js'

/** Parameters that every list query has already. */
const taken = ['limit', 'after', 'offset']

/** Reads the filters of a query. */
export function readFilters(building: Building, owner: EntityDraft, spec: FiltersSpec | undefined): Filter[] {
  const filters: Filter[] = []
  for (const { key, value } of spec?.entries ?? []) {
    const parameter = camel(key.text)
    checkProperty(building, parameter, key.span, 'a parameter')
    const twin = filters.find((filter) => filter.parameter === parameter)
    if (taken.includes(parameter) || twin !== undefined) {
      const reason = twin === undefined ? 'every query has one already' : `that of ${quoted(twin.name)} too`
      building.problems.add('DB703', key.span, `the parameter ${quoted(parameter)} is taken: ${reason}`, 'name the filter otherwise')
    }
    const filter = value && readFilter(building, owner, key, value)
    if (filter !== undefined) filters.push({ ...filter, parameter })
  }
  return filters
}

function readFilter(building: Building, owner: EntityDraft, key: ScalarNode, spec: FilterSpec): Filter | undefined {
  const operator = operatorNames.find((name) => spec[name] !== undefined)
  const operand = operator && spec[operator]
  if (operator === undefined || operand === undefined) return undefined
  const nodes = operand.kind === 'list' ? operand.items : [operand]
  const read = nodes.map((node) => ({ node, path: readPath(building, owner, node) }))
  const paths = read.flatMap(({ path }) => path ?? [])
  if (paths.length !== nodes.length || paths.length === 0) return undefined
  const before = building.problems.count
  for (const { node, path } of read) if (path !== undefined) checkOperator(building, operator, path, node.span)
  checkSameType(building, operator, paths, operand.span)
  if (building.problems.count !== before) return undefined
  return { name: key.text, parameter: key.text, operator, paths, required: spec.required?.value ?? false }
}

const textual: readonly FilterOperator[] = ['contains', 'starts_with', 'ends_with']
const ordering: readonly FilterOperator[] = ['less_than', 'at_most', 'greater_than', 'at_least']

function checkOperator({ problems }: Building, operator: FilterOperator, { field }: Path, span: Span): void {
  const { type } = field
  const shown = `${type.name}${type.dimensions > 0 ? '[]' : ''}`
  if (textual.includes(operator) && familyOf(type) !== 'text') {
    problems.add('DB702', span, `"${operator}" needs text, and ${quoted(field.name)} is ${shown}`, operatorsFor(type))
  } else if (operator !== 'is_null' && !isOrdered(type)) {
    problems.add('DB702', span, `"${operator}" cannot compare ${quoted(field.name)}, which is ${shown}`, operatorsFor(type))
  } else if (ordering.includes(operator) && familyOf(type) === 'boolean') {
    problems.add('DB702', span, `"${operator}" of a boolean says nothing`, operatorsFor(type))
  }
}

function operatorsFor(type: DataType): string {
  const fitting = operatorNames.filter((operator) => {
    if (operator === 'is_null') return true
    if (!isOrdered(type)) return false
    if (textual.includes(operator)) return familyOf(type) === 'text'
    return !(ordering.includes(operator) && familyOf(type) === 'boolean')
  })
  return `it can be filtered by ${alternatives(fitting)}`
}

/** One parameter has one type, whichever of the columns it is compared with. */
function checkSameType({ problems }: Building, operator: FilterOperator, paths: readonly Path[], span: Span): void {
  const [first, ...others] = paths
  if (operator === 'is_null' || textual.includes(operator) || first === undefined) return
  const other = others.find(({ field }) => !isSameType(field.type, first.field.type))
  if (other === undefined) return
  const message = `${quoted(first.field.name)} is ${first.field.type.name}, but ${quoted(other.field.name)} is ${other.field.type.name}`
  problems.add('DB702', span, `${message}: one parameter cannot be both`, 'make two filters of it')
}

function isSameType(one: DataType, other: DataType): boolean {
  return one.name === other.name && one.enum === other.enum && one.representation === other.representation
}
