import type { Filter, Path } from '../model/query.js'
import { codecExpression, valueType } from './column-type.js'
import { planRelation, sourceLines } from './load-sql.js'
import { castType } from './model-file.js'
import type { QueryFile } from './query-parts.js'
import { columnOf } from './select-sql.js'
import { breakable, LINE_WIDTH, propertyName } from './typescript-text.js'

/** Stands for the parameter until the SQL is printed. */
const PARAMETER = '\u0003'

const patterns: Partial<Record<Filter['operator'], string>> = {
  contains: 'containsPattern',
  starts_with: 'startsWithPattern',
  ends_with: 'endsWithPattern',
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

/** The statements that turn an option into a condition. */
export function filterLines(file: QueryFile, filter: Filter): string[] {
  const option = `options.${filter.parameter}`
  const lines = filter.operator === 'is_null' ? nullLines(file, filter, option) : valueLines(file, filter, option)
  if (filter.required) return lines
  return [`if (${option} !== undefined) {`, ...lines.map((line) => `  ${line}`), '}']
}

/** The statement that makes the WHERE clause of all conditions; there is one at least where a filter is required. */
export function whereLine(filters: readonly Filter[]): string {
  const clause = '`where ${conditions.join(" and ")}`'
  const isEmpty = filters.some(({ required }) => required) ? '' : 'conditions.length === 0 ? "" : '
  return `const where = ${isEmpty}${clause};`
}

/** The condition with `parameter` in it, for the proof. */
export function filterSql(file: QueryFile, filter: Filter, parameter: string): string {
  return conditionSql(file, filter, false).replaceAll(PARAMETER, parameter)
}

function nullLines(file: QueryFile, filter: Filter, option: string): string[] {
  file.imports.value(`../codecs${file.context.ext}`, 'booleanCodec')
  const [whenTrue, whenFalse] = [false, true].map(
    (negated) => `\`${file.source(conditionSql(file, filter, negated))}\``,
  )
  const indent = filter.required ? 2 : 4
  const test = `booleanCodec.encode(${option})`
  const line = `${test} ? ${whenTrue} : ${whenFalse}`
  const pad = ' '.repeat(indent + 4)
  const fits = indent + 3 + line.length <= LINE_WIDTH
  return [
    breakable('conditions.push(', [fits ? line : `${test}\n${pad}? ${whenTrue}\n${pad}: ${whenFalse}`], ');', {
      indent,
    }),
  ]
}

function valueLines(file: QueryFile, filter: Filter, option: string): string[] {
  const local = `${filter.parameter}Parameter`
  const indent = filter.required ? 2 : 4
  const condition = file.source(conditionSql(file, filter, false)).replaceAll(PARAMETER, `\${${local}}`)
  return [
    breakable(`const ${local} = parameters.add(`, [encoded(file, filter, option)], ');', { indent }),
    breakable('conditions.push(', [`\`${condition}\``], ');', { indent }),
  ]
}

function encoded(file: QueryFile, filter: Filter, option: string): string {
  const field = filter.paths[0]?.field
  if (field === undefined) throw new Error(`filter "${filter.name}" has no column`)
  const { ext } = file.context
  const pattern = patterns[filter.operator]
  if (pattern !== undefined) {
    file.imports.value(`../filter${ext}`, pattern)
    return `${pattern}(${option})`
  }
  file.useCodecs([field])
  const codec = codecExpression(field.type)
  if (!isList(filter)) return `${codec}.encode(${option})`
  file.imports.value(`../codecs${ext}`, 'arrayOf')
  return `arrayOf(${codec}).encode(${option})`
}

/** Any of the paths may match; a negation holds for all of them. */
function conditionSql(file: QueryFile, filter: Filter, negated: boolean): string {
  const conditions = filter.paths.map((path) => pathSql(file, filter, path, negated))
  if (conditions.length === 1) return conditions.join('')
  const isNegative = negated || filter.operator === 'not_equals' || filter.operator === 'none_of'
  return `(${conditions.join(isNegative ? ' and ' : ' or ')})`
}

/** A path through relations asks whether a related row exists. */
function pathSql(file: QueryFile, filter: Filter, path: Path, negated: boolean): string {
  const used = [file.entity.names.sqlAlias]
  let open = ''
  let parent = file.entity.names.sqlAlias
  for (const relation of path.relations) {
    const plan = planRelation(relation, used)
    open += `exists (select ${sourceLines(plan, parent).join(' ')} and `
    used.push(plan.alias, 'link')
    parent = plan.alias
  }
  const positive = operatorSql(filter, columnOf(parent, path.field), path)
  const condition = `${open}${positive}${')'.repeat(path.relations.length)}`
  const isNegative = filter.operator === 'not_equals' || filter.operator === 'none_of'
  if (path.relations.length === 0) return negated ? positive.replace(/ is null$/, ' is not null') : positive
  return negated || isNegative ? `not ${condition}` : condition
}

function operatorSql({ operator }: Filter, column: string, { field, relations }: Path): string {
  const direct = relations.length === 0
  if (operator === 'is_null') return `${column} is null`
  if (patterns[operator] !== undefined) return `${column} ilike ${PARAMETER}`
  if (operator === 'any_of') return `${column} = any(${PARAMETER}::${castType(field)}[])`
  if (operator === 'none_of') {
    const listed = `${column} = any(${PARAMETER}::${castType(field)}[])`
    return direct ? `(${listed}) is not true` : listed
  }
  if (operator === 'not_equals') return direct ? `${column} is distinct from ${PARAMETER}` : `${column} = ${PARAMETER}`
  return `${column} ${comparisons[operator]} ${PARAMETER}`
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
