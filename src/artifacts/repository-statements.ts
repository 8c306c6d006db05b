import type { Entity, Field } from '../model/model.js'
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
  if (fields.length === 1 && only !== undefined && !isArray(only)) {
    return `select ${select} from ${fromClause(entity)} where ${columnOf(alias, only)} = any($1::${castType(only)}[])`
  }
  const key = fields.map((field) => columnOf(alias, field)).join(', ')
  const { from, values } = givenKeys(fields)
  return `select ${select} from ${fromClause(entity)} where (${key}) in (select ${values.join(', ')} from ${from})`
}

function loadSql(entity: Entity, fields: readonly Field[], select: string): string {
  const { from, values } = givenKeys(fields)
  const on = fields.map((field, index) => `${columnOf(entity.names.sqlAlias, field)} = ${values[index]}`)
  return `select ${select}, given.number from ${from} join ${fromClause(entity)} on ${on.join(' and ')}`
}

function givenKeys(fields: readonly Field[]): { from: string; values: string[] } {
  const arrays = fields.map((field, index) => `$${index + 1}::${isArray(field) ? 'text' : castType(field)}[]`)
  const names = fields.map((_, index) => `key_${index + 1}`)
  const values = fields.map((field, index) => `given.${names[index]}${isArray(field) ? `::${castType(field)}` : ''}`)
  return { from: `unnest(${arrays.join(', ')}) with ordinality as given (${names.join(', ')}, number)`, values }
}

function isArray({ type }: Field): boolean {
  return type.dimensions > 0
}
