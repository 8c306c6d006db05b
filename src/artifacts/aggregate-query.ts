import type { Field } from '../model/model.js'
import type { AggregateQuery, Measure } from '../model/query.js'
import { codecExpression, fieldType, isDecodedByWire, wireType } from './column-type.js'
import { filterLines, filterOption, filterSql, whereLine } from './filter-condition.js'
import { tableAs } from './load-sql.js'
import { localName } from './local-name.js'
import { castType } from './model-file.js'
import type { QueryFile } from './query-parts.js'
import { columnOf } from './select-sql.js'
import { breakable, commentText, destructuringHead } from './typescript-text.js'

/** One value of a result row: a group's column or a measure. */
interface Result {
  readonly property: string
  readonly sql: string
  readonly field: Pick<Field, 'name' | 'type' | 'nullable'>
}

/** `postStats(db)`: one row, or one for each group. */
export function addAggregateQuery(file: QueryFile, query: AggregateQuery): void {
  const results = resultsOf(file, query)
  file.useCodecs(results.map(({ field }) => asField(field)))
  file.useDatabase()
  file.add('', interfaceText(query, results))
  file.add('', decodeText(query, results))
  const isGrouped = query.groupBy.length > 0
  const returned = isGrouped ? `${query.resultType}[]` : query.resultType
  const comment =
    query.comment === undefined ? (isGrouped ? 'One row for each group.' : '') : commentText(query.comment)
  if (query.filters.length === 0) addFixed(file, query, results, returned, comment)
  else addFiltered(file, query, results, returned, comment)
}

function resultsOf(file: QueryFile, query: AggregateQuery): Result[] {
  const alias = file.entity.names.sqlAlias
  return [
    ...query.groupBy.map((field) => ({ property: field.camel, sql: columnOf(alias, field), field })),
    ...query.measures.map((measure) => ({
      property: measure.property,
      sql: `(${measure.sql})::${castType(asField(measureField(measure)))}`,
      field: measureField(measure),
    })),
  ]
}

function measureField({ property, type, nullable }: Measure): Result['field'] {
  return { name: property, type, nullable }
}

/** Codecs and casts look at the type of a column alone. */
function asField(field: Result['field']): Field {
  return {
    ...field,
    at: { file: '', line: 1, column: 1 },
    camel: field.name,
    pascal: field.name,
    default: undefined,
    identity: undefined,
    generated: undefined,
    comment: undefined,
    private: false,
    readonly: false,
    onUpdate: undefined,
    requiredError: '',
  }
}

function sqlOf(file: QueryFile, query: AggregateQuery, results: readonly Result[], where: string): string {
  const alias = file.entity.names.sqlAlias
  const groups = query.groupBy.map((field) => columnOf(alias, field)).join(', ')
  const lines = [
    `select ${results.map(({ sql }) => sql).join(',\n      ')}`,
    `from ${tableAs(file.entity, alias)}`,
    ...(where === '' ? [] : [where]),
    ...(groups === '' ? [] : [`group by ${groups}`, `order by ${groups}`]),
  ]
  return lines.join('\n    ')
}

function addFixed(
  file: QueryFile,
  query: AggregateQuery,
  results: readonly Result[],
  returned: string,
  comment: string,
): void {
  const statement = `${query.functionName}Statement`
  const fetch = query.groupBy.length > 0 ? 'fetchAll' : 'fetchOne'
  file.addStatement(statement, sqlOf(file, query, results, ''), `to${query.resultType}`)
  file.imports.value(`../statement${file.context.ext}`, fetch)
  file.add(
    comment,
    `export async function ${query.functionName}(db: Kysely<Database>): Promise<${returned}> {\n  return ${fetch}(db, ${statement});\n}`,
  )
}

function addFiltered(
  file: QueryFile,
  query: AggregateQuery,
  results: readonly Result[],
  returned: string,
  comment: string,
): void {
  const { ext } = file.context
  const fetch = query.groupBy.length > 0 ? 'fetchAll' : 'fetchOne'
  file.imports.value(`../statement${ext}`, 'dynamicStatement', fetch)
  file.imports.value(`../table${ext}`, 'Parameters')
  const required = query.filters.some((filter) => filter.required)
  const options = query.filters.map((filter) => `  ${filterOption(filter)}\n`).join('')
  file.add('', `export interface ${query.optionsType} {\n${options}}`)
  const head = breakable(
    `export async function ${query.functionName}(`,
    ['db: Kysely<Database>', `options: ${query.optionsType}${required ? '' : ' = {}'}`],
    `): Promise<${returned}> {`,
  )
  const sql = file.source(sqlOf(file, query, results, '\u0004')).replace('\u0004', '${where}')
  const lines = [
    'const parameters = new Parameters();',
    'const conditions: string[] = [];',
    ...query.filters.flatMap((filter) => filterLines(file, filter)),
    whereLine(query.filters),
    `const sql = \`\n    ${sql}\n  \`;`,
    breakable(`return ${fetch}(`, ['db', `dynamicStatement(sql, to${query.resultType})`, 'parameters.values'], ');', {
      indent: 2,
    }),
  ]
  file.add(comment, `${head}\n  ${lines.join('\n  ')}\n}`)
  const valued = query.filters.filter(({ operator }) => operator !== 'is_null')
  const conditions = query.filters.map((filter) => filterSql(file, filter, `$${valued.indexOf(filter) + 1}`))
  file.remember(query.functionName, sqlOf(file, query, results, `where ${conditions.join(' and ')}`))
}

function interfaceText(query: AggregateQuery, results: readonly Result[]): string {
  const lines = results.map(({ property, field }) => `  ${property}: ${fieldType(asField(field))};\n`)
  return `export interface ${query.resultType} {\n${lines.join('')}}`
}

function decodeText(query: AggregateQuery, results: readonly Result[]): string {
  const locals = results.map(({ property }) => localName(property))
  const elements = results.map(({ property, field }) => `${localName(property)}: ${wireType(asField(field))}`)
  const values = breakable(`type ${query.resultType}Values = readonly [`, elements, '];')
  const close = `: ${query.resultType}Values): ${query.resultType}`
  const head = destructuringHead(`function to${query.resultType}`, locals, close)
  const object = breakable('{', results.map(decodeProperty), '}', { indent: 2, used: 8, spaced: true })
  return `${values}\n\n${head}\n  return ${object};\n}`
}

function decodeProperty({ property, field }: Result): string {
  const local = localName(property)
  if (isDecodedByWire(field.type)) return property === local ? local : `${property}: ${local}`
  const decoded = `${codecExpression(field.type)}.decode(${local})`
  return `${property}: ${field.nullable ? `${local} === null ? null : ${decoded}` : decoded}`
}
