import type { Field, Relation } from '../model/model.js'
import { ident } from '../schema/quote.js'
import { codecExpression } from './column-type.js'
import { isToMany, type LoadPlan, loadSql, planLoads, planRelation, sourceLines, tableAs } from './load-sql.js'
import { localName } from './local-name.js'
import { keyCondition, keyParameters, keyValues } from './method-text.js'
import { modelFileNames } from './model-names.js'
import type { QueryFile } from './query-parts.js'
import { addLoader, loaderName } from './relation-loader.js'
import { jsonItems } from './select-sql.js'
import { selectList } from './sql-source.js'
import { breakable, callWithList, ifLine, stringLiteral } from './typescript-text.js'

/** `findPostWithAuthor(db, id)` and `loadPostAuthor(db, posts)` for a relation. */
export function addRelationQueries(file: QueryFile, relation: Relation): void {
  const plan = planRelation(relation, [file.entity.names.sqlAlias])
  addFinder(file, [plan])
  addLoader(file, plan, loaderName(file, relation))
}

/** A finder by primary key for every combination of relations that a query of the spec loads. */
export function addCombinedFinders(file: QueryFile): void {
  const seen = new Set<string>()
  for (const query of file.entity.queries) {
    if (query.kind !== 'list' || query.load.length < 2) continue
    const plans = planLoads(
      query.load.map(({ relation }) => ({ relation, order: relation.order, limit: undefined, load: [] })),
      [file.entity.names.sqlAlias],
    )
    const key = plans.map(({ relation }) => relation.name).join()
    if (seen.has(key)) continue
    seen.add(key)
    addFinder(file, plans)
  }
}

function addFinder(file: QueryFile, plans: readonly LoadPlan[]): void {
  const { entity, context } = file
  const key = entity.primaryKey
  if (key === undefined) return
  const type = file.rowType(plans, '')
  const functionName = `find${type.name}`
  const alias = entity.names.sqlAlias
  const sql = [
    `select ${[...plans.map((plan) => loadSql(plan, alias, 4)), selectList(entity)].join(',\n    ')}`,
    `from ${tableAs(entity, alias)}`,
    `where ${keyCondition(alias, key.fields)}`,
  ].join('\n    ')
  const statement = `${functionName}Statement`
  file.addStatement(statement, sql, type.decode)
  file.useCodecs(key.fields)
  file.useDatabase()
  file.imports.value(`../statement${context.ext}`, 'fetchFirst')
  const [plan] = plans
  const narrowed = plans.length === 1 && plan !== undefined && isToMany(plan.relation) ? plan : undefined
  const parameters = ['db: Kysely<Database>', ...keyParameters(key.fields)]
  if (narrowed !== undefined) parameters.push(optionsParameter(file, narrowed))
  const result = `): Promise<${type.name} | undefined> {`
  const head = breakable(`export async function ${functionName}(`, parameters, result)
  const fixed = callWithList(
    'return fetchFirst',
    ['db', statement],
    keyValues(key.fields),
    narrowed === undefined ? 2 : 4,
  )
  const body = narrowed === undefined ? [fixed] : [...narrowedBody(file, narrowed, statement, key.fields, fixed)]
  file.add(finderComment(plans, narrowed), `${head}\n  ${body.join('\n  ')}\n}`)
}

function finderComment(plans: readonly LoadPlan[], narrowed: LoadPlan | undefined): string {
  const names = plans.map(({ relation }) => relation.name).join(' and ')
  return narrowed === undefined
    ? `One statement, ${names} included.`
    : `One statement; \`${names}\` filters, orders and limits what is loaded.`
}

function optionsParameter(file: QueryFile, { relation }: LoadPlan): string {
  const type = modelFileNames(relation.target).optionsType
  file.useType(relation.target, type)
  return `${localName(relation.name)}?: ${type}`
}

/** The body of a finder whose caller may narrow the related rows. */
function narrowedBody(
  file: QueryFile,
  plan: LoadPlan,
  statement: string,
  key: readonly Field[],
  fixed: string,
): string[] {
  const { entity, context } = file
  const { ext } = context
  const options = localName(plan.relation.name)
  const target = plan.relation.target
  const table = modelFileNames(target).table
  file.useValue(target, table)
  file.imports.value(`../related${ext}`, 'relatedSql')
  file.imports.value(`../table${ext}`, 'Parameters')
  file.imports.value(`../statement${ext}`, 'dynamicStatement')
  const source = file.source(sourceLines(plan, entity.names.sqlAlias).join(' '))
  const where = key
    .map(
      (field) =>
        `${entity.names.sqlAlias}.${ident(field.name)} = \${parameters.add(${codecExpression(field.type)}.encode(${localName(field.camel)}))}`,
    )
    .join(' and ')
  const order = plan.order.map(({ field, direction }) =>
    stringLiteral(`${direction === 'desc' ? '-' : ''}${field.name}`),
  )
  const items = [describedTable(file, plan, table), `\`${source}\``, `[${order.join(', ')}]`, options, 'parameters']
  const related = breakable('relatedSql(', items, ')', { indent: 2, used: 'const related = ;'.length })
  return [
    ifLine(`${options} === undefined`, fixed, 2),
    'const parameters = new Parameters();',
    `const related = ${related};`,
    'const sql = `',
    `  select \${related}, ${file.source(selectList(entity))}`,
    `  from ${file.source(tableAs(entity, entity.names.sqlAlias))}`,
    `  where ${where}`,
    '`;',
    breakable('return fetchFirst(', ['db', `dynamicStatement(sql, ${statement}.decode)`, 'parameters.values'], ');', {
      indent: 2,
    }),
  ]
}

/** The table of the related rows, under the alias that it has in the query. */
function describedTable(file: QueryFile, { relation, alias }: LoadPlan, table: string): string {
  if (alias === relation.target.names.sqlAlias) return table
  const json = `\`${file.source(jsonItems(relation.target, alias).join(', '))}\``
  return breakable('{', [`...${table}`, `alias: ${stringLiteral(alias)}`, `json: ${json}`], '}', {
    indent: 4,
    used: 1,
    spaced: true,
  })
}
