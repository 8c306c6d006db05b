import type { ListQuery } from '../model/query.js'
import { filterOption, filterSql, filtersText } from './filter-condition.js'
import { type LoadPlan, loadSql, orderBy, planLoads, tableAs } from './load-sql.js'
import type { LoadedType } from './load-type.js'
import { modelFileNames } from './model-names.js'
import type { QueryFile } from './query-parts.js'
import { columnOf, selectItems } from './select-sql.js'
import { queryName } from './statement-text.js'
import { breakable, commentText, propertyName, stringLiteral } from './typescript-text.js'

/** `searchPosts(db, { keyword, limit, after })` */
export function addListQuery(file: QueryFile, query: ListQuery): void {
  const plans = planLoads(query.load, [file.entity.names.sqlAlias])
  const type = file.rowType(plans, pascal(query.functionName))
  const load = plans.map((plan) => file.relation(plan, query.functionName))
  file.add('', definitionText(file, query, load))
  file.add('', optionsInterface(file, query, plans))
  file.useConnection()
  file.add(comment(query), functionText(file, query, type))
  file.remember(query.functionName, provenSql(file, query, plans))
}

function comment(query: ListQuery): string {
  const text = query.comment === undefined ? '' : `${commentText(query.comment)} `
  const page = { keyset: 'A page by keyset', offset: 'A page by offset', none: 'Rows' }[query.page]
  return `${text}${page}; at most \`limit\` rows: ${query.defaultLimit} unless given, never more than ${query.maxLimit}.`
}

function definitionText(file: QueryFile, query: ListQuery, load: readonly string[]): string {
  file.use('list-query', 'defineListQuery')
  const { table } = modelFileNames(file.entity)
  file.useValue(file.entity, table)
  const order = query.order.map(({ field, direction }) =>
    stringLiteral(`${direction === 'desc' ? '-' : ''}${field.property}`),
  )
  const properties = [
    `name: ${stringLiteral(queryName(file.entity.names.type, query.functionName))}`,
    `table: ${table}`,
    ...(query.filters.length === 0 ? [] : [`filters: ${filtersText(file, query.filters, 2)}`]),
    ...(load.length === 0 ? [] : [breakable('load: [', load, ']', { indent: 2, used: 1 })]),
    breakable('order: [', order, ']', { indent: 2, used: 1 }),
    `limit: ${query.defaultLimit}`,
    `maxLimit: ${query.maxLimit}`,
  ]
  const lines = properties.map((property) => `  ${property},\n`).join('')
  return `const ${query.functionName}Query = defineListQuery({\n${lines}});`
}

function optionsInterface(file: QueryFile, query: ListQuery, plans: readonly LoadPlan[]): string {
  const paging = {
    keyset: ['readonly after?: string | undefined;'],
    offset: ['readonly offset?: number | undefined;'],
    none: [],
  }
  const lines = [...query.filters.map(filterOption), 'readonly limit?: number | undefined;', ...paging[query.page]]
  if (plans.length > 0) lines.push(...strategyLines(file, plans))
  return `export interface ${query.optionsType} {\n${lines.map((line) => `  ${line}\n`).join('')}}`
}

function strategyLines(file: QueryFile, plans: readonly LoadPlan[]): string[] {
  file.imports.type(`../relation${file.context.ext}`, 'Strategy')
  const properties = plans.map(({ relation }) => `readonly ${propertyName(relation.property)}?: Strategy`)
  const line = `readonly strategy?: { ${properties.join('; ')} };`
  const broken = `readonly strategy?: {\n${properties.map((property) => `    ${property};\n`).join('')}  };`
  return ['/** How related rows are loaded in this call. */', line.length + 2 <= 100 ? line : broken]
}

function functionText(file: QueryFile, query: ListQuery, type: LoadedType): string {
  const required = query.filters.some((filter) => filter.required)
  const isPage = query.page === 'keyset'
  const returned = isPage ? `KeysetPage<${type.name}>` : `${type.name}[]`
  const head = breakable(
    `export async function ${query.functionName}(`,
    ['db: Connection', `options: ${query.optionsType}${required ? '' : ' = {}'}`],
    `): Promise<${returned}> {`,
  )
  file.use('statement', 'decodeRows')
  const call = breakable(
    `await ${isPage ? 'fetchPage' : 'fetchList'}(`,
    ['db', `${query.functionName}Query`, 'options'],
    ')',
  )
  if (!isPage) {
    file.use('list-query', 'fetchList')
    return `${head}\n  const rows = ${call};\n  return ${type.decodeMany('rows')};\n}`
  }
  file.use('list-query', 'fetchPage')
  file.imports.type(`../order${file.context.ext}`, 'KeysetPage')
  return `${head}\n  const { rows, next } = ${call};\n  return { rows: ${type.decodeMany('rows')}, next };\n}`
}

/** The statement with every filter given, for the proof; as `listSql` of the generated `list-query.ts`. */
function provenSql(file: QueryFile, query: ListQuery, plans: readonly LoadPlan[]): string {
  const { entity } = file
  const alias = entity.names.sqlAlias
  const valued = query.filters.filter(({ operator }) => operator !== 'is_null')
  const conditions = query.filters.map((filter) => filterSql(file, filter, `$${valued.indexOf(filter) + 1}`))
  const hidden = query.order.filter(({ field }) => field.private).map(({ field }) => columnOf(alias, field))
  const items = [
    ...plans.map((plan) => (plan.strategy === 'select' ? 'null' : loadSql(plan, alias))),
    ...selectItems(alias, entity),
    ...(query.page === 'keyset' ? hidden : []),
  ]
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const order = query.order.length === 0 ? '' : ` ${orderBy(query.order, alias)}`
  const page = `select * from ${tableAs(entity, alias)} ${where}${order} limit $${valued.length + 1}`
  return `select ${items.join(', ')} from (${page}) as ${alias}${order}`
}

function pascal(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
