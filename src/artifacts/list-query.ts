import type { OrderTerm } from '../model/model.js'
import type { ListQuery, Load } from '../model/query.js'
import { literal } from '../schema/quote.js'
import { filterLines, filterOption, filterSql, whereLine } from './filter-condition.js'
import { type LoadPlan, loadSql, orderBy, planLoads, tableAs } from './load-sql.js'
import type { Nested } from './load-type.js'
import { modelFileNames } from './model-names.js'
import type { QueryFile } from './query-parts.js'
import { addLoader, canLoadLater, laterType, loaderName } from './relation-loader.js'
import { columnOf } from './select-sql.js'
import { selectList } from './sql-source.js'
import { breakable, commentText, destructuringHead, stringLiteral } from './typescript-text.js'

/** What a row of the query is: its type, and how the values of its statement become it. */
interface RowParts {
  readonly type: string
  readonly decode: string
  readonly values: string
}

/** `searchPosts(db, { keyword, limit, after })` */
export function addListQuery(file: QueryFile, query: ListQuery): void {
  const joined = plansOf(file, query, 'join')
  const selected = plansOf(file, query, 'select')
  const functionType = pascal(query.functionName)
  const later = selected.map((plan) => addSelected(file, plan, functionType))
  const { fetched, result } = partsOf(file, query, joined, later)
  addOrder(file, query)
  file.add('', optionsInterface(query))
  file.useDatabase()
  const { ext } = file.context
  file.imports.value(`../statement${ext}`, 'dynamicStatement', 'fetchAll')
  file.imports.value(`../table${ext}`, 'Parameters')
  file.imports.value(`../order${ext}`, 'checkLimit')
  file.add(
    comment(query),
    functionText(file, query, { joined, fetched, result, loaders: later.map(({ loader }) => loader) }),
  )
  file.remember(query.functionName, provenSql(file, query, joined))
}

interface Parts {
  readonly joined: readonly LoadPlan[]
  readonly fetched: RowParts
  readonly result: RowParts
  readonly loaders: readonly string[]
}

function plansOf(file: QueryFile, query: ListQuery, strategy: 'join' | 'select'): LoadPlan[] {
  const strategyOf = (load: Load) => (canLoadLater(load.relation) ? load.strategy : 'join')
  const loads = query.load.filter((load) => strategyOf(load) === strategy)
  return planLoads(loads, [file.entity.names.sqlAlias])
}

function rowParts(file: QueryFile, plans: readonly LoadPlan[], functionType: string): RowParts {
  const { names } = file.entity
  if (plans.length > 0) {
    const { name, decode, values } = file.rowType(plans, functionType)
    return { type: name, decode, values }
  }
  const files = modelFileNames(file.entity)
  file.useType(file.entity, names.type, files.valuesType)
  file.useValue(file.entity, files.decode)
  return { type: names.type, decode: files.decode, values: files.valuesType }
}

/**
 * What the statement fetches, and what becomes of it where some relations are loaded later. Rows with nested rows have a
 * type of their own, in which all of that stands.
 */
function partsOf(
  file: QueryFile,
  query: ListQuery,
  joined: readonly LoadPlan[],
  later: readonly Later[],
): { readonly fetched: RowParts; readonly result: RowParts } {
  const functionType = pascal(query.functionName)
  const all = planLoads(query.load, [file.entity.names.sqlAlias])
  if (later.length === 0 || all.every(({ children }) => children.length === 0)) {
    const fetched = rowParts(file, joined, functionType)
    return { fetched, result: later.length === 0 ? fetched : rowParts(file, all, functionType) }
  }
  const { name, decode, values } = file.rowType(joined, functionType, later)
  const result = { type: name, decode, values }
  return { fetched: joined.length === 0 ? rowParts(file, [], functionType) : result, result }
}

interface Later extends Nested {
  readonly loader: string
}

function addSelected(file: QueryFile, plan: LoadPlan, functionType: string): Later {
  const isPlain = plan.children.length === 0 && plan.limit === undefined && plan.order === plan.relation.order
  const loader = isPlain ? loaderName(file, plan.relation) : `load${functionType}${plan.relation.pascal}`
  if (!isPlain) addLoader(file, plan, loader)
  return { plan, loader, type: laterType(plan, loader) }
}

function comment(query: ListQuery): string {
  const text = query.comment === undefined ? '' : `${commentText(query.comment)} `
  const page = { keyset: 'A page by keyset', offset: 'A page by offset', none: 'Rows' }[query.page]
  return `${text}${page}; at most \`limit\` rows: ${query.defaultLimit} unless given, never more than ${query.maxLimit}.`
}

function optionsInterface(query: ListQuery): string {
  const paging = {
    keyset: ['readonly after?: string | undefined;'],
    offset: ['readonly offset?: number | undefined;'],
    none: [],
  }
  const lines = [...query.filters.map(filterOption), 'readonly limit?: number | undefined;', ...paging[query.page]]
  return `export interface ${query.optionsType} {\n${lines.map((line) => `  ${line}\n`).join('')}}`
}

function orderName(query: ListQuery): string {
  return `${query.functionName}Order`
}

function addOrder(file: QueryFile, query: ListQuery): void {
  if (query.page !== 'keyset') return
  const terms = query.order.map(
    ({ field, direction }) => `  { column: ${stringLiteral(field.name)}, descending: ${direction === 'desc'} },\n`,
  )
  file.add('', `const ${orderName(query)} = [\n${terms.join('')}];`)
}

function functionText(file: QueryFile, query: ListQuery, { joined, fetched, result, loaders }: Parts): string {
  const required = query.filters.some((filter) => filter.required)
  const returned = query.page === 'keyset' ? `KeysetPage<${result.type}>` : `${result.type}[]`
  const head = breakable(
    `export async function ${query.functionName}(`,
    ['db: Kysely<Database>', `options: ${query.optionsType}${required ? '' : ' = {}'}`],
    `): Promise<${returned}> {`,
  )
  const lines = [
    'const parameters = new Parameters();',
    ...conditionLines(file, query),
    `const limit = checkLimit(options.limit ?? ${query.defaultLimit}, ${query.maxLimit});`,
    ...offsetLines(file, query),
    'const sql = `',
    ...sqlLines(file, query, joined),
    '`;',
    ...resultLines(file, query, fetched, loaders),
  ]
  return `${head}\n  ${lines.join('\n  ')}\n}`
}

function conditionLines(file: QueryFile, query: ListQuery): string[] {
  const lines = query.filters.flatMap((filter) => filterLines(file, filter))
  if (query.page === 'keyset') {
    file.imports.value(`../order${file.context.ext}`, 'afterSql')
    file.useValue(file.entity, modelFileNames(file.entity).table)
    const call = `afterSql(${modelFileNames(file.entity).table}, ${orderName(query)}, options.after, parameters)`
    lines.push('if (options.after !== undefined) {', `  conditions.push(${call});`, '}')
  }
  if (lines.length === 0) return []
  return ['const conditions: string[] = [];', ...lines, whereLine(query.filters)]
}

function offsetLines(file: QueryFile, query: ListQuery): string[] {
  if (query.page !== 'offset') return []
  file.imports.value(`../order${file.context.ext}`, 'checkOffset')
  return ['const offset = checkOffset(options.offset ?? 0);']
}

/** The page is cut before anything is nested, so that no related row is read for a parent that is skipped. */
function sqlLines(file: QueryFile, query: ListQuery, joined: readonly LoadPlan[]): string[] {
  const { entity } = file
  const alias = entity.names.sqlAlias
  const order = query.order.length === 0 ? [] : [orderBy(query.order, alias)]
  const hasWhere = query.filters.length > 0 || query.page === 'keyset'
  const limit = query.page === 'keyset' ? '${parameters.add(limit + 1)}' : '${parameters.add(limit)}'
  const offset = query.page === 'offset' ? ' offset ${parameters.add(offset)}' : ''
  const items = [
    ...(query.page === 'keyset' ? [cursor(query.order, alias)] : []),
    ...joined.map((plan) => loadSql(plan, alias, 4)),
    selectList(entity),
  ]
  const page = [
    'select *',
    `from ${tableAs(entity, alias)}`,
    ...(hasWhere ? ['\u0004'] : []),
    ...order,
    `limit \u0005`,
  ].map((line) => `    ${line}`)
  const sql = [
    `  select ${items.join(',\n    ')}`,
    '  from (',
    ...page,
    `  ) as ${alias}`,
    ...order.map((line) => `  ${line}`),
  ]
  return file
    .source(sql.join('\n  '))
    .replace('\u0004', '${where}')
    .replace('\u0005', `${limit}${offset}`)
    .split('\n  ')
}

/** The terms of the order and their values; as `cursorSql` of the runtime. */
function cursor(order: readonly OrderTerm[], alias: string): string {
  const values = order.map(({ field, direction }) => {
    const term = `${direction === 'desc' ? '-' : ''}${field.name}`
    return `${literal(term)}, ${columnOf(alias, field)}::text`
  })
  return `json_build_array(${values.join(', ')})`
}

function resultLines(file: QueryFile, query: ListQuery, fetched: RowParts, loaders: readonly string[]): string[] {
  if (query.page !== 'keyset') {
    return nest(fetchLine('rows', fetched.decode), 'rows', loaders, (rows) => `return ${rows.replace(/^await /, '')};`)
  }
  file.imports.value(`../order${file.context.ext}`, 'pageOf')
  file.imports.type(`../order${file.context.ext}`, 'KeysetPage')
  const decodePage = `${query.functionName}Row`
  const values = `${pascal(query.functionName)}Values`
  file.add('', breakable(`type ${values} = readonly [`, ['cursor: unknown', `...row: ${fetched.values}`], '];'))
  const head = destructuringHead(`function ${decodePage}`, ['cursor', '...row'], `: ${values})`)
  file.add('', `${head}\n  return { cursor, row: ${fetched.decode}(row) };\n}`)
  if (loaders.length === 0) {
    return [fetchLine('found', decodePage), 'return pageOf(found, limit);']
  }
  return [
    fetchLine('found', decodePage),
    'const page = pageOf(found, limit);',
    ...nest('', 'page.rows', loaders, (rows) => `return { rows: ${rows}, next: page.next };`),
  ]
}

function fetchLine(variable: string, decode: string): string {
  const items = ['db', `dynamicStatement(sql, ${decode})`, 'parameters.values']
  return breakable(`const ${variable} = await fetchAll(`, items, ');', { indent: 2 })
}

/** Calls one loader after the other on the rows. */
function nest(first: string, rows: string, loaders: readonly string[], end: (rows: string) => string): string[] {
  const lines = first === '' ? [] : [first]
  let current = rows
  for (const [index, loader] of loaders.entries()) {
    const call = `await ${loader}(db, ${current})`
    if (index === loaders.length - 1) return [...lines, end(call)]
    current = `with${pascal(loader.replace(/^load/, ''))}`
    lines.push(`const ${current} = ${call};`)
  }
  return [...lines, end(current)]
}

/** The statement with every filter given, for the proof. */
function provenSql(file: QueryFile, query: ListQuery, joined: readonly LoadPlan[]): string {
  const { entity } = file
  const alias = entity.names.sqlAlias
  const valued = query.filters.filter(({ operator }) => operator !== 'is_null')
  const conditions = query.filters.map((filter) => filterSql(file, filter, `$${valued.indexOf(filter) + 1}`))
  const items = [...joined.map((plan) => loadSql(plan, alias, 4)), selectList(entity)]
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  const order = query.order.length === 0 ? '' : ` ${orderBy(query.order, alias)}`
  return `select ${items.join(', ')} from (select * from ${tableAs(entity, alias)}${where}${order} limit $${valued.length + 1}) as ${alias}${order}`
}

function pascal(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
