import { type FilterSpec, type FiltersSpec, operatorNames } from '../spec/definition/query.js'
import type { ScalarNode, Span } from '../spec/node.js'
import { alternatives, quoted } from '../spec/wording.js'
import { familyOf, isOrdered, spokenType } from './column-types.js'
import type { Building, EntityDraft } from './drafts.js'
import { camel } from './inflect.js'
import type { DataType } from './model.js'
import { checkProperty } from './name-rules.js'
import { readPath } from './paths.js'
import type { Filter, FilterOperator, Path } from './query.js'

/** Reads the filters of a query, which has the parameters in `taken` already. */
export function readFilters(
  building: Building,
  owner: EntityDraft,
  spec: FiltersSpec | undefined,
  taken: readonly string[],
): Filter[] {
  const filters: Filter[] = []
  for (const { key, value } of spec?.entries ?? []) {
    const parameter = camel(key.text)
    checkProperty(building, parameter, key.span, 'a parameter')
    const twin = filters.find((filter) => filter.parameter === parameter)
    if (taken.includes(parameter) || twin !== undefined) {
      const message =
        twin === undefined
          ? `every list has a parameter ${quoted(parameter)} already`
          : `the parameter would be called ${quoted(parameter)}, as that of ${quoted(twin.name)} is`
      building.problems.add('DB703', key.span, message, 'call the filter otherwise')
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
  const fitting = read.filter(
    ({ node, path }) => path !== undefined && doesOperatorFit(building, operator, path, node.span),
  )
  if (fitting.length !== nodes.length || !isOneType(building, operator, paths, nodes)) return undefined
  return { name: key.text, parameter: key.text, operator, paths, required: spec.required?.value ?? false }
}

const textual: readonly FilterOperator[] = ['contains', 'starts_with', 'ends_with']
const ordering: readonly FilterOperator[] = ['less_than', 'at_most', 'greater_than', 'at_least']

function doesOperatorFit({ problems }: Building, operator: FilterOperator, { field }: Path, span: Span): boolean {
  const { type } = field
  const mistake = operatorMistake(operator, field.name, type)
  if (mistake !== undefined) problems.add('DB702', span, mistake, operatorsFor(type))
  return mistake === undefined
}

function operatorMistake(operator: FilterOperator, name: string, type: DataType): string | undefined {
  if (textual.includes(operator) && familyOf(type) !== 'text') {
    return `"${operator}" needs text, and ${quoted(name)} is ${spokenType(type)}`
  }
  if (operator !== 'is_null' && !isOrdered(type)) {
    return `"${operator}" cannot compare ${quoted(name)}, which is ${spokenType(type)}`
  }
  const isSenseless = ordering.includes(operator) && familyOf(type) === 'boolean'
  return isSenseless ? `"${operator}" says nothing of a boolean, and ${quoted(name)} is one` : undefined
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
function isOneType(
  { problems }: Building,
  operator: FilterOperator,
  paths: readonly Path[],
  nodes: readonly ScalarNode[],
): boolean {
  const [first] = paths
  if (operator === 'is_null' || textual.includes(operator) || first === undefined) return true
  const at = paths.findIndex(({ field }) => !isSameType(field.type, first.field.type))
  const [other, node] = [paths[at], nodes[at]]
  if (other === undefined || node === undefined) return true
  const isForm = isSameColumnType(other.field.type, first.field.type)
  const [is, butIs] = [first, other].map(({ field: { name, type } }) =>
    isForm ? `${quoted(name)} appears as ${type.representation}` : `${quoted(name)} is ${spokenType(type)}`,
  )
  const hint = isForm ? 'make two filters of it, or give both columns the same "typescript"' : 'make two filters of it'
  problems.add('DB702', node.span, `${is}, but ${butIs}: one parameter cannot be both`, hint)
  return false
}

function isSameType(one: DataType, other: DataType): boolean {
  return isSameColumnType(one, other) && one.representation === other.representation
}

function isSameColumnType(one: DataType, other: DataType): boolean {
  return one.name === other.name && one.enum === other.enum
}
