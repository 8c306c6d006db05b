import type { Field, Relation } from '../model/model.js'
import { fieldType } from './column-type.js'
import { canLoadLater, isToMany, keyFields, type LoadPlan, planLoads, planRelation, tableAs } from './load-sql.js'
import { type LoadedType, loadedProperty, mayBeNull, missingText, relatedType } from './load-type.js'
import { localName } from './local-name.js'
import { keyArguments, keyCondition, keyEncoders, keyParameter } from './method-text.js'
import { modelFileNames } from './model-names.js'
import type { QueryFile } from './query-parts.js'
import { selectList } from './sql-source.js'
import { breakable, callWithList, LINE_WIDTH, propertyName } from './typescript-text.js'

/** `findPostWithAuthor(db, id)` and `loadPostAuthor(db, posts)` for a relation. */
export function addRelationQueries(file: QueryFile, relation: Relation): void {
  const plan = planRelation(relation, [file.entity.names.sqlAlias])
  file.relation(plan, '')
  addFinder(file, [plan])
  addLoader(file, plan)
}

/** A finder by primary key for every combination of relations that a query of the spec loads. */
export function addCombinedFinders(file: QueryFile): void {
  const seen = new Set<string>()
  for (const query of file.entity.queries) {
    if (query.kind !== 'list' || query.load.length < 2) continue
    const relations = query.load.map(({ relation }) => relation)
    const key = relations.map(({ name }) => name).join()
    if (seen.has(key)) continue
    seen.add(key)
    const loads = relations.map((relation) => ({ ...relation, relation, limit: undefined, load: [] }))
    addFinder(file, planLoads(loads, [file.entity.names.sqlAlias]))
  }
}

function addFinder(file: QueryFile, plans: readonly LoadPlan[]): void {
  const { entity } = file
  const key = entity.primaryKey
  if (key === undefined) return
  const type = file.rowType(plans, '')
  const functionName = `find${type.name}`
  const alias = entity.names.sqlAlias
  const items = [...plans.map((plan) => file.relationJson(plan, '')), selectList(entity)]
  const sql = [
    `select ${items.join(plans.length > 1 ? ',\n      ' : ', ')}`,
    `from ${tableAs(entity, alias)}`,
    `where ${keyCondition(alias, key.fields)}`,
  ].join('\n    ')
  const statement = `${functionName}Statement`
  file.addStatement(statement, sql, keyEncoders(key.fields))
  file.useCodecs(key.fields)
  file.useConnection()
  file.use('statement', 'findRow')
  file.useType(entity, modelFileNames(entity).keyType)
  const [plan] = plans
  const narrowed = plans.length === 1 && plan !== undefined && isToMany(plan.relation) ? plan : undefined
  const parameters = ['db: Connection', keyParameter(entity)]
  if (narrowed !== undefined) parameters.push(optionsParameter(file, narrowed))
  const head = breakable(`export async function ${functionName}(`, parameters, `): Promise<${type.name} | undefined> {`)
  const body = [
    narrowed === undefined
      ? callWithList('const row = await findRow', ['db', statement], keyArguments(entity), 2)
      : narrowedFetch(file, narrowed, statement),
    `return row === undefined ? undefined : ${type.decode}(row);`,
  ]
  file.add(finderComment(plans, narrowed), `${head}\n  ${body.join('\n  ')}\n}`)
}

function finderComment(plans: readonly LoadPlan[], narrowed: LoadPlan | undefined): string {
  const names = plans.map(({ relation }) => relation.property).join(' and ')
  return narrowed === undefined
    ? `One statement, ${names} included.`
    : `One statement; \`${names}\` filters, orders and limits what is loaded.`
}

function optionsParameter(file: QueryFile, { relation }: LoadPlan): string {
  const { filterType, orderType } = modelFileNames(relation.target)
  file.useType(relation.target, filterType, orderType)
  file.imports.type(`../lists${file.context.ext}`, 'ListOptions')
  return `${localName(relation.property)}: ListOptions<${filterType}, ${orderType}> = {}`
}

/** A caller who narrows the related rows has a statement of his own. */
function narrowedFetch(file: QueryFile, plan: LoadPlan, statement: string): string {
  const { entity } = file
  file.use('related-options', 'fetchRowWithRelated')
  const items = [
    'db',
    statement,
    `[${keyArguments(entity).join(', ')}]`,
    file.relation(plan, ''),
    localName(plan.relation.property),
  ]
  return breakable('const row = await fetchRowWithRelated(', items, ');', { indent: 2 })
}

/** Adds the loader of a relation: one statement, however many rows it is given. */
function addLoader(file: QueryFile, plan: LoadPlan): void {
  const { relation } = plan
  if (!canLoadLater(relation)) return
  const type = relatedType(plan, '')
  const fields = keyFields(relation)
  file.useLoaded(plan)
  file.use('relation', 'defineLoader')
  file.useCodecs(fields)
  const key = `{ ${fields.map(keyProperty).join('; ')} }`
  const loaded = `{ ${loadedProperty(plan, type)} }`
  const name = `load${file.entity.names.type}${relation.pascal}`
  const head = breakable(`export const ${name} = defineLoader<`, [key, loaded], '>(', { used: 1 })
  const call = head.replace(/,\n>\($/, '\n>(')
  file.add(
    `Loads ${relation.property} of rows that are there already: one statement, however many rows.`,
    loaderText(call, file.relation(plan, ''), decodeRelated(file, plan, type)),
  )
}

function keyProperty(field: Field): string {
  return `${propertyName(field.property)}: ${fieldType(field)}`
}

/** What makes the property of the related rows: its parameter and the property. */
function decodeRelated(file: QueryFile, plan: LoadPlan, { decode, decodeMany }: LoadedType): readonly [string, string] {
  const property = propertyName(plan.relation.property)
  const local = localName(plan.relation.property)
  if (isToMany(plan.relation)) return [`(${local})`, `${property}: ${decodeMany(local)}`]
  if (mayBeNull(plan)) return [`([${local}])`, `${property}: ${local} === undefined ? null : ${decode}(${local})`]
  return [`([${local}])`, `${property}: ${decode}(readRow(${local}, ${missingText(file.entity, plan)}))`]
}

/** The call as Prettier breaks it: on one line, with its last argument alone over several, or one argument a line. */
function loaderText(head: string, relation: string, [parameter, property]: readonly [string, string]): string {
  const open = head.split('\n').at(-1) ?? ''
  const line = `${relation}, ${parameter} => ({ ${property} }));`
  if (open.length + line.length <= LINE_WIDTH) return `${head}${line}`
  const first = `${relation}, ${parameter} => ({`
  if (open.length + first.length <= LINE_WIDTH) return `${head}${first}\n  ${property},\n}));`
  const last = `  ${parameter} => ({ ${property} }),`
  const broken = `  ${parameter} => ({\n    ${property},\n  }),`
  return `${head}\n  ${relation},\n${last.length <= LINE_WIDTH ? last : broken}\n);`
}
