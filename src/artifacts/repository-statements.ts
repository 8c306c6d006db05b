import type { Entity, Field } from '../model/model.js'
import { ident } from '../schema/quote.js'
import { castType } from './cast-type.js'
import type { GeneratedStatement } from './context.js'
import { fromClause, keyCondition, keyEncoders, type NamedStatement } from './method-text.js'
import { columnOf, selectItems } from './select-sql.js'
import { plainSql, sqlSource } from './sql-source.js'
import { statementDefinition, statementName } from './statement-text.js'

/** The statement that finds a row by the fields of a key; marks of `sql-source.ts` may stand in `select`. */
export function finderStatement(
  entity: Entity,
  method: string,
  select: string,
  fields: readonly Field[],
): NamedStatement {
  const condition = keyCondition(entity.names.sqlAlias, fields)
  const sql = `\n    select ${select}\n    from ${fromClause(entity)}\n    where ${condition}\n  `
  const name = statementName(entity.names.type, method)
  return {
    variable: method,
    definition: statementDefinition(method, name, sqlSource(sql), keyEncoders(fields)),
    sql: plainSql(sql),
  }
}

/** The statements by primary key; as `makeStatements` of the generated `key-statements.ts`. */
export function keyStatements(entity: Entity, path: string): GeneratedStatement[] {
  const fields = entity.primaryKey?.fields ?? []
  if (fields.length === 0) return []
  const alias = entity.names.sqlAlias
  const select = selectItems(alias, entity).join(', ')
  const where = keyCondition(alias, fields)
  return [
    { name: `${path} findById`, sql: `select ${select} from ${fromClause(entity)} where ${where}` },
    { name: `${path} findByIds`, sql: findManySql(entity, fields, select) },
    { name: `${path} loadById`, sql: loadSql(entity, fields, select) },
    { name: `${path} delete`, sql: `delete from ${fromClause(entity)} where ${where}` },
  ]
}

function findManySql(entity: Entity, fields: readonly Field[], select: string): string {
  const alias = entity.names.sqlAlias
  const [only] = fields
  if (fields.length === 1 && only !== undefined) {
    return `select ${select} from ${fromClause(entity)} where ${columnOf(alias, only)} = any($1::${castType(only)}[])`
  }
  const arrays = fields.map((field, index) => `$${index + 1}::${castType(field)}[]`).join(', ')
  const names = fields.map(({ name }) => ident(name))
  const key = names.map((column) => `${alias}.${column}`).join(', ')
  return `select ${select} from ${fromClause(entity)} where (${key}) in (select * from unnest(${arrays}))`
}

function loadSql(entity: Entity, fields: readonly Field[], select: string): string {
  const arrays = fields.map((field, index) => `$${index + 1}::${castType(field)}[]`).join(', ')
  const names = fields.map((_, index) => `key_${index + 1}`)
  const on = fields.map((field, index) => `${columnOf(entity.names.sqlAlias, field)} = given.${names[index]}`)
  return (
    `select ${select}, given.number ` +
    `from unnest(${arrays}) with ordinality as given (${[...names, 'number'].join(', ')}) ` +
    `join ${fromClause(entity)} on ${on.join(' and ')}`
  )
}
