import type { Filter, Path } from '../model/query.js'
import { castType } from './cast-type.js'
import { elementCodec, encoderExpression, valueType } from './column-type.js'
import { planRelation, sourceLines } from './load-sql.js'
import { localName } from './local-name.js'
import type { QueryFile } from './query-parts.js'
import { columnOf } from './select-sql.js'
import { breakable, escapeTemplate, LINE_WIDTH, propertyName } from './typescript-text.js'

const patterns: Partial<Record<Filter['operator'], string>> = {
  contains: 'containsText',
  starts_with: 'startsWithText',
  ends_with: 'endsWithText',
}

const comparisons: Partial<Record<Filter['operator'], string>> = {
  equals: '=',
  less_than: '<',
  at_most: '<=',
  greater_than: '>',
  at_least: '>=',
}

/** `readonly keyword?: string | undefined;`: what is undefined does not filter. */
export function filterOption(filter: Filter): string {
  const type = optionType(filter)
  const property = propertyName(filter.parameter)
  return filter.required ? `readonly ${property}: ${type};` : `readonly ${property}?: ${type} | undefined;`
}

/** `{ keyword: { encoder: containsText, sql: (keyword) => `...` } }` for the filters of a query, behind `indent` columns. */
export function filtersText(file: QueryFile, filters: readonly Filter[], indent: number): string {
  const pad = ' '.repeat(indent)
  const entries = filters.map((filter) => `${pad}  ${filterText(file, filter, indent + 2)},\n`)
  return entries.length === 0 ? '{}' : `{\n${entries.join('')}${pad}}`
}

/** The condition with `parameter` in it, for the proof. */
export function filterSql(file: QueryFile, filter: Filter, parameter: string): string {
  return conditionSql(file, filter, parameter, false)
}

function filterText(file: QueryFile, filter: Filter, indent: number): string {
  const properties = [
    ...(filter.operator === 'is_null' ? nullProperties(file, filter) : valueProperties(file, filter, indent)),
    ...(filter.required ? ['isRequired: true'] : []),
  ]
  const property = propertyName(filter.parameter)
  return `${property}: ${breakable('{', properties, '}', { indent, used: property.length + 3, spaced: true })}`
}

function nullProperties(file: QueryFile, filter: Filter): string[] {
  const [whenTrue, whenFalse] = [false, true].map(
    (negated) => `\`${escapeTemplate(conditionSql(file, filter, '', negated))}\``,
  )
  return [`sql: () => ${whenTrue}`, `negation: ${whenFalse}`]
}

function valueProperties(file: QueryFile, filter: Filter, indent: number): string[] {
  const local = localName(filter.parameter)
  const placeholder = '\u0003'
  const condition = escapeTemplate(conditionSql(file, filter, placeholder, false)).replaceAll(
    placeholder,
    `\${${local}}`,
  )
  const line = `sql: (${local}) => \`${condition}\``
  const fits = indent + 2 + line.length < LINE_WIDTH
  const broken = `sql: (${local}) =>\n${' '.repeat(indent + 4)}\`${condition}\``
  return [`encoder: ${encoder(file, filter)}`, fits ? line : broken]
}

function encoder(file: QueryFile, filter: Filter): string {
  const field = filter.paths[0]?.field
  if (field === undefined) throw new Error(`filter "${filter.name}" has no column`)
  const pattern = patterns[filter.operator]
  if (pattern !== undefined) {
    file.use('filter', pattern)
    return pattern
  }
  file.useCodecs([field])
  return isList(filter) ? `listOf(${elementCodec(field.type)})` : encoderExpression(field.type)
}

/** Any of the paths may match; a negation holds for all of them. */
function conditionSql(file: QueryFile, filter: Filter, parameter: string, negated: boolean): string {
  const conditions = filter.paths.map((path) => pathSql(file, filter, path, parameter, negated))
  if (conditions.length === 1) return conditions.join('')
  const isNegative = negated || filter.operator === 'not_equals' || filter.operator === 'none_of'
  return `(${conditions.join(isNegative ? ' and ' : ' or ')})`
}

/** A path through relations asks whether a related row exists. */
function pathSql(file: QueryFile, filter: Filter, path: Path, parameter: string, negated: boolean): string {
  const used = [file.entity.names.sqlAlias]
  let open = ''
  let parent = file.entity.names.sqlAlias
  for (const relation of path.relations) {
    const plan = planRelation(relation, used)
    open += `exists (select ${sourceLines(plan, parent, 'plain').join(' ')} and `
    used.push(plan.alias, 'link')
    parent = plan.alias
  }
  const positive = operatorSql(filter, columnOf(parent, path.field), path, parameter)
  const condition = `${open}${positive}${')'.repeat(path.relations.length)}`
  const isNegative = filter.operator === 'not_equals' || filter.operator === 'none_of'
  if (path.relations.length === 0) return negated ? positive.replace(/ is null$/, ' is not null') : positive
  return negated || isNegative ? `not ${condition}` : condition
}

function operatorSql({ operator }: Filter, column: string, { field, relations }: Path, parameter: string): string {
  const direct = relations.length === 0
  if (operator === 'is_null') return `${column} is null`
  if (patterns[operator] !== undefined) return `${column} ilike ${parameter}`
  if (operator === 'any_of') return `${column} = any(${parameter}::${castType(field)}[])`
  if (operator === 'none_of') {
    const listed = `${column} = any(${parameter}::${castType(field)}[])`
    return direct ? `(${listed}) is not true` : listed
  }
  if (operator === 'not_equals') return direct ? `${column} is distinct from ${parameter}` : `${column} = ${parameter}`
  return `${column} ${comparisons[operator]} ${parameter}`
}

function optionType(filter: Filter): string {
  if (filter.operator === 'is_null') return 'boolean'
  if (patterns[filter.operator] !== undefined) return 'string'
  const field = filter.paths[0]?.field
  const type = field === undefined ? 'never' : valueType(field.type)
  return isList(filter) ? `readonly ${type}[]` : type
}

function isList({ operator }: Filter): boolean {
  return operator === 'any_of' || operator === 'none_of'
}
