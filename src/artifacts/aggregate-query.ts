import type { Field } from '../model/model.js'
import type { AggregateQuery, Measure } from '../model/query.js'
import { castType } from './cast-type.js'
import { codecExpression, fieldType } from './column-type.js'
import { filterOption, filterSql, filtersText } from './filter-condition.js'
import { tableAs } from './load-sql.js'
import type { QueryFile } from './query-parts.js'
import { columnOf } from './select-sql.js'
import { mark, sqlSource } from './sql-source.js'
import { queryName } from './statement-text.js'
import { assignment, breakable, commentText, stringLiteral } from './typescript-text.js'

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
  file.useConnection()
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
    property: field.name,
    camel: field.name,
    pascal: field.name,
    default: undefined,
    collation: undefined,
    identity: undefined,
    identityOptions: undefined,
    generated: undefined,
    isVirtual: false,
    comment: undefined,
    private: false,
    readonly: false,
    onUpdate: undefined,
    way: { renamedFrom: undefined, using: undefined, usingBack: undefined, backfill: undefined },
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
  const isGrouped = query.groupBy.length > 0
  file.addStatement(statement, sqlOf(file, query, results, ''), [])
  file.use('statement', 'fetchOnlyRow', 'fetchRows')
  const head = `export async function ${query.functionName}(db: Connection): Promise<${returned}> {`
  const fetch = `await ${isGrouped ? 'fetchRows' : 'fetchOnlyRow'}(db, ${statement})`
  file.add(comment, `${head}\n  ${resultLines(file, query, fetch).join('\n  ')}\n}`)
}

function addFiltered(
  file: QueryFile,
  query: AggregateQuery,
  results: readonly Result[],
  returned: string,
  comment: string,
): void {
  file.use('list-query', 'defineAggregate', 'fetchAggregate')
  const definition = `${query.functionName}Query`
  const required = query.filters.some((filter) => filter.required)
  const sql = sqlSource(sqlOf(file, query, results, mark('where', '')))
  const items = [
    stringLiteral(queryName(file.entity.names.type, query.functionName)),
    filtersText(file, query.filters, 2),
    `(where) => \`\n    ${sql}\n  \``,
  ]
  file.add('', `const ${definition} = defineAggregate(\n${items.map((item) => `  ${item},\n`).join('')});`)
  const options = query.filters.map((filter) => `  ${filterOption(filter)}\n`).join('')
  file.add('', `export interface ${query.optionsType} {\n${options}}`)
  const head = breakable(
    `export async function ${query.functionName}(`,
    ['db: Connection', `options: ${query.optionsType}${required ? '' : ' = {}'}`],
    `): Promise<${returned}> {`,
  )
  const lines = resultLines(file, query, `await fetchAggregate(db, ${definition}, options)`)
  file.add(comment, `${head}\n  ${lines.join('\n  ')}\n}`)
  const valued = query.filters.filter(({ operator }) => operator !== 'is_null')
  const conditions = query.filters.map((filter) => filterSql(file, filter, `$${valued.indexOf(filter) + 1}`))
  file.remember(query.functionName, sqlOf(file, query, results, `where ${conditions.join(' and ')}`))
}

function resultLines(file: QueryFile, query: AggregateQuery, fetch: string): string[] {
  const decode = `to${query.resultType}`
  if (query.groupBy.length > 0) {
    file.use('statement', 'decodeRows')
    return [`const rows = ${fetch};`, `return decodeRows(rows, ${decode});`]
  }
  if (fetch.includes('fetchOnlyRow')) return [`return ${decode}(${fetch});`]
  return [`const [row = []] = ${fetch};`, `return ${decode}(row);`]
}

function interfaceText(query: AggregateQuery, results: readonly Result[]): string {
  const lines = results.map(({ property, field }) => `  ${property}: ${fieldType(asField(field))};\n`)
  return `export interface ${query.resultType} {\n${lines.join('')}}`
}

function decodeText(query: AggregateQuery, results: readonly Result[]): string {
  const properties = results.map(
    ({ property, field }) =>
      `    ${assignment(`${property}:`, `${codecExpression(field.type)}.${field.nullable ? 'decodeNullable' : 'decode'}(row[at++]),`, 4)}\n`,
  )
  const head = `function to${query.resultType}(row: WireRow, at = 0): ${query.resultType} {`
  return `${head}\n  return {\n${properties.join('')}  };\n}`
}
