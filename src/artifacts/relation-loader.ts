import type { Field, Relation } from '../model/model.js'
import { ident } from '../schema/quote.js'
import { codecExpression } from './column-type.js'
import { isToMany, type LoadPlan, loadSql } from './load-sql.js'
import { type LoadedType, mayBeNull, relatedType } from './load-type.js'
import { localName } from './local-name.js'
import { castType } from './model-file.js'
import type { QueryFile } from './query-parts.js'
import { breakable, propertyName, stringLiteral } from './typescript-text.js'

/** `loadPostTags`: the function that loads a relation of rows that are there already. */
export function loaderName(file: QueryFile, relation: Relation): string {
  return `load${file.entity.names.type}${relation.pascal}`
}

/** A longer name would break every line that it stands in. */
const LONGEST_VARIABLE = 24

/** Adds the loader of a relation: one statement, however many rows it is given. */
export function addLoader(file: QueryFile, plan: LoadPlan, functionName: string): void {
  const fields = keyFields(plan.relation)
  if (!canLoadLater(plan.relation)) return
  const type = laterType(plan, functionName)
  file.useLoaded(plan)
  file.blocks.push(...type.blocks)
  file.addStatement(`${functionName}Statement`, loaderSql(file, plan, fields), decodeText(plan, type))
  file.useType(file.entity, file.entity.names.type)
  file.useCodecs(fields)
  file.useDatabase()
  file.imports.value(`../codecs${file.context.ext}`, 'arrayOf')
  file.imports.value(`../statement${file.context.ext}`, 'fetchAll')
  file.add(
    `Loads ${plan.relation.name} of rows that are there already: one statement, however many rows.`,
    loaderText(file, plan, functionName, type, fields),
  )
}

/** Whether rows that are there already show the columns by which related rows are found. */
export function canLoadLater(relation: Relation): boolean {
  return keyFields(relation).every((field) => !field.private)
}

/** What the loader of that name loads. */
export function laterType(plan: LoadPlan, functionName: string): LoadedType {
  return relatedType(plan, functionName.slice('load'.length, -plan.relation.pascal.length))
}

/** Keys go in as arrays, and what belongs to them comes back in the same order. */
function loaderSql({ entity }: QueryFile, plan: LoadPlan, fields: readonly Field[]): string {
  const alias = entity.names.sqlAlias
  const arrays = fields.map((field, index) => `$${index + 1}::${castType(field)}[]`).join(', ')
  const columns = fields.map(({ name }) => ident(name))
  const position = columns.includes('ordinality') ? 'row_number' : 'ordinality'
  return [
    `select ${loadSql(plan, alias, 4)}`,
    `from unnest(${arrays}) with ordinality as ${alias} (${[...columns, position].join(', ')})`,
    `order by ${alias}.${position}`,
  ].join('\n    ')
}

function decodeText({ relation }: LoadPlan, type: LoadedType): string {
  if (isToMany(relation)) return `([rows]: readonly [readonly ${type.values}[]]) => rows.map(${type.decode})`
  return `([row]: readonly [${type.values} | null]) => (row === null ? null : ${type.decode}(row))`
}

function loaderText(
  file: QueryFile,
  plan: LoadPlan,
  functionName: string,
  type: LoadedType,
  fields: readonly Field[],
): string {
  const { relation } = plan
  const { names } = file.entity
  const isLong = names.pluralVariable.length > LONGEST_VARIABLE
  const [row, rows] = isLong ? ['parent', 'parents'] : [localName(names.variable), localName(names.pluralVariable)]
  const keys = fields.map(({ name }) => stringLiteral(name)).join(' | ')
  const related = isToMany(relation) ? `${type.name}[]` : `${type.name}${mayBeNull(plan) ? ' | null' : ''}`
  const parentRow = `Row extends Pick<${names.type}, ${keys}>`
  const head = breakable(
    breakable(`export async function ${functionName}<`, [parentRow], '>('),
    ['db: Kysely<Database>', `${rows}: readonly Row[]`],
    `): Promise<(Row & { ${propertyName(relation.name)}: ${related} })[]> {`,
  )
  const arrays = fields.map(
    (field) => `arrayOf(${codecExpression(field.type)}).encode(${rows}.map((${row}) => ${row}.${field.name}))`,
  )
  const values = breakable('[', arrays, ']', { indent: 2, used: 'const keys = ;'.length })
  const lines = [
    `const keys = ${values};`,
    `const found = await fetchAll(db, ${functionName}Statement, keys);`,
    ...attachLines(file, plan, rows, row),
  ]
  return `${head}\n  ${lines.join('\n  ')}\n}`
}

function attachLines(file: QueryFile, plan: LoadPlan, rows: string, row: string): string[] {
  const { relation } = plan
  const property = propertyName(relation.name)
  if (isToMany(relation) || mayBeNull(plan)) {
    const none = isToMany(relation) ? '[]' : 'null'
    return [`return ${rows}.map((${row}, index) => ({ ...${row}, ${property}: found[index] ?? ${none} }));`]
  }
  file.imports.value(`../errors${file.context.ext}`, 'NotFound')
  return [
    `return ${rows}.map((${row}, index) => {`,
    '  const related = found[index] ?? null;',
    `  if (related === null) throw new NotFound(${stringLiteral(`a row of ${file.entity.table} has no ${relation.name}`)});`,
    `  return { ...${row}, ${property}: related };`,
    '});',
  ]
}

/** The parent's columns that lead to the related rows. */
function keyFields(relation: Relation): Field[] {
  return (relation.kind === 'many_to_many' ? relation.near : relation.pairs).map(({ from }) => from)
}
