import type { Entity, Field } from '../model/model.js'
import type { Context } from './context.js'
import { fromClause, keyCondition, type NamedStatement } from './method-text.js'
import { plainSql, sqlSource } from './sql-source.js'
import { statementDefinition, statementName } from './statement-text.js'
import { escapeTemplate } from './typescript-text.js'

/** The statement that finds a row by the fields of a key. */
export function finderStatement(
  context: Context,
  entity: Entity,
  method: string,
  select: string,
  fields: readonly Field[],
  decode: string,
): NamedStatement {
  return selectStatement(context, entity, method, select, keyCondition(entity.names.sqlAlias, fields), decode)
}

/** A statement that selects rows of the entity; `select` is a mark of `sql-source.ts`. */
export function selectStatement(
  { model }: Context,
  entity: Entity,
  method: string,
  select: string,
  condition: string,
  decode: string,
): NamedStatement {
  const sql = `\n    select ${select}\n    from ${fromClause(entity)}\n    where ${condition}\n  `
  const name = statementName(entity.names.type, method)
  return {
    variable: method,
    definition: statementDefinition(method, name, sqlSource(sql, model.entities), decode),
    sql: plainSql(sql, model.entities),
  }
}

/** The statement that deletes a row by the fields of a key. */
export function deleteStatement(entity: Entity, fields: readonly Field[]): NamedStatement {
  const sql = `delete from ${fromClause(entity)} where ${keyCondition(entity.names.sqlAlias, fields)}`
  const name = statementName(entity.names.type, 'delete')
  return {
    variable: 'deleteRow',
    definition: statementDefinition('deleteRow', name, escapeTemplate(sql), undefined),
    sql,
  }
}
