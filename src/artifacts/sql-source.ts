import type { Entity } from '../model/model.js'
import { modelFileNames } from './model-names.js'
import { fill, jsonItems, privateFirst, publicFields, selectItems } from './select-sql.js'
import { escapeTemplate } from './typescript-text.js'

/**
 * SQL that is printed into generated code refers to the column lists of a table (`${postTable.select}`), so that a new
 * column changes one file. While it is put together the lists are marks; they end as a reference or as the real list.
 */
const MARK = /\u0001(select|json|private):([^\u0002]*)\u0002/g

/** The select list of the entity's rows, under its own alias. */
export function selectList(entity: Entity): string {
  return `\u0001select:${entity.name}\u0002`
}

/** The select list of the entity's rows with their private columns, under its own alias. */
export function privateList(entity: Entity): string {
  return `\u0001private:${entity.name}\u0002`
}

/** The arguments of json_build_array for the entity's rows, under its own alias. */
export function jsonList(entity: Entity): string {
  return `\u0001json:${entity.name}\u0002`
}

/** The inside of a template literal that holds the SQL; lists stand as references to the table's description. */
export function sqlSource(sql: string, entities: readonly Entity[]): string {
  return escapeTemplate(sql).replace(MARK, (_, list: string, name: string) => {
    const entity = entityNamed(name, entities)
    if (list === 'private') return `\${${modelFileNames(entity).privateSelect}}`
    return `\${${modelFileNames(entity).table}.${list}}`
  })
}

/** The SQL itself. */
export function plainSql(sql: string, entities: readonly Entity[]): string {
  return sql.replace(MARK, (_, list: string, name: string) => {
    const entity = entityNamed(name, entities)
    const alias = entity.names.sqlAlias
    if (list === 'private') return fill(selectItems(alias, privateFirst(entity)), 4)
    return fill(list === 'select' ? selectItems(alias, publicFields(entity)) : jsonItems(entity, alias), 4)
  })
}

/** The entities whose lists the SQL refers to. */
export function listedEntities(sql: string, entities: readonly Entity[]): Entity[] {
  return [...sql.matchAll(MARK)].map(([, , name = '']) => entityNamed(name, entities))
}

function entityNamed(name: string, entities: readonly Entity[]): Entity {
  const entity = entities.find((candidate) => candidate.name === name)
  if (entity === undefined) throw new Error(`no entity "${name}"`)
  return entity
}
