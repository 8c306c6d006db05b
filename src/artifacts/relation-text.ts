import type { Entity } from '../model/model.js'
import { isToMany, keyFields, type LoadPlan, orderLines, sourceLines } from './load-sql.js'
import { modelFileNames } from './model-names.js'
import { breakable, escapeTemplate, LINE_WIDTH, stringLiteral } from './typescript-text.js'

/** `postAuthorRelation`: the constant that describes a relation of the file's entity. */
export function relationConstant(entity: Entity, { relation }: LoadPlan): string {
  return `${entity.names.variable}${relation.pascal}Relation`
}

/** `defineRelation({ ... })`, with the constants of what is loaded along. */
export function relationDefinition(
  parent: Entity,
  parentAlias: string,
  plan: LoadPlan,
  load: readonly string[],
): string {
  const { relation, alias, strategy } = plan
  const { target } = relation
  const order = orderLines(plan)
  const properties = [
    `name: ${stringLiteral(relation.property)}`,
    `parent: ${parentTable(parent, parentAlias)}`,
    `key: [${keyFields(relation)
      .map(({ property }) => stringLiteral(property))
      .join(', ')}]`,
    `table: ${modelFileNames(target).table}`,
    ...(alias === target.names.sqlAlias ? [] : [`alias: ${stringLiteral(alias)}`]),
    `source: ${sourceText(sourceLines(plan, parentAlias))}`,
    ...(order.length === 0 ? [] : [`order: ${stringLiteral(order.join(' '))}`]),
    ...(isToMany(relation) ? ['isMany: true'] : []),
    ...(strategy === 'select' ? ['strategy: "select"'] : []),
    ...(load.length === 0 ? [] : [breakable('load: [', load, ']', { indent: 2, used: 1 })]),
  ]
  return `defineRelation({\n${properties.map((property) => `  ${property},\n`).join('')}})`
}

/** The table of the parents, under the alias that it has in the query. */
function parentTable(parent: Entity, alias: string): string {
  const { table } = modelFileNames(parent)
  return alias === parent.names.sqlAlias ? table : `{ ...${table}, alias: ${stringLiteral(alias)} }`
}

/** SQL on one line where it fits, else one clause a line. */
function sourceText(lines: readonly string[]): string {
  const line = stringLiteral(lines.join(' '))
  if (line.length + '  source: ,'.length <= LINE_WIDTH) return line
  return `\`\n${lines.map((each) => `    ${escapeTemplate(each)}\n`).join('')}  \``
}
